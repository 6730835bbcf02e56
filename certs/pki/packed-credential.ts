import { BadInput } from '../../errors/bench-error.ts';
import { recognise } from '../kits/recognise.ts';
import type { NvsPlace } from '../nvs/nvs-place.ts';
import { requireNvsName } from '../nvs/nvs-value.ts';
import { readPkiImage } from './pki-image-reader.ts';

/** Of `AT+SYSMFG`, in bytes (seen on v3.4.0.0). */
const LONGEST_VALUE = 8191;

/**
 * To be called before a credential is written into an NVS.
 * @throws BadInput `NVS_NAME`, `CREDENTIAL_SIZE`, `PKI_IMAGE_NOT_WANTED`
 */
export const requireStorable = (
  place: string,
  { namespace, key }: NvsPlace,
  bytes: Uint8Array,
): void => {
  requireNvsName('namespace', namespace);
  requireNvsName('key', key);
  if (bytes.length < 1 || bytes.length > LONGEST_VALUE) {
    throw new BadInput(
      'CREDENTIAL_SIZE',
      `AT+SYSMFG stores 1 to ${LONGEST_VALUE} bytes, and those for "${place}" are ${bytes.length}. Nothing was written; leave out the certificates and texts that the board does not need.`,
    );
  }
  if (recognise(bytes).kind !== 'pki-image') return;
  throw new BadInput(
    'PKI_IMAGE_NOT_WANTED',
    `What is to go into "${place}" is a PKI image (F1 F1), and firmware that keeps its credentials in an NVS takes the PEM file itself: it would store the image and never connect. Nothing was written; give the PEM file.`,
  );
};

/**
 * To be called before a credential is written into a partition of its own.
 * @throws BadInput `PKI_IMAGE_MISSING`
 */
export const requirePkiImage = (place: string, bytes: Uint8Array): void => {
  const { kind, words } = recognise(bytes);
  if (kind === 'pki-image') return;
  throw new BadInput(
    'PKI_IMAGE_MISSING',
    `What is to go into the partition "${place}" is ${words}, and firmware takes a credential from there only out of a PKI image (F1 F1). Nothing was written; pack it first.`,
  );
};

/** The PEM in what was packed for a board, be it a PKI image or the file itself. */
export const pemIn = (packed: Uint8Array): string => {
  const isImage = recognise(packed).kind === 'pki-image';
  const content = isImage ? readPkiImage(packed).items[0]?.content : packed;
  return Buffer.from(content ?? []).toString();
};
