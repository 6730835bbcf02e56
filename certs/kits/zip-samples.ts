import { crc32, deflateRawSync } from 'node:zlib';

/** A file for a zip archive, and what the archive says of it, true or not. */
export interface ZipSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Default: what `bytes` have. */
  readonly size?: number;
  readonly checkSum?: number;
  /** Bit 0: encrypted. Bit 11: the name is UTF-8. */
  readonly flags?: number;
  /** 0 stored, 8 deflated (default). Any other is written deflated, and a lie. */
  readonly method?: number;
  /** The mode of a Unix file, its type in front. */
  readonly mode?: number;
  /** An extra field in the directory, such as that of zip64. */
  readonly extra?: Uint8Array;
}

const UTF_8 = 1 << 11;

/** Writes numbers one behind the other, each with the bytes that it takes. */
const fields = (...numbers: readonly (readonly [value: number, size: 2 | 4])[]): Buffer =>
  Buffer.concat(
    numbers.map(([value, size]) => {
      const field = Buffer.alloc(4);
      field.writeUInt32LE(value);
      return field.subarray(0, size);
    }),
  );

/** A zip archive (APPNOTE.TXT 4.3), for tests: as good as its samples, with `count` files by its own account. */
export const makeZip = (samples: readonly ZipSample[], count = samples.length): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const sample of samples) {
    const { bytes, flags = 0, method = 8, mode = 0o100644, extra = Buffer.alloc(0) } = sample;
    const name = Buffer.from(sample.name);
    const packed = method === 0 ? bytes : deflateRawSync(bytes);
    // Version, flags, method, time, date, check sum, both sizes, length of the name.
    const shared = fields(
      ...([20, flags | UTF_8, method, 0, 0x21] as const).map((value) => [value, 2] as const),
      [sample.checkSum ?? crc32(bytes), 4],
      [packed.length, 4],
      [sample.size ?? bytes.length, 4],
      [name.length, 2],
    );
    const body = Buffer.concat([fields([0x04034b50, 4]), shared, fields([0, 2]), name, packed]);
    directory.push(
      fields([0x02014b50, 4], [(3 << 8) | 20, 2]),
      shared,
      fields([extra.length, 2], [0, 2], [0, 2], [0, 2], [(mode << 16) >>> 0, 4], [offset, 4]),
      name,
      Buffer.from(extra),
    );
    bodies.push(body);
    offset += body.length;
  }
  const list = Buffer.concat(directory);
  const end = fields(
    [0x06054b50, 4],
    [0, 4],
    [count, 2],
    [count, 2],
    [list.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...bodies, list, end]);
};
