import { BadInput } from '../../errors/bench-error.ts';

export type PkiItemType = 'ca' | 'cert' | 'key';

/**
 * The layout of PKI images, which ESP-AT before 3.1 keeps in each credential partition (its `AtPKI.py`). All is
 * little-endian: F1 F1, number of items (u16), bytes of the item list (u32); then for each item its type (u8), id
 * (u8), content length (u16), the content as it is, and FF up to a multiple of 4.
 */
export const PKI_LAYOUT = {
  magic: 0xf1f1,
  header: 8,
  itemHeader: 4,
  typeBytes: { ca: 1, cert: 2, key: 3 },
} as const;

const { magic: MAGIC, header: HEADER, itemHeader: ITEM_HEADER, typeBytes: TYPE_BYTES } = PKI_LAYOUT;
const MOST_BYTES = 0xffff;
const MOST_OF_A_TYPE = 0x100;

export interface PkiItem {
  readonly type: PkiItemType;
  /** Place within its type; counted from 0 when left out. */
  readonly id?: number;
  /** The bytes of the file, PEM or DER; stored as they are. */
  readonly content: Uint8Array;
}

/** How many bytes an image takes that holds contents of these lengths. */
export const pkiImageSize = (contentLengths: readonly number[]): number =>
  contentLengths.reduce((sum, length) => sum + ITEM_HEADER + ceil4(length), HEADER);

/**
 * Builds an image, byte for byte as `AtPKI.py generate_bin` does: items are grouped by type, in the order in which
 * the types first appear. Throws BadInput PKI_IMAGE_EMPTY, PKI_ITEM_EMPTY, PKI_ITEM_TOO_LARGE or PKI_TOO_MANY_ITEMS.
 */
export const packPkiImage = (items: readonly PkiItem[]): Uint8Array => {
  if (items.length === 0) {
    throw new BadInput(
      'PKI_IMAGE_EMPTY',
      'A PKI image needs at least one certificate or key, and got none. Name the files to put in.',
    );
  }
  const types = [...new Set(items.map(({ type }) => type))];
  const groups = types.map((type) => items.filter((item) => item.type === type));
  const image = Buffer.alloc(pkiImageSize(items.map(({ content }) => content.length)), 0xff);
  image.writeUInt16LE(MAGIC, 0);
  image.writeUInt16LE(items.length, 2);
  image.writeUInt32LE(image.length - HEADER, 4);
  let at = HEADER;
  for (const group of groups) {
    for (const [place, { type, id = place, content }] of group.entries()) {
      refuseUnpackable(type, id, content.length);
      image.writeUInt8(TYPE_BYTES[type], at);
      image.writeUInt8(id, at + 1);
      image.writeUInt16LE(content.length, at + 2);
      image.set(content, at + ITEM_HEADER);
      at += ITEM_HEADER + ceil4(content.length);
    }
  }
  return image;
};

/** Throws BadInput PARTITION_TOO_SMALL unless the image fits; to be called before any flash is touched. */
export const requireFits = (
  image: Uint8Array,
  { partition, size }: { partition: string; size: number },
): void => {
  if (image.length <= size) return;
  throw new BadInput(
    'PARTITION_TOO_SMALL',
    `The image for "${partition}" is ${image.length} bytes long and the partition holds ${size}. Nothing was written; leave out the certificates and texts that the board does not need.`,
  );
};

const refuseUnpackable = (type: PkiItemType, id: number, length: number): void => {
  if (length === 0) {
    throw new BadInput(
      'PKI_ITEM_EMPTY',
      `The ${type} number ${id} for a PKI image is empty, and firmware refuses an empty one. Check the file it came from.`,
    );
  }
  if (length > MOST_BYTES) {
    throw new BadInput(
      'PKI_ITEM_TOO_LARGE',
      `The ${type} number ${id} for a PKI image is ${length} bytes long, and an item holds at most ${MOST_BYTES}. Check whether it is the right file.`,
    );
  }
  if (!Number.isInteger(id) || id < 0 || id >= MOST_OF_A_TYPE) {
    throw new BadInput(
      'PKI_TOO_MANY_ITEMS',
      `A PKI image numbers each type's items from 0 to ${MOST_OF_A_TYPE - 1}, and number ${id} was asked for of ${type}. Put in fewer.`,
    );
  }
};

/** Contents begin and end on multiples of 4. */
export const ceil4 = (length: number): number => Math.ceil(length / 4) * 4;
