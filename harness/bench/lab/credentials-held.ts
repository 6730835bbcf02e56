import { sha256 } from '../../../certs/sha256.ts';
import type { Board } from '../../boards/board.ts';
import { neighboursOf } from './neighbours.ts';

const NAMESPACES = ['mqtt_ca', 'mqtt_cert', 'mqtt_key', 'client_cert'];

/** The checksums of what a board holds of credentials, by their places: of partitions, or of the keys of its NVS. */
export const credentialsHeld = async (board: Board): Promise<Readonly<Record<string, string>>> => {
  if (board.abilities.has('sysflash')) return neighboursOf(board);
  const held: Record<string, string> = {};
  for (const namespace of NAMESPACES) {
    for (const [key, value] of Object.entries(await board.nvs.all(namespace))) {
      held[`${namespace}/${key}`] =
        typeof value === 'number' ? `${value}` : sha256(value ?? Buffer.of());
    }
  }
  return held;
};
