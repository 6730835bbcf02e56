import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { refusalCode } from '../../../errors/refusal-code.ts';
import { withFlashParameters } from './flash-parameters.ts';

/** A program of one segment of 16 bytes, with its hash. */
const bootloader = (chip: number): Buffer => {
  const bytes = Buffer.alloc(64 + 32);
  Buffer.from([0xe9, 1, 0, 0x1f]).copy(bytes);
  bytes.writeUInt16LE(chip, 12);
  bytes[23] = 1;
  bytes.writeUInt32LE(16, 28);
  bytes[63] = 0xef;
  createHash('sha256').update(bytes.subarray(0, 64)).digest().copy(bytes, 64);
  return bytes;
};

describe('Flash parameters', () => {
  it('go into the header of a bootloader, whose hash is made anew', () => {
    const changed = withFlashParameters(bootloader(0), { mode: 'dio', freq: '40m', size: '4MB' });

    expect([...changed.subarray(0, 4)]).to.deep.equal([0xe9, 1, 2, 0x20]);
    const hash = createHash('sha256').update(changed.subarray(0, 64)).digest();
    expect(Buffer.from(changed.subarray(64))).to.deep.equal(hash);
  });

  it('have the codes of their chip', () => {
    const speed = (chip: number, freq: string) =>
      (withFlashParameters(bootloader(chip), { freq })[3] ?? 0) & 0xf;

    expect(speed(0, '80m')).to.equal(0xf);
    expect(speed(13, '80m')).to.equal(0);
    expect(speed(12, '60m')).to.equal(0xf);
  });

  it('that are to be kept leave every byte as it is, as does what is no bootloader', () => {
    const before = bootloader(5);

    expect(withFlashParameters(before, { mode: 'keep', size: 'detect' })).to.deep.equal(before);
    expect(withFlashParameters(Buffer.from('text'), { mode: 'dio' })).to.deep.equal(
      Buffer.from('text'),
    );
  });

  it('that no flash has are refused', () => {
    expect(refusalCode(() => withFlashParameters(bootloader(0), { size: '3MB' }))).to.equal(
      'FLASH_PARAMETER',
    );
    expect(refusalCode(() => withFlashParameters(bootloader(0), { mode: 'constructor' }))).to.equal(
      'FLASH_PARAMETER',
    );
  });
});
