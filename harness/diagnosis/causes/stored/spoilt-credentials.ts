import type { Cause, Finding } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { keepsInNvs, PARTS } from './places.ts';
import { type Trouble, troubleOf } from './trouble.ts';

type Kind = Exclude<Trouble['kind'], 'elsewhere' | 'absent'>;

const area = 'credentials';
const colour = 'bench';

const findTrouble =
  (kind: Kind, confidence: number, next: (evidence: Evidence) => string) =>
  (evidence: Evidence): Finding | undefined => {
    const because = PARTS.flatMap((part) => {
      const trouble = troubleOf(evidence, part);
      return trouble?.kind === kind && 'says' in trouble ? [trouble.says] : [];
    });
    return because.length === 0 ? undefined : { confidence, because, next: next(evidence) };
  };

/** Credentials that stand where they have to, and that the firmware cannot use as they are. */
export const SPOILT_CREDENTIALS: readonly Cause[] = [
  {
    name: 'IMAGE_OF_WRONG_KIND',
    area,
    colour,
    title: 'A credential was stored in the form of the other generation of firmware.',
    find: findTrouble('wrong-form', 0.97, (evidence) =>
      keepsInNvs(evidence)
        ? 'Write the PEM file as it is: from 3.2 on, AT+SYSMFG takes no PKI images.'
        : 'Pack the PEM file into a PKI image (esp-at-bench pki) and write that.',
    ),
  },
  {
    name: 'CREDENTIAL_OF_WRONG_KIND',
    area,
    colour,
    title:
      'A place holds another credential than it has to: a certificate where the key must be, or the reverse.',
    find: findTrouble(
      'wrong-content',
      0.96,
      () => 'Look which file went into which place, and write them anew.',
    ),
  },
  {
    name: 'STALE_FLASH_UNDER_WRITE',
    area,
    colour,
    title: 'Flash was written without being erased: it holds the old contents AND the new.',
    find: findTrouble(
      'overwritten',
      0.96,
      () => 'Erase the place first (AT+SYSFLASH=0), write again, and read back.',
    ),
  },
  {
    name: 'TRUNCATED_WRITE',
    area,
    colour,
    title: 'A credential was written in part: its end is missing.',
    find: findTrouble(
      'cut-short',
      0.96,
      () =>
        'Erase, write all of its bytes (the length that is announced must be that of the file), and read back.',
    ),
  },
  {
    name: 'STORED_BYTES_DAMAGED',
    area,
    colour,
    title: 'What stands in the flash is no whole credential.',
    find: findTrouble(
      'damaged',
      0.9,
      () =>
        'Write it anew, read it back, and look at the wire and the supply if it is damaged again.',
    ),
  },
];
