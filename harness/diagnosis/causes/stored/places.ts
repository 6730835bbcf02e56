import { connectionOf, isShowing, isVerifying } from '../../connection.ts';
import type { Evidence, StoredItem } from '../../evidence.ts';
import { toldCommands } from '../../told-commands.ts';

/** What MQTT needs of a board's flash. */
export type Part = 'ca' | 'cert' | 'key';
export const PARTS: readonly Part[] = ['ca', 'cert', 'key'];

export const placeOf = (part: Part): string => `mqtt_${part}`;

/** As people call them. */
export const WORDS: Readonly<Record<Part, string>> = {
  ca: 'CA certificate',
  cert: 'device certificate',
  key: 'private key',
};

const storedAt = ({ stored }: Evidence, place: string): StoredItem | undefined =>
  stored?.find((item) => item.place === place);

export const storedPart = (evidence: Evidence, part: Part): StoredItem | undefined =>
  storedAt(evidence, placeOf(part));

export const isAbsent = ({ form }: StoredItem): boolean => form === 'erased' || form === 'empty';

/** The scheme looks at this part, and the last call with it failed: only then can it be to blame. */
export const isNeeded = (evidence: Evidence, part: Part): boolean => {
  const { scheme, isMade } = connectionOf(evidence);
  if (isMade !== false) return false;
  return part === 'ca' ? isVerifying(scheme) : isShowing(scheme);
};

const FIRST_WITH_NVS = 3;

/** Whether the board keeps its credentials in an NVS, as from 3.2 on, or in partitions of their own; null if nobody knows. */
export const keepsInNvs = ({ stored, transcript, asked }: Evidence): boolean | null => {
  const told = toldCommands(transcript).flatMap(({ lines }) => lines);
  if (told.some((line) => /^\+SYSMFG:/.test(line))) return true;
  if (told.some((line) => /^\+SYSFLASH:"mqtt_(?:ca|cert|key)"/.test(line))) return false;
  const ours = (stored ?? []).filter(({ place }) => place.startsWith('mqtt_'));
  if (ours.some(({ form }) => form === 'empty')) return true;
  if (ours.some(({ form }) => form === 'erased')) return false;
  const major = Number.parseInt(asked?.release ?? '', 10);
  return Number.isNaN(major) ? null : major >= FIRST_WITH_NVS;
};

/** `mqtt_ca` is what the board looks at; the same thing for somebody else, or another key of the NVS, is nothing to it. */
const isOfKind = (place: string, part: Part): boolean =>
  new RegExp(`_(?:${part})(?:\\.\\d+)?$`).test(place);

/** Another place that holds what should stand in the part's own. */
export const elsewhere = (evidence: Evidence, part: Part): StoredItem | undefined => {
  const { stored, root } = evidence;
  const here = storedPart(evidence, part);
  const others = (stored ?? []).filter(({ place }) => place !== placeOf(part));
  if (part === 'ca') {
    const isRoot = (item: StoredItem | undefined) => item?.certificate?.id === root?.id;
    return root === null || isRoot(here) ? undefined : others.find(isRoot);
  }
  const partner = storedPart(evidence, part === 'cert' ? 'key' : 'cert');
  const wanted = partner && !isLeftByFactory(evidence, partner) ? partner.publicKeyId : null;
  if (wanted === null || here?.publicKeyId === wanted) return undefined;
  const holds = part === 'cert' ? 'certificate' : 'key';
  return others.find((item) => item.holds === holds && item.publicKeyId === wanted);
};

/** What the people who make demo certificates call them. */
const DEMO = /\bdemo\b|espressif/i;

/**
 * Whether an item came with the firmware: it is named so, or the same stands in the places of other users too. The
 * cloud's own root and what its registry knows never did.
 */
export const isLeftByFactory = (evidence: Evidence, item: StoredItem): boolean => {
  const { stored, root, certificates } = evidence;
  const { certificate, publicKeyId, place } = item;
  if (publicKeyId === null) return false;
  const id = certificate?.id;
  if (id !== undefined && (id === root?.id || certificates.some((c) => c.certificateId === id))) {
    return false;
  }
  const names = `${certificate?.subject ?? ''} ${certificate?.issuer ?? ''}`;
  if (DEMO.test(names)) return true;
  const part = PARTS.find((each) => isOfKind(place, each));
  const partner = part === 'key' ? storedAt(evidence, place.replace('_key', '_cert')) : undefined;
  if (partner?.certificate && partner.publicKeyId === publicKeyId) {
    return isLeftByFactory(evidence, partner);
  }
  return (stored ?? []).some(
    (other) =>
      part !== undefined &&
      other.place !== place &&
      isOfKind(other.place, part) &&
      other.publicKeyId === publicKeyId,
  );
};
