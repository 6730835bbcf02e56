import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { skipBecause } from '../../../reports/skip.ts';
import { PEERS } from '../../bench/parts/mosquitto-peers.ts';
import { runProcedure, summaryOf } from '../outside-board.ts';

const TEST_MS = 240_000;
const RUN_MS = 180_000;
/** The old way to write credentials and the new one. */
const RELEASES: readonly (readonly [release: string, peer: keyof typeof PEERS])[] = [
  ['2.2.0.0', 'program'],
  ['3.4.0.0', 'program'],
  ['2.2.0.0', 'container'],
  ['3.4.0.0', 'container'],
];

/** Of the fifteen steps, the one that looks into the handshake. */
const UNSEEN = 'has shown its certificate over TLS 1.2';

describe('A run against a Mosquitto', function () {
  this.timeout(TEST_MS);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mosquitto-run-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const [release, which] of RELEASES) {
    it(`goes through the whole procedure with ${release} and a ${which}`, async function () {
      const peer = await PEERS[which]();
      if (peer.found === null) return skipBecause(this, peer.why);
      const bench = join(folder, 'bench.yaml');
      const board = { name: 'simulated', at: `sim://simulated?release=${release}` };
      // JSON is YAML.
      await writeFile(bench, JSON.stringify({ board, cloud: peer.cloud }));

      await using run = runProcedure(bench, join(folder, 'results'), { withinMs: RUN_MS });
      const { verdict, tests, passed } = summaryOf(await run.ended);

      expect(tests.filter(({ state }) => state !== 'passed')).to.have.length(1);
      expect(tests.find(({ title }) => title === UNSEEN)).to.deep.include({
        state: 'skipped',
      });
      expect({ verdict, passed }).to.deep.equal({ verdict: 'passed', passed: 14 });
    });
  }
});
