import { type DecodedPacket, decode, encode, type Question } from 'dns-packet';

/** What an answer says of the question (RFC 1035, section 4.1.1). */
export const RCODE = { noError: 0, noSuchName: 3, notImplemented: 4, refused: 5 };

const HEADER_BYTES = 12;
const RCODE_BITS = 0xf;
const OPCODE_BITS = 0x7800;

/** A query or its answer. */
export interface DnsMessage {
  readonly id: number;
  readonly isAnswer: boolean;
  /** Opcode 0, in both directions. */
  readonly isStandard: boolean;
  readonly wantsRecursion: boolean;
  readonly rcode: number;
  readonly question: Question;
  /** The addresses of the answer, whatever their names: aliases lead to them. */
  readonly addresses: readonly string[];
}

/** Reads a message with exactly one question, which is all that anybody sends; undefined: garbage. */
export const readDnsMessage = (bytes: Buffer): DnsMessage | undefined => {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(4) !== 1) return undefined;
  const packet = decoded(bytes);
  const [question] = packet?.questions ?? [];
  if (packet === undefined || question === undefined || !isAsItCame(question, bytes)) {
    return undefined;
  }
  const flags = packet.flags ?? 0;
  return {
    id: packet.id ?? 0,
    isAnswer: packet.flag_qr,
    isStandard: (flags & OPCODE_BITS) === 0,
    wantsRecursion: packet.flag_rd,
    rcode: flags & RCODE_BITS,
    question,
    addresses: (packet.answers ?? []).flatMap((answer) =>
      answer.type === 'A' && answer.class === 'IN' ? [answer.data] : [],
    ),
  };
};

const decoded = (bytes: Buffer): DecodedPacket | undefined => {
  try {
    return decode(bytes);
  } catch {
    return undefined; // the library says of no error which it is; all mean that these bytes are no message
  }
};

/** Names of bytes that are no text, and classes that nobody has heard of, cannot be repeated to who asked. */
const isAsItCame = (question: Question, bytes: Buffer): boolean => {
  const again = encode({ questions: [question] }).subarray(HEADER_BYTES);
  return again.equals(bytes.subarray(HEADER_BYTES, HEADER_BYTES + again.length));
};

/** A name as it is compared: without regard to case, and to the dot of the root. */
export const comparable = (name: string): string => name.toLowerCase().replace(/\.$/, '');
