import { BadInput } from '../errors/bench-error.ts';
import { recognise } from './kits/recognise.ts';

/** One block of a PEM text. */
export interface PemBlock {
  /** What stands behind BEGIN: `CERTIFICATE`, `RSA PRIVATE KEY`. */
  readonly label: string;
  /** The block alone, BEGIN to END, with LF and a final newline. */
  readonly pem: string;
  readonly isEncrypted: boolean;
}

const BEGIN = /^-----BEGIN ([A-Z0-9 ]+)-----\s*$/;
const BYTE_ORDER_MARK = /^\xef\xbb\xbf/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}\s*$/;
const HEADER = /^[A-Za-z0-9-]+: /;

/**
 * Cuts a PEM text into its blocks, as strictly as mbedTLS: what is outside of blocks is ignored, a block is right or
 * refused. Throws BadInput NOT_A_PEM (no block) or PEM_DAMAGED; `source` names the text in the sentence.
 */
export const pemBlocks = (content: string | Uint8Array, source: string): PemBlock[] => {
  // One character a byte: PEM is ASCII, and what is not must still be recognised as what it is.
  const bytes = Buffer.from(content);
  const text = bytes.toString('latin1').replace(BYTE_ORDER_MARK, '');
  const lines = text.split(/\r?\n/);
  const blocks: PemBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const label = BEGIN.exec(lines[i] ?? '')?.[1];
    if (label === undefined) continue;
    const end = lines.findIndex((line, at) => at > i && line.startsWith('-----'));
    if (end < 0) throw damaged(source, `its ${label} block has no END line: it was cut short`);
    if (lines[end]?.trimEnd() !== `-----END ${label}-----`) {
      throw damaged(source, `line ${end + 1} should end its ${label} block and does not`);
    }
    blocks.push(block(label, lines.slice(i + 1, end), i + 2, source));
    i = end;
  }
  if (blocks.length === 0 && text.includes('-----BEGIN ')) {
    throw damaged(source, 'its BEGIN line does not stand alone: line ends were lost');
  }
  if (blocks.length === 0) {
    throw new BadInput(
      'NOT_A_PEM',
      `${source} should be PEM (text with a "-----BEGIN" line) but holds ${recognise(bytes).words}. Take the .pem, .crt or .key file as it was issued.`,
    );
  }
  return blocks;
};

const block = (label: string, inner: readonly string[], line: number, source: string): PemBlock => {
  const blank = inner.findIndex((text) => text.trim() === '');
  const hasHeaders = HEADER.test(inner[0] ?? '') && blank > 0;
  const body = hasHeaders ? inner.slice(blank + 1) : inner;
  const odd = body.findIndex((text) => !BASE64.test(text));
  if (odd >= 0) {
    throw damaged(source, `line ${line + (inner.length - body.length) + odd} is not base64`);
  }
  const base64 = body.map((text) => text.trimEnd()).join('');
  if (base64.length === 0 || base64.length % 4 !== 0 || /=[^=]/.test(base64)) {
    throw damaged(source, `its ${label} block has lost characters`);
  }
  const content = inner.map((text) => text.trimEnd()).join('\n');
  return {
    label,
    pem: `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`,
    isEncrypted: label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(content),
  };
};

const damaged = (source: string, how: string): BadInput =>
  new BadInput('PEM_DAMAGED', `${source} is damaged: ${how}. Take a fresh copy of it.`);
