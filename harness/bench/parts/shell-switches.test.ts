import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { failure } from '../failure.ts';
import { shellDoor, shellPower, shellReset } from './shell-switches.ts';

describe('Switches of a bench file', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switches-'));
  });

  after(() => rm(folder, { recursive: true }));

  it('run their command lines', async () => {
    const mark = join(folder, 'off');
    const power = shellPower({ off: `node -e "fs.writeFileSync('${mark}', '')"`, on: 'exit 0' });

    await power.off();
    await power.on();

    expect(existsSync(mark)).to.equal(true);
  });

  it("lead into a chip's loader and out of it", async () => {
    const [into, out] = [join(folder, 'in'), join(folder, 'out')];
    const touch = (mark: string): string => `node -e "fs.writeFileSync('${mark}', '')"`;
    const door = shellDoor({ enter: touch(into), leave: touch(out) });

    await door.enter?.();
    expect([existsSync(into), existsSync(out)]).to.deep.equal([true, false]);
    await door.leave?.();
    expect(existsSync(out)).to.equal(true);
  });

  it('tell what the command said when it fails, as the fault of the bench', async () => {
    const { code, colour, message } = await failure(shellReset('echo no relay >&2; exit 3')());

    expect([code, colour]).to.deep.equal(['SWITCH_FAILED', 'bench']);
    expect(message).to.include('no relay');
  });
});
