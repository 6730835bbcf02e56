import { expect } from 'chai';
import { diagnose } from '../../diagnosis/cause.ts';
import { CAUSES } from '../../diagnosis/causes.ts';
import type { Evidence } from '../../diagnosis/evidence.ts';
import { evidenceFromJson, evidenceToJson } from '../../diagnosis/evidence-json.ts';
import { BOOT_MISCONFIGURATIONS } from './boot.ts';
import { playAll } from './play-all.ts';

describe('A board that does not come up', function () {
  this.timeout(60_000);
  let plays: Promise<Evidence>[] = [];

  before('play all of them', () => {
    plays = playAll(BOOT_MISCONFIGURATIONS);
  });

  for (const [i, { name, expected, release }] of BOOT_MISCONFIGURATIONS.entries()) {
    it(`is ${expected} where ${name} (${release})`, async () => {
      const evidence = await plays[i];

      // As a report keeps it.
      const kept = evidenceFromJson(evidenceToJson(evidence as Evidence), 'a play');
      expect(diagnose(kept, CAUSES)[0]?.name).to.equal(expected);
    });
  }
});
