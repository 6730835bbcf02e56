import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { releaseProfile } from '../releases/releases.ts';
import { SettingsStore } from '../settings.ts';
import { openFlashFile } from './flash-file.ts';
import { readFlashMap } from './flash-map.ts';

const profile = releaseProfile('2.2.0.0');
const TSX = createRequire(import.meta.url).resolve('tsx');

const refusal = async (path: string): Promise<BadInput> => {
  try {
    (await openFlashFile(path, profile))[Symbol.dispose]();
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error(`${path} was opened`);
};

/** A process that opens the file named to it, says so, and then writes settings and partitions without end. */
const WRITER = `
import { openFlashFile } from ${JSON.stringify(new URL('flash-file.ts', import.meta.url).href)};
import { readFlashMap } from ${JSON.stringify(new URL('flash-map.ts', import.meta.url).href)};
import { SettingsStore } from ${JSON.stringify(new URL('../settings.ts', import.meta.url).href)};
import { releaseProfile } from ${JSON.stringify(new URL('../releases/releases.ts', import.meta.url).href)};
const profile = releaseProfile('2.2.0.0');
const { flash } = await openFlashFile(process.argv[2], profile);
const settings = new SettingsStore(flash, readFlashMap(flash, profile.layout).nvs);
for (let i = 0; ; i++) {
  settings.change({ wifiMode: 1, rejoin: { intervalSeconds: i, times: 0 } }, true);
  flash.erase(0x70000, 0x90000);
  flash.program(0x70000, Buffer.alloc(0x90000, i));
  if (i === 1) process.stdout.write('writing\\n');
}
`;

describe('A flash file', () => {
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'flash-file-'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const at = (name: string): string => join(folder, name);

  it('is made as the factory would, for its owner alone, and leaves nothing beside it', async () => {
    using kept = await openFlashFile(at('new'), profile);

    expect(readFileSync(at('new')).equals(kept.flash.read(0, kept.flash.size))).to.equal(true);
    expect(statSync(at('new')).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder)).to.deep.equal(['new']);
  });

  it('holds each change at once, and gives it back', async () => {
    {
      using kept = await openFlashFile(at('kept'), profile);
      kept.flash.erase(0x37000, 0x2000);
      kept.flash.program(0x37001, Buffer.from('hello'));
      expect(readFileSync(at('kept')).toString('latin1', 0x37000, 0x37007)).to.equal(
        '\xffhello\xff',
      );
    }

    using again = await openFlashFile(at('kept'), profile);
    expect(again.flash.read(0x37001, 5).toString()).to.equal('hello');
    expect(again.flash.read(0x39000, 2).toString('hex')).to.equal('f1f1');
  });

  it('is refused when it is a folder, below a file, or in a folder that is not there', async () => {
    writeFileSync(at('file'), '');

    for (const path of [folder, at('file/below'), at('none/flash'), '']) {
      expect((await refusal(path)).code).to.equal('FLASH_FILE');
    }
  });

  it('is refused when it has another size, and stays as it is', async () => {
    for (const [name, size] of [
      ['empty', 0],
      ['short', 4_194_303],
      ['long', 4_194_305],
    ] as const) {
      writeFileSync(at(name), 'mine');
      truncateSync(at(name), size);

      expect((await refusal(at(name))).message).to.include(`has ${size} bytes`);
      expect(statSync(at(name)).size).to.equal(size);
    }
  });

  it('is refused when it is no plain file', async function () {
    try {
      execFileSync('mkfifo', [at('fifo')]);
    } catch {
      this.skip(); // no mkfifo on this machine
    }

    expect((await refusal(at('fifo'))).message).to.include('is no file');
  });

  it('is refused when it cannot be read', async function () {
    if (process.getuid?.() === 0) this.skip(); // root reads everything
    writeFileSync(at('secret'), Buffer.alloc(4_194_304, 0xff));
    chmodSync(at('secret'), 0);

    expect((await refusal(at('secret'))).code).to.equal('FLASH_FILE');
  });

  it('opens again after its process was killed in the middle of writing', async () => {
    writeFileSync(at('writer.mts'), WRITER);

    for (let kill = 0; kill < 2; kill++) {
      const writer = spawn(process.execPath, ['--import', TSX, at('writer.mts'), at('killed')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(writer, 'exit');
      await Promise.race([once(createInterface(writer.stdout), 'line'), exit]);
      writer.kill('SIGKILL');
      expect(await exit).to.deep.equal([null, 'SIGKILL']);

      using kept = await openFlashFile(at('killed'), profile);
      const map = readFlashMap(kept.flash, profile.layout);
      expect(map?.secondary).to.have.length(15);
      const { current } = new SettingsStore(kept.flash, (map as NonNullable<typeof map>).nvs);
      expect([current.wifiMode, current.rejoin.intervalSeconds > 0]).to.deep.equal([1, true]);
    }
  }).timeout(120_000);

  it('that was not whole when its process was killed does not exist', async () => {
    const draft = at('never.0123456789ab.tmp');
    writeFileSync(draft, 'half');

    using kept = await openFlashFile(at('never'), profile);

    expect(kept.flash.size).to.equal(4_194_304);
  });
});
