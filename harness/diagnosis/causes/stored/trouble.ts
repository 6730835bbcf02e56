import { connectionOf } from '../../connection.ts';
import type { Evidence, StoredItem } from '../../evidence.ts';
import { damageOf } from './damage.ts';
import {
  elsewhere,
  isAbsent,
  isNeeded,
  keepsInNvs,
  type Part,
  storedPart,
  WORDS,
} from './places.ts';

/** What is wrong with a part's place in the flash. A place has one trouble at a time: the one to mend first. */
export type Trouble =
  | { readonly kind: 'elsewhere'; readonly item: StoredItem }
  | { readonly kind: 'absent'; readonly says: string }
  | { readonly kind: 'wrong-form' | 'wrong-content'; readonly says: string }
  | { readonly kind: 'overwritten' | 'cut-short' | 'damaged'; readonly says: string };

/** `ERR CODE`s of `AT+MQTTCONN` for a part that is not there, or cannot be read. */
const CODES: Readonly<Record<Part, readonly number[]>> = {
  ca: [0x010a6021, 0x010a6022],
  cert: [0x010a6023, 0x010a6024],
  key: [0x010a6025, 0x010a6026],
};

const formTrouble = (evidence: Evidence, item: StoredItem): Trouble | undefined => {
  const isInNvs = keepsInNvs(evidence);
  const { place, form } = item;
  if (isInNvs === true && form === 'pki-image') {
    const says = `${place} holds a PKI image (F1 F1), and this firmware reads the PEM file itself there`;
    return { kind: 'wrong-form', says };
  }
  if (isInNvs === false && form === 'pem') {
    const says = `${place} holds a bare PEM file, and this firmware reads PKI images (F1 F1) there`;
    return { kind: 'wrong-form', says };
  }
  return undefined;
};

const contentTrouble = (part: Part, item: StoredItem): Trouble | undefined => {
  const { place, holds, certificate } = item;
  const wanted = part === 'key' ? 'key' : 'certificate';
  if (holds !== null && holds !== wanted) {
    return {
      kind: 'wrong-content',
      says: `${place} holds a ${holds}, and has to hold a ${WORDS[part]}`,
    };
  }
  if (part === 'ca' && certificate && !certificate.isAuthority) {
    const says = `${place} holds ${certificate.subject}, which is no CA certificate`;
    return { kind: 'wrong-content', says };
  }
  return undefined;
};

/** The trouble with the place where the board looks for a part; undefined where it is sound, or nobody looks at it. */
export const troubleOf = (evidence: Evidence, part: Part): Trouble | undefined => {
  if (!isNeeded(evidence, part)) return undefined;
  const other = elsewhere(evidence, part);
  if (other) return { kind: 'elsewhere', item: other };
  const item = storedPart(evidence, part);
  if (item === undefined) {
    const code = connectionOf(evidence).codes.find((each) => CODES[part].includes(each));
    const says = `AT+MQTTCONN was refused with ERR CODE 0x0${code?.toString(16)}`;
    return code === undefined ? undefined : { kind: 'absent', says };
  }
  if (isAbsent(item)) {
    const is = item.form === 'erased' ? 'is erased, all FF' : 'does not exist';
    return { kind: 'absent', says: `${item.place} ${is}` };
  }
  return formTrouble(evidence, item) ?? damageOf(evidence, item) ?? contentTrouble(part, item);
};
