import { type BoardOptions, SimulatedBoard } from '../esp-at/board.ts';
import { factoryFlash } from '../esp-at/flash/factory.ts';
import { releaseProfile } from '../esp-at/releases/releases.ts';
import { LoaderHost } from './loader-host.ts';

export interface LoaderBench extends AsyncDisposable {
  readonly board: SimulatedBoard;
  readonly host: LoaderHost;
}

/** For tests: a board that waits for a download, and a host at its log port. */
export const loaderBench = async (
  options: Partial<BoardOptions> & { readonly release?: string } = {},
): Promise<LoaderBench> => {
  const profile = releaseProfile(options.release ?? '3.4.0.0');
  const flash = await factoryFlash(profile);
  const board = new SimulatedBoard({ pace: 1000, profile, flash, ...options });
  const host = new LoaderHost(board.connectLog());
  board.holdBoot(true);
  board.powerOn();
  board.holdBoot(false);
  await host.started();
  return { board, host, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
};

/** The same, with the stub already running. */
export const stubBench = async (
  options: Parameters<typeof loaderBench>[0] = {},
): Promise<LoaderBench> => {
  const bench = await loaderBench(options);
  await bench.host.startStub();
  await bench.host.packet();
  return bench;
};
