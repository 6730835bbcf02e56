import type { Defect } from '../defect.ts';

export const secondJoinRefused: Defect = {
  name: 'second-join-refused',
  area: 'wifi',
  suffering: 'Behind a join that failed every other fails as well, until the board is restarted.',
  plant: () => {
    let hasFailed = false;
    return {
      wifi: {
        join: (right) => {
          hasFailed ||= right.failure !== undefined;
          return hasFailed ? { failure: right.failure ?? 'no-access-point' } : right;
        },
      },
    };
  },
};
