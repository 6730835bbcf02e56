import type { Defect } from '../../defect.ts';

export const turnedAwayTakenAsWelcome: Defect = {
  name: 'turned-away-taken-as-welcome',
  area: 'mqtt',
  suffering:
    'A broker that does not know the password is taken for one that lets in: the board says that it is connected.',
  plant: () => ({
    mqtt: {
      receive: (packet) => [packet.cmd === 'connack' ? { ...packet, returnCode: 0 } : packet],
    },
  }),
};
