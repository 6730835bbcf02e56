import type { IConnectPacket } from 'mqtt-packet';
import type { Defect } from '../defect.ts';
import { changedOnReturn } from './changed-on-return.ts';

const without = ({ will: _will, ...packet }: IConnectPacket): IConnectPacket => packet;

export const lastWillForgottenOnReturn: Defect = {
  name: 'last-will-forgotten-on-return',
  area: 'reconnect',
  suffering:
    'A board that comes back has no last will any more: from its first loss on nobody hears that it has gone.',
  plant: () => changedOnReturn(without),
};
