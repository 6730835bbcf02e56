import { Writable } from 'node:stream';
import { consoleJournal } from '../../reports/console-journal.ts';
import { parseBenchFile } from './bench-file.ts';
import { openBenchBoard } from './open-board.ts';

export const silent = consoleJournal(new Writable({ write: (_chunk, _encoding, done) => done() }));

/** For unit tests: a simulated board of a release, opened as a bench does, in a world without a cloud. */
export const openRelease = (release: string) => {
  const file = parseBenchFile(`board: {name: b, at: "sim://b?release=${release}"}`, 'a bench');
  const [entry] = file.boards;
  if (!entry) throw new TypeError('a bench without a board');
  const witness = { position: () => 0, seen: () => [] };
  return openBenchBoard(file, entry, { cloud: '127.0.0.1:9', witness, journal: silent });
};
