import { sha256 } from '../../../certs/sha256.ts';
import type { Board } from '../../boards/board.ts';

/** Where nothing else keeps anything. */
const PARTITION = 'client_cert';
const NVS_PLACE = 'lab';

/** A place in the board's flash that data can be sent to and asked back from. */
interface Shelf {
  put(bytes: Uint8Array): Promise<void>;
  get(length: number): Promise<Uint8Array>;
  clear(): Promise<void>;
}

const shelfOf = ({ abilities, raw: { flash, nvs } }: Board): Shelf =>
  abilities.has('sysflash')
    ? {
        put: async (bytes) => {
          await flash.erase(PARTITION);
          await flash.write(PARTITION, bytes);
        },
        get: (length) => flash.read(PARTITION, length),
        clear: () => flash.erase(PARTITION),
      }
    : {
        put: (bytes) => nvs.write(NVS_PLACE, bytes),
        get: (length) => nvs.read(NVS_PLACE, length),
        clear: () => nvs.erase(NVS_PLACE),
      };

/** Sends each to the board and asks for it again; the checksums of what came back. */
export const roundTrips = async (
  board: Board,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> => {
  const shelf = shelfOf(board);
  const back: string[] = [];
  for (const payload of payloads) {
    await shelf.put(payload);
    back.push(sha256(await shelf.get(payload.length)));
  }
  await shelf.clear();
  return back;
};

/** Sends something to the board once and asks for it so many times; the checksums that came back, each once. */
export const askedAgain = async (
  board: Board,
  payload: Uint8Array,
  times: number,
): Promise<ReadonlySet<string>> => {
  const shelf = shelfOf(board);
  const back = new Set<string>();
  await shelf.put(payload);
  for (let i = 0; i < times; i += 1) back.add(sha256(await shelf.get(payload.length)));
  await shelf.clear();
  return back;
};
