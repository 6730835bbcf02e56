import { type Duplex, duplexPair } from 'node:stream';

/** What a wire does to the bytes of each direction. */
export interface Tampering {
  readonly toBoard?: (bytes: Buffer) => Buffer;
  readonly toHost?: (bytes: Buffer) => Buffer;
}

const asItIs = (bytes: Buffer): Buffer => bytes;

/** For unit tests: the host's end of a wire that is not as it should be. */
export const tampered = (
  board: Duplex,
  { toBoard = asItIs, toHost = asItIs }: Tampering,
): Duplex => {
  const [host, middle] = duplexPair();
  middle.on('data', (bytes: Buffer) => board.write(toBoard(bytes)));
  board.on('data', (bytes: Buffer) => middle.write(toHost(bytes)));
  middle.once('end', () => middle.end());
  return host;
};

/** Changes the first long piece of data that passes once `begins` has been called; bytes of commands are short. */
export const onceToData = (change: (data: Buffer) => Buffer) => {
  let state: 'before' | 'now' | 'done' = 'before';
  return {
    begin: (): void => {
      if (state === 'before') state = 'now';
    },
    pass: (bytes: Buffer): Buffer => {
      if (state !== 'now' || bytes.length < 300) return bytes;
      state = 'done';
      return change(bytes);
    },
  };
};
