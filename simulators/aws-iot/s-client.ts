import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StandIn } from './stand-in.ts';

const PATIENCE_MS = 25_000;

/** How OpenSSL's client is run: PEM texts, `tls1_2` or `tls1_3` (default: whatever), further flags. */
interface SClient {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly version?: string;
  /** Sent once it is connected. */
  readonly send?: Buffer;
  readonly flags?: readonly string[];
}

/** For tests: runs `openssl s_client` at a stand-in until it ends, and gives all that it printed, messages included. */
export const runSClient = async (
  { endpoint: { host, port } }: StandIn,
  { ca, cert, key, version, send, flags = [] }: SClient,
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 's-client-'));
  try {
    const file = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const child = spawn('openssl', [
      ...['s_client', '-connect', `${host}:${port}`, '-msg', '-verify_return_error'],
      ...(version ? [`-${version}`] : []),
      ...['-CAfile', await file('ca', ca), '-cert', await file('cert', cert)],
      ...['-key', await file('key', key), '-nocommands', '-ign_eof', ...flags],
    ]);
    let printed = '';
    child.stdin.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString('latin1');
        if (send && printed.includes('Verify return code') && !child.stdin.writableEnded) {
          child.stdin.write(send);
          child.stdin.end();
        }
      });
    }
    await once(child, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return printed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
