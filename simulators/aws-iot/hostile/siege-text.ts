import type { Memory, Spread } from './measures.ts';
import type { SiegeFigures } from './siege.ts';

const ms = (time: number): string => `${time.toFixed(1)} ms`;

const spread = ({ count, median, p99, longest }: Spread): string =>
  `${count} times, median ${ms(median)}, 99 of 100 within ${ms(p99)}, longest ${ms(longest)}`;

const sizes = (memory: readonly Memory[], which: keyof Memory): string =>
  memory.map((one) => `${(one[which] / 1024 / 1024).toFixed(1)} MB`).join(', ');

/** A siege's figures for people. */
export const siegeText = (figures: SiegeFigures): string => {
  const { attacks, memory, reasons, unexplained, withoutSentence, unhandled } = figures;
  return [
    `${figures.begun} connections in ${figures.seconds.toFixed(1)} s`,
    ...attacks.map(({ name, connections, endless }) => {
      const stayed = endless === 0 ? '' : `, ${endless} of them not ended`;
      return `  ${String(connections).padStart(5)}  ${name}${stayed}`;
    }),
    `a good device got its echo ${spread(figures.roundTrip)}; lost ${figures.lost} times`,
    `a good device connected ${spread(figures.connect)}`,
    `heap after each round: ${sizes(memory, 'heap')}; RSS: ${sizes(memory, 'rss')}`,
    `${figures.eventsDropped} events no longer kept`,
    `${unexplained} endings unexplained, ${withoutSentence.length} without a sentence, ${unhandled.length} errors unhandled`,
    ...[...withoutSentence, ...unhandled].map((text) => `  ${text}`),
    'reasons:',
    ...Object.entries(reasons)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `  ${String(count).padStart(5)}  ${reason}`),
  ].join('\n');
};
