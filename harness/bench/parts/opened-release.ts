import { Writable } from 'node:stream';
import { readNvs } from '../../../certs/nvs/nvs-reader.ts';
import { consoleJournal } from '../../../reports/console-journal.ts';
import type { Board } from '../../boards/board.ts';
import { readPartition } from '../../flash/flash-steps.ts';
import { requirePartition } from '../../flash/partition-map.ts';
import { parseBenchFile } from '../file/bench-file.ts';
import { openBenchBoard } from './open-board.ts';

export const silent = consoleJournal(new Writable({ write: (_chunk, _encoding, done) => done() }));

/**
 * For unit tests: a simulated board of a release, opened as a bench does, in a world without a cloud.
 * @param keys more of its entry in the bench file
 */
export const openRelease = (release: string, flash?: string, keys: readonly string[] = []) => {
  const kept = flash === undefined ? '' : `simulator: {flash: ${JSON.stringify(flash)}}`;
  const entry = ['name: b', `at: "sim://b?release=${release}"`, ...keys].join(', ');
  const text = `board: {${entry}}\n${kept}`;
  const file = parseBenchFile(text, 'a bench');
  const [board] = file.boards;
  if (!board) throw new TypeError('a bench without a board');
  const witness = { position: () => 0, seen: () => [] };
  return openBenchBoard(file, board, { cloud: '127.0.0.1:9', witness, journal: silent });
};

/** What stands in the NVS of a board, by `namespace/key/type`. */
export const nvsValues = async ({ client, identity }: Board): Promise<Map<string, string>> => {
  const partition = requirePartition(identity.partitions, 'mfg_nvs');
  const bytes = await readPartition(client, silent, partition, partition.size);
  return new Map(
    readNvs(bytes).entries.map(({ namespace, key, type, value }) => [
      `${namespace}/${key}/${type}`,
      value instanceof Uint8Array ? Buffer.from(value).toString() : String(value),
    ]),
  );
};
