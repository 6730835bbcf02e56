import { expect } from 'chai';
import { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { openPort } from '../ports/open-port.ts';
import { projectFile } from './project.ts';
import { startCommand } from './running-command.ts';

const RUN_MS = 120_000;
const FILE = projectFile('simulators/defects/flash/unaligned-erase-ok.ts');
const UNALIGNED = { partition: 'mqtt_cert', offset: 100, length: 4_096 };

describe('A simulated board by itself', () => {
  for (const [what, flags, outcome] of [
    ['without a defect refuses an unaligned erase', [], 'AT_REFUSED'],
    ['with one for it takes that', ['--defect', 'unaligned-erase-ok'], 'done'],
    ['with one that a file exports takes that', ['--defect-file', FILE], 'done'],
  ] as const) {
    it(what, async function () {
      this.timeout(RUN_MS);
      const ports = ['--at', 'tcp:0', '--log', 'tcp:0', '--pace', '20'];
      await using running = startCommand(['simulate', ...ports, ...flags], { withinMs: RUN_MS });
      const { at } = JSON.parse(await running.line());
      await using client = new AtClient(await openPort(at));
      await client.synchronise();

      const came = await client.do(commands.systemFlash.erase, UNALIGNED).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );

      expect(came).to.equal(outcome);
    });
  }
});
