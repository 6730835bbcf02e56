import { BadInput } from '../../errors/bench-error.ts';
import { recognise } from '../kits/recognise.ts';
import { ceil4, PKI_LAYOUT, type PkiItemType } from './pki-image.ts';

const { magic: MAGIC, header: HEADER, itemHeader: ITEM_HEADER, typeBytes } = PKI_LAYOUT;

/** An item as it stands in an image. */
interface StoredPkiItem {
  /** `unknown` where the type byte is none of the three. */
  readonly type: PkiItemType | 'unknown';
  readonly typeByte: number;
  readonly id: number;
  readonly content: Uint8Array;
  /** Where the content begins, from the start of the image. */
  readonly offset: number;
}

/** What an image holds. */
export interface PkiImageContent {
  readonly items: readonly StoredPkiItem[];
  /** Bytes of the image itself; what follows it in a partition does not belong to it. */
  readonly size: number;
  /** Sentences on what firmware does not mind and a person should know. */
  readonly warnings: readonly string[];
}

/** The bytes are no PKI image; `found` says what they are instead (`erased`, `pem`, `nvs`, ...). */
export class NotAPkiImage extends BadInput {
  readonly found: string;

  constructor(bytes: Uint8Array) {
    const { kind, words } = recognise(bytes);
    super(
      'NOT_A_PKI_IMAGE',
      `A PKI image begins with F1 F1, and here is ${words}. ${ADVICE[kind] ?? 'Check that it is the right file or partition.'}`,
    );
    this.found = kind;
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  erased: 'Write an image to this partition first.',
  pem: 'Pack it into a PKI image; as it is, only firmware from 3.2 on takes it.',
  der: 'Pack it into a PKI image first.',
  nvs: 'This firmware keeps its credentials in "mfg_nvs"; read them from there.',
};

/**
 * Reads an image from a file or from a partition that was read back (then mostly followed by FF). Stricter than
 * firmware about lengths, as lenient as firmware about type and id bytes, which become warnings. Contents are copies.
 * Throws NotAPkiImage, or BadInput PKI_IMAGE_TRUNCATED when lengths run past the end of what is there.
 * `partitionSize` is for images not yet written: one that its partition cannot hold is PARTITION_TOO_SMALL.
 */
export const readPkiImage = (
  bytes: Uint8Array,
  { partitionSize }: { partitionSize?: number } = {},
): PkiImageContent => {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (image.length < 2 || image.readUInt16LE(0) !== MAGIC) throw new NotAPkiImage(bytes);
  if (image.length < HEADER) throw truncated(`it has ${image.length} bytes of an 8-byte header`);
  const count = image.readUInt16LE(2);
  const size = HEADER + image.readUInt32LE(4);
  if (size > image.length) {
    throw truncated(`its header announces ${size} bytes and ${image.length} are here`);
  }
  if (partitionSize !== undefined && size > partitionSize) {
    throw new BadInput(
      'PARTITION_TOO_SMALL',
      `A PKI image of ${size} bytes does not fit into a partition of ${partitionSize}. Leave out the certificates and texts that the board does not need.`,
    );
  }
  const items: StoredPkiItem[] = [];
  let at = HEADER;
  for (let number = 0; number < count; number++) {
    if (at + ITEM_HEADER > size) {
      throw truncated(`its header announces ${count} items and its list ends after ${number}`);
    }
    // Before the content is cut out: cutting stops silently at the end of the bytes.
    const end = at + ITEM_HEADER + image.readUInt16LE(at + 2);
    if (end > size) {
      throw truncated(`item ${number} ends at byte ${end} of a list that ends at ${size}`);
    }
    const item = itemAt(image, at);
    items.push(item);
    at = item.offset + ceil4(item.content.length);
  }
  return { items, size, warnings: warningsAbout(image, items, size, at) };
};

const itemAt = (image: Buffer, at: number): StoredPkiItem => {
  const typeByte = image.readUInt8(at);
  const offset = at + ITEM_HEADER;
  return {
    type: TYPES.find((type) => typeBytes[type] === typeByte) ?? 'unknown',
    typeByte,
    id: image.readUInt8(at + 1),
    content: new Uint8Array(image.subarray(offset, offset + image.readUInt16LE(at + 2))),
    offset,
  };
};

const TYPES = Object.keys(typeBytes) as PkiItemType[];

const warningsAbout = (
  image: Buffer,
  items: readonly StoredPkiItem[],
  size: number,
  walked: number,
): string[] => {
  const warnings = items.flatMap((item, number) => {
    const place = items.slice(0, number).filter((other) => other.type === item.type).length;
    return [
      ...(item.type === 'unknown'
        ? [`Item ${number} is of the unknown type ${item.typeByte}; firmware does not look at it.`]
        : []),
      ...(item.id === place
        ? []
        : [`Item ${number} has id ${item.id} where ${place} is due; firmware counts by itself.`]),
      ...(item.content.length === 0
        ? [`Item ${number} is empty; firmware refuses to use it.`]
        : []),
    ];
  });
  if (items.length === 0) warnings.push('The image holds no items.');
  if (walked !== size) {
    warnings.push(`The items take ${walked} bytes and the header announces ${size}.`);
  }
  if (image.subarray(size).some((byte) => byte !== 0xff)) {
    warnings.push(
      'Other bytes than FF follow the image: something longer was there before, or it was written without an erase.',
    );
  }
  return warnings;
};

const truncated = (how: string): BadInput =>
  new BadInput(
    'PKI_IMAGE_TRUNCATED',
    `The PKI image is cut short or damaged: ${how}. Pack it again, or write and read it again.`,
  );
