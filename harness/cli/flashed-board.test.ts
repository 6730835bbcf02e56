import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unfilledImage } from '../../simulators/esp-at/images/sample-images.ts';
import { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { openPort } from '../ports/open-port.ts';
import { startCommand } from './running-command.ts';

const RUN_MS = 120_000;

describe('A simulated board with a factory image', () => {
  it('is what the image says, and boots on it', async function () {
    this.timeout(RUN_MS);
    const folder = await mkdtemp(join(tmpdir(), 'flashed-'));
    const image = join(folder, 'factory_MINI-1_unfilled.bin');
    await writeFile(image, await unfilledImage('3.3.0.0-MINI-1'));
    const ports = ['--at', 'tcp:0', '--log', 'tcp:0', '--pace', '20'];
    await using running = startCommand(['simulate', ...ports, '--image', image], {
      withinMs: RUN_MS,
    });

    const { at, release, module } = JSON.parse(await running.line());
    await using client = new AtClient(await openPort(at));
    await client.synchronise();

    expect([release, module]).to.deep.equal(['3.3.0.0', 'MINI-1']);
    const { at: version } = await client.do(commands.version.execute);
    expect(version).to.match(/^3\.3\.0\.0\(.*ESP32C3/);
    await rm(folder, { recursive: true });
  });
});
