import type { Defect } from '../defect.ts';

export const secondTopicDropped: Defect = {
  name: 'second-topic-dropped',
  area: 'mqtt',
  suffering: 'A second subscription takes the place of the first, though both are listed.',
  plant: () => {
    let before: string | undefined;
    return {
      mqtt: {
        send: (packet) => {
          if (packet.cmd !== 'subscribe') return [packet];
          const [topic] = packet.subscriptions.map((each) => each.topic);
          const gone = before === topic ? undefined : before;
          before = topic;
          return gone === undefined
            ? [packet]
            : [{ cmd: 'unsubscribe', unsubscriptions: [gone], messageId: 0xffff }, packet];
        },
      },
    };
  },
};
