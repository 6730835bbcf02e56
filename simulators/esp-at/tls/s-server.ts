import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests: is the program there? */
export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

interface ServerFiles {
  readonly certPem: string;
  readonly keyPem: string;
  /** Whose clients it lets in. */
  readonly caPem: string;
}

/** OpenSSL's own server, which demands a certificate and gives lines back in reverse. */
export interface SServer extends AsyncDisposable {
  readonly port: number;
}

export const startSServer = async ({ certPem, keyPem, caPem }: ServerFiles): Promise<SServer> => {
  const folder = await mkdtemp(join(tmpdir(), 's-server-'));
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const [cert, key, ca] = await Promise.all([
    file('cert.pem', certPem),
    file('key.pem', keyPem),
    file('ca.pem', caPem),
  ]);
  const files = ['-cert', cert, '-key', key, '-CAfile', ca];
  const manner = ['-Verify', '2', '-verify_return_error', '-rev', '-tls1_2'];
  const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...files, ...manner]);
  return {
    port: await portOf(server),
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await once(server, 'exit');
      await rm(folder, { recursive: true });
    },
  };
};

const portOf = async ({ stdout }: ChildProcess): Promise<number> => {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    const found = /ACCEPT .*:(\d+)/.exec(text);
    if (found) break;
  }
  stdout?.on('data', () => undefined).resume();
  return Number(/ACCEPT .*:(\d+)/.exec(text)?.[1]);
};
