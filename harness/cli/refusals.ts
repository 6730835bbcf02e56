import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeBench } from './outside-board.ts';

/** What a command line needs around it, put away behind it. */
interface Stage {
  readonly folder: string;
  /** A file with these contents. */
  file(contents: string | Uint8Array): Promise<string>;
  /** A bench file whose board has these ports. */
  bench(at: string, log?: string, cloudPort?: number): Promise<string>;
  /** A TCP port on which somebody listens. */
  taken(greet?: (server: Server) => void): Promise<number>;
  keep(thing: AsyncDisposable): void;
}

/** A mistake, the command line that makes it, and what has to be said about it. */
export type Refusal = readonly [
  what: string,
  args: (stage: Stage) => Promise<string[]>,
  says: RegExp,
];

const listening = async (): Promise<Server> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

const stageIn = (folder: string, kept: AsyncDisposable[]): Stage => ({
  folder,
  keep: (thing) => kept.push(thing),
  file: async (contents) => {
    const path = join(folder, 'file');
    await writeFile(path, contents);
    return path;
  },
  bench: (at, log, cloudPort = 0) =>
    writeBench(folder, log === undefined ? { at } : { at, log }, cloudPort),
  taken: async (greet) => {
    const server = await listening();
    greet?.(server);
    kept.push({
      [Symbol.asyncDispose]: async () => {
        server.close();
        await once(server, 'close');
      },
    });
    return (server.address() as AddressInfo).port;
  },
});

/** A test for each mistake: one sentence on one line, and exit code 2. To be called inside `describe`. */
export const testRefusals = (refusals: readonly Refusal[]): void => {
  for (const [what, args, says] of refusals) {
    it(`is refused for ${what}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'refusal-'));
      const kept: AsyncDisposable[] = [];
      let complaint = '';
      try {
        const given = await args(stageIn(folder, kept));
        // Mocha may have loaded this file with `require`, which makes other classes of the same modules than `import` does.
        const { perform } = await import('./main.ts');

        const code = await perform(given, (text) => {
          complaint += text;
        });

        expect(complaint).to.match(says);
        expect(complaint.trimEnd().split('\n')).to.have.length(1);
        expect(complaint).to.match(/^esp-at-bench: /);
        expect(code).to.equal(2);
      } finally {
        for (const thing of kept.reverse()) await thing[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
};
