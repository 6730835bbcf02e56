import type { Subscription } from '../../esp-at/mqtt/mqtt-seams.ts';
import type { Defect } from '../defect.ts';

export const cancelledTopicsReturn: Defect = {
  name: 'cancelled-topics-return',
  area: 'reconnect',
  suffering: 'A device gets what it has cancelled, as soon as it has been offline.',
  plant: () => {
    const all = new Map<string, Subscription>();
    return {
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'subscribe')
            for (const { topic, qos } of packet.subscriptions) all.set(topic, { topic, qos });
          return [packet];
        },
        resubscribe: () => [...all.values()],
      },
    };
  },
};
