import type { Cause } from '../../cause.ts';
import { type Part, placeOf, WORDS } from './places.ts';
import { troubleOf } from './trouble.ts';

const NAMES: readonly (readonly [Part, string])[] = [
  ['ca', 'CA_IN_WRONG_PARTITION'],
  ['cert', 'CERTIFICATE_IN_WRONG_PARTITION'],
  ['key', 'KEY_IN_WRONG_PARTITION'],
];

/** Credentials that are in the flash, in places where MQTT never looks. */
export const MISPLACED_CREDENTIALS: readonly Cause[] = NAMES.map(([part, name]) => ({
  name,
  area: 'credentials',
  colour: 'bench',
  title: `The ${WORDS[part]} stands in a place where MQTT does not look for it.`,
  find: (evidence) => {
    const trouble = troubleOf(evidence, part);
    if (trouble?.kind !== 'elsewhere') return undefined;
    const { place } = trouble.item;
    return {
      confidence: 0.98,
      because: [
        part === 'ca'
          ? `${place} holds the root of the cloud, ${trouble.item.certificate?.subject}, and ${placeOf(part)} does not`
          : `${place} holds the ${WORDS[part]} that belongs to the other half of the pair, and ${placeOf(part)} does not`,
      ],
      next: `Write it into ${placeOf(part)}: client_*, server_* and keys such as mqtt_ca.0 are for other users.`,
    };
  },
}));
