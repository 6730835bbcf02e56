import type { ClientHello } from '../../../harness/clouds/client-hello.ts';
import {
  cipherSuite,
  extension,
  group,
  pointFormat,
  signatureAlgorithm,
  versionName,
} from './registered-names.ts';

/** RFC 5246, 7.4: the handshake message that begins everything. */
export const CLIENT_HELLO_MESSAGE = 1;

const RANDOM_BYTES = 32;
const HOST_NAME = 0;

/** Numbers of the extensions that are looked into. */
const SERVER_NAME = 0;
const GROUPS = 10;
const POINT_FORMATS = 11;
const SIGNATURE_ALGORITHMS = 13;
const ALPN = 16;
const VERSIONS = 43;

/**
 * Reads the body of a ClientHello (RFC 5246, 7.4.1.2; RFC 8446, 4.1.2); null for one whose lengths do not fit each
 * other. Of an extension that comes twice the first counts. Never throws.
 */
export const readClientHello = (body: Buffer): ClientHello | null => {
  try {
    return read(new Bytes(body));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const read = (hello: Bytes): ClientHello => {
  const version = hello.number(2);
  hello.take(RANDOM_BYTES);
  hello.block(1); // session id
  const suites = hello.block(2).numbers(2);
  hello.block(1); // compression methods
  const extensions = hello.isEmpty ? [] : extensionsIn(hello.block(2));
  if (!hello.isEmpty) throw new RangeError('there is more behind the extensions');
  const look = <T>(wanted: number, otherwise: T, reading: (content: Bytes) => T): T => {
    const found = extensions.find(({ number }) => number === wanted);
    return found ? reading(new Bytes(found.content)) : otherwise;
  };
  return {
    versions: look(VERSIONS, [version], (content) => content.block(1).numbers(2)).map(versionName),
    cipherSuites: suites.map(cipherSuite),
    sni: look(SERVER_NAME, null, hostNameIn),
    alpn: look(ALPN, [], (content) => content.block(2).texts(1)),
    groups: look(GROUPS, [], (content) => content.block(2).numbers(2)).map(group),
    signatureAlgorithms: look(SIGNATURE_ALGORITHMS, [], (content) =>
      content.block(2).numbers(2),
    ).map(signatureAlgorithm),
    pointFormats: look(POINT_FORMATS, [], (content) => content.block(1).numbers(1)).map(
      pointFormat,
    ),
    extensions: extensions.map(({ number }) => extension(number)),
  };
};

const extensionsIn = (bytes: Bytes): { number: number; content: Buffer }[] => {
  const found: { number: number; content: Buffer }[] = [];
  while (!bytes.isEmpty) found.push({ number: bytes.number(2), content: bytes.block(2).rest });
  return found;
};

/** RFC 6066, 3: the first host name of the list. */
const hostNameIn = (content: Bytes): string | null => {
  const names = content.block(2);
  while (!names.isEmpty) {
    const type = names.number(1);
    const name = names.block(2).rest.toString('latin1');
    if (type === HOST_NAME) return name;
  }
  return null;
};

/** Bytes that are taken from the front. Whoever takes more than there are gets a RangeError. */
class Bytes {
  #left: Buffer;

  constructor(bytes: Buffer) {
    this.#left = bytes;
  }

  get isEmpty(): boolean {
    return this.#left.length === 0;
  }

  get rest(): Buffer {
    return this.#left;
  }

  take(count: number): Buffer {
    if (count > this.#left.length) throw new RangeError('a length leads out of its message');
    const taken = this.#left.subarray(0, count);
    this.#left = this.#left.subarray(count);
    return taken;
  }

  number(size: number): number {
    return this.take(size).readUIntBE(0, size);
  }

  /** What a length of so many bytes stands before. */
  block(lengthBytes: number): Bytes {
    return new Bytes(this.take(this.number(lengthBytes)));
  }

  /** All that is left, as numbers of this size. */
  numbers(size: number): number[] {
    const found: number[] = [];
    while (!this.isEmpty) found.push(this.number(size));
    return found;
  }

  /** All that is left, as texts, each behind its length. */
  texts(lengthBytes: number): string[] {
    const found: string[] = [];
    while (!this.isEmpty) found.push(this.block(lengthBytes).rest.toString('latin1'));
    return found;
  }
}
