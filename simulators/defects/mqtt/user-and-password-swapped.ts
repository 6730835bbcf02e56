import type { Defect } from '../defect.ts';

export const userAndPasswordSwapped: Defect = {
  name: 'user-and-password-swapped',
  area: 'mqtt',
  suffering:
    'User name and password change places: no broker with accounts lets the board in, and logs its password.',
  plant: () => ({
    mqtt: {
      send: (packet) => {
        if (packet.cmd !== 'connect' || !packet.password) return [packet];
        const { username = '', password } = packet;
        return [{ ...packet, username: String(password), password: Buffer.from(username) }];
      },
    },
  }),
};
