import type { Defect } from '../defect.ts';

export const readAnswersWhatWasSent: Defect = {
  name: 'read-answers-what-was-sent',
  area: 'flash',
  suffering:
    'A read answers what was sent last, and not what is stored: whoever compares finds a write good that is not.',
  plant: () => {
    const sent = new Map<string, Buffer>();
    return {
      flash: {
        request: (asked) => {
          if (asked.operation === 'erase') sent.delete(asked.name);
          return asked;
        },
        written: (data, { name }) => {
          sent.set(name, data);
          return data;
        },
        answer: (stored, { name, offset, length }) => {
          const remembered = sent.get(name)?.subarray(offset, offset + length);
          return remembered?.length === length ? remembered : stored;
        },
      },
    };
  },
};
