import { type Authority, createAuthority } from '../../certs/authority.ts';
import type { Journal } from '../../reports/journal.ts';
import type { Board } from '../boards/board.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { journaledCloud } from '../clouds/journaled-cloud.ts';
import type { BenchFile, BoardEntry } from './file/bench-file.ts';
import type { Around } from './lab/around.ts';
import { calledCloud } from './parts/called-cloud.ts';
import { openBenchBoard } from './parts/open-board.ts';
import { openCloud } from './parts/open-cloud.ts';
import { outsidePorts } from './ports/check-ports.ts';
import { lockPorts } from './ports/lock.ts';
import type { Staging } from './staging.ts';

/** A bench in use: one board, one cloud, and what leads from the one to the other. */
export interface OpenBench extends AsyncDisposable {
  readonly file: BenchFile;
  readonly entry: BoardEntry;
  readonly kind: 'hardware' | 'simulated';
  readonly board: Board;
  readonly cloud: Cloud;
  /** Makes the certificates that the cloud and its devices show. */
  readonly authority: Authority;
  /** What is around the board, where it can be changed. */
  readonly around?: Around;
  /** Where the board finds the cloud. */
  readonly reach: { readonly host: string; readonly port: number };
}

/** A bench whose board does not open. */
interface HalfOpenBench {
  readonly file: BenchFile;
  readonly entry: BoardEntry;
  readonly board: Board;
  readonly cloud: Cloud;
}

/** A cloud that sees no calls is no witness of those that did not arrive. */
const witnessOf = (cloud: Cloud) =>
  cloud.capabilities.has('mqtt-events') ? { witness: cloud } : {};

/** What may be said about how a bench is opened. */
export interface OpeningOptions {
  /** Is given a board that does not open, while its ports are still there. */
  readonly lookAt?: (bench: HalfOpenBench, error: unknown) => Promise<void>;
  /** Patience with a board that does not answer, 10 s unless told. */
  readonly answerWithinMs?: number;
  /** For simulated boards. */
  readonly staging?: Staging;
  /** Makes the certificates; a new one unless told. */
  readonly authority?: Authority;
}

/** Opens the first board of a bench and its cloud; what was opened is put away again when one of them fails. */
export const openBench = async (
  file: BenchFile,
  journal: Journal,
  { lookAt, authority: given, ...options }: OpeningOptions = {},
): Promise<OpenBench> => {
  const [entry] = file.boards as [BoardEntry];
  const opened: AsyncDisposable[] = [];
  // What a run made at AWS is taken away also where the board could not be put away.
  const close = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const part of opened.splice(0).reverse()) {
      try {
        await part[Symbol.asyncDispose]();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    opened.push(await lockPorts(outsidePorts({ ...file, boards: [entry] }).map(({ url }) => url)));
    const authority = given ?? (await createAuthority());
    const cloud = calledCloud(journaledCloud(await openCloud(file, authority), journal));
    opened.push(cloud);
    const { host, port } = cloud.endpoint;
    const address = `${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
    const surroundings = {
      cloud: address,
      ...witnessOf(cloud),
      journal,
      ...options,
      lookAt: async (board: Board, error: unknown) =>
        lookAt?.({ file, entry, board, cloud }, error),
    };
    const { board, kind, around, ...rest } = await openBenchBoard(file, entry, surroundings);
    opened.push({ [Symbol.asyncDispose]: rest[Symbol.asyncDispose] });
    const reach = { host: file.reach?.host ?? host, port: file.reach?.port ?? port };
    return {
      file,
      entry,
      kind,
      board,
      cloud,
      authority,
      reach,
      ...(around ? { around } : {}),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
