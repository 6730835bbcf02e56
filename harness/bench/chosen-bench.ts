import { type BenchFile, DEFAULT_BENCH, readBenchFile } from './bench-file.ts';

/** The bench of a run: the file that was named, or the simulated default. */
export const chosenBench = async (path: string | undefined): Promise<BenchFile> =>
  path === undefined ? DEFAULT_BENCH : readBenchFile(path, process.env);
