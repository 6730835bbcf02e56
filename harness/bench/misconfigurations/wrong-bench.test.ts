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

/** All of them begin with the first: most of them wait. */
let plays: ReadonlyMap<Misconfiguration, Promise<Evidence>> | undefined;

const allPlays = (): ReadonlyMap<Misconfiguration, Promise<Evidence>> => {
  const all = Object.values(BENCHES).flat();
  const played = playAll(all, 8);
  return new Map(all.map((one, i) => [one, played[i] as Promise<Evidence>]));
};

for (const [title, benches] of Object.entries(BENCHES)) {
  describe(title, function () {
    this.timeout(120_000);

    before('play all of them', () => {
      plays ??= allPlays();
    });

    for (const bench of benches) {
      const { name, expected, release } = bench;
      it(`is ${expected} where ${name} (${release})`, async () => {
        const evidence = (await plays?.get(bench)) as Evidence;

        // As a report keeps it.
        const kept = evidenceFromJson(evidenceToJson(evidence), 'a play');
        expect(diagnose(kept, CAUSES)[0]?.name).to.equal(expected);
      });
    }
  });
}
