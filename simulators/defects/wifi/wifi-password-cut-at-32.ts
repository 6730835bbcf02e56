import type { Defect } from '../defect.ts';

const LONGEST = 32;

export const wifiPasswordCutAt32: Defect = {
  name: 'wifi-password-cut-at-32',
  area: 'wifi',
  suffering:
    'Of a long password 32 characters are used: devices cannot join networks with good passwords.',
  plant: () => ({
    wifi: { request: (asked) => ({ ...asked, password: asked.password.slice(0, LONGEST) }) },
  }),
};
