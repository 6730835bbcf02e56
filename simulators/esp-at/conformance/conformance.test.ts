import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { outcomeLine } from './comparison-text.ts';
import { matchingRelease } from './matching-release.ts';
import { readRecording } from './recording.ts';
import { replay } from './replay.ts';

const folder = new URL('../recordings/', import.meta.url);

/** Recordings of the real firmware, all of which the simulated modem answers to the byte. */
const RECORDINGS = ['v3.4.0.0-basic.jsonl', 'v3.4.0.0-net.jsonl', 'v3.4.0.0-sysflash.jsonl'];

const differences = async (name: string): Promise<string[]> => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const { firmware, exchanges } = readRecording(text, name);
  const differing: string[] = [];
  for await (const outcome of replay(exchanges, matchingRelease(firmware).profile)) {
    if (!outcome.isSame) differing.push(outcomeLine(outcome));
  }
  return differing;
};

describe('Simulated modem', () => {
  for (const name of RECORDINGS) {
    it(`says what the real firmware said in ${name}`, async () => {
      expect(await differences(name)).to.deep.equal([]);
    });
  }
});
