import type { SiegeFigures } from './siege.ts';

const ms = (time: number): string => `${time.toFixed(1)} ms`;
const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** A siege's figures for people. */
export const siegeText = (figures: SiegeFigures): string => {
  const { attacks, seconds, roundTrip, connect, heap, rss, reasons } = figures;
  const spread = ({ count, median, p99, longest }: SiegeFigures['connect']): string =>
    `${count} times, median ${ms(median)}, 99 of 100 within ${ms(p99)}, longest ${ms(longest)}`;
  return [
    `${figures.begun} connections in ${seconds.toFixed(1)} s`,
    ...attacks.map(({ name, connections, endless }) => {
      const stayed = endless === 0 ? '' : `, ${endless} of them not ended`;
      return `  ${String(connections).padStart(5)}  ${name}${stayed}`;
    }),
    `a good device got its echo ${spread(roundTrip)}; lost ${figures.lost} times`,
    `a good device connected ${spread(connect)}`,
    `heap ${mb(heap.before)} before, ${mb(heap.after)} after; RSS ${mb(rss.before)}, ${mb(rss.after)}`,
    `${figures.eventsDropped} events no longer kept`,
    `${figures.unexplained} endings unexplained, ${figures.withoutSentence.length} kinds without a sentence, ${figures.unhandled.length} errors unhandled`,
    'reasons:',
    ...Object.entries(reasons)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `  ${String(count).padStart(5)}  ${reason}`),
  ].join('\n');
};
