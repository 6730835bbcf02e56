import { expect } from 'chai';
import { diagnose } from '../../diagnosis/cause.ts';
import { CAUSES } from '../../diagnosis/causes.ts';
import type { Evidence } from '../../diagnosis/evidence.ts';
import { evidenceFromJson, evidenceToJson } from '../../diagnosis/evidence-json.ts';
import { BOOT_MISCONFIGURATIONS } from './boot.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { NETWORK_MISCONFIGURATIONS } from './network.ts';
import { playAll } from './play-all.ts';
import { PORT_MISCONFIGURATIONS } from './ports.ts';
import { TYPED_BY_HAND } from './typed-by-hand.ts';

const BENCHES: Readonly<Record<string, readonly Misconfiguration[]>> = {
  'A board that cannot be talked to': PORT_MISCONFIGURATIONS,
  'A board that does not come up': BOOT_MISCONFIGURATIONS,
  'A board that gets nowhere': NETWORK_MISCONFIGURATIONS,
  'A board whose commands a person types': TYPED_BY_HAND,
};

for (const [title, benches] of Object.entries(BENCHES)) {
  describe(title, function () {
    this.timeout(120_000);
    let plays: Promise<Evidence>[] = [];

    before('play all of them', () => {
      plays = playAll(benches);
    });

    for (const [i, { name, expected, release }] of benches.entries()) {
      it(`is ${expected} where ${name} (${release})`, async () => {
        const evidence = (await plays[i]) as Evidence;

        // As a report keeps it.
        const kept = evidenceFromJson(evidenceToJson(evidence), 'a play');
        expect(diagnose(kept, CAUSES)[0]?.name).to.equal(expected);
      });
    }
  });
}
