import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { outcomeLine } from './comparison-text.ts';
import { readRecording } from './recording.ts';
import { replay } from './replay.ts';

const folder = new URL('../recordings/', import.meta.url);

/** Recordings that the simulated modem answers to the byte. */
const IDENTICAL = ['v3.4.0.0-basic.jsonl', 'v3.4.0.0-sysflash.jsonl'];

describe('Simulated modem', () => {
  for (const name of IDENTICAL) {
    it(`says what the real firmware said in ${name}`, async () => {
      const recording = readRecording(readFileSync(new URL(name, folder), 'utf8'), name);
      const differing: string[] = [];

      for await (const outcome of replay(recording)) {
        if (!outcome.isSame) differing.push(outcomeLine(outcome));
      }

      expect(differing).to.deep.equal([]);
    });
  }
});
