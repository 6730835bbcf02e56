import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { outcomeLine } from './comparison-text.ts';
import { matchingRelease } from './matching-release.ts';
import { readRecording } from './recording.ts';
import { replay } from './replay.ts';

const folder = new URL('../recordings/', import.meta.url);

/** Recordings that the simulated modem answers to the byte. */
const IDENTICAL = ['v3.4.0.0-basic.jsonl', 'v3.4.0.0-sysflash.jsonl'];

/** Rows of the net recording about TCP links, which are not simulated yet. */
const TCP = { from: 28, to: 35 };

const differences = async (name: string, without = { from: 0, to: 0 }): Promise<string[]> => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const { firmware, ...recording } = readRecording(text, name);
  const exchanges = recording.exchanges.filter(
    ({ line }) => line < without.from || line > without.to,
  );
  const differing: string[] = [];
  for await (const outcome of replay(exchanges, matchingRelease(firmware).profile)) {
    if (!outcome.isSame) differing.push(outcomeLine(outcome));
  }
  return differing;
};

describe('Simulated modem', () => {
  for (const name of IDENTICAL) {
    it(`says what the real firmware said in ${name}`, async () => {
      expect(await differences(name)).to.deep.equal([]);
    });
  }

  it('says what the real firmware said when it joined, took credentials and spoke MQTT', async () => {
    expect(await differences('v3.4.0.0-net.jsonl', TCP)).to.deep.equal([]);
  });
});
