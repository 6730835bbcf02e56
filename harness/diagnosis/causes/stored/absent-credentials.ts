import type { Cause, Finding } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { PARTS, type Part, placeOf, WORDS } from './places.ts';
import { type Trouble, troubleOf } from './trouble.ts';

const area = 'credentials';
const colour = 'bench';

type Absent = Extract<Trouble, { kind: 'absent' }>;

const absent = (evidence: Evidence, part: Part): Absent | undefined => {
  const trouble = troubleOf(evidence, part);
  return trouble?.kind === 'absent' ? trouble : undefined;
};

const isAllAbsent = (evidence: Evidence): boolean =>
  PARTS.every((part) => absent(evidence, part) !== undefined);

const findAbsent =
  (part: Part) =>
  (evidence: Evidence): Finding | undefined => {
    const trouble = absent(evidence, part);
    if (!trouble || isAllAbsent(evidence)) return undefined;
    return {
      confidence: 0.97,
      because: [trouble.says],
      next: `Write the ${WORDS[part]} into ${placeOf(part)}, read it back, and restart the board.`,
    };
  };

/** Credentials that are nowhere in the flash. */
export const ABSENT_CREDENTIALS: readonly Cause[] = [
  {
    name: 'CREDENTIALS_MISSING',
    area,
    colour,
    title: 'The board has no credentials of its own: neither CA, nor certificate, nor key.',
    find: (evidence) =>
      isAllAbsent(evidence)
        ? {
            confidence: 0.98,
            because: PARTS.flatMap((part) => absent(evidence, part)?.says ?? []),
            next: 'Write all three with writeCredentials, and restart the board.',
          }
        : undefined,
  },
  {
    name: 'CA_MISSING',
    area,
    colour,
    title: 'The board has no CA certificate to check the server with.',
    find: findAbsent('ca'),
  },
  {
    name: 'CERTIFICATE_MISSING',
    area,
    colour,
    title: 'The board has no certificate of its own.',
    find: findAbsent('cert'),
  },
  {
    name: 'KEY_MISSING',
    area,
    colour,
    title: 'The board has no private key.',
    find: findAbsent('key'),
  },
];
