import { expect } from 'chai';
import fc from 'fast-check';
import { refusalCode } from '../../../errors/refusal-code.ts';
import { parseDownloadConfig } from './download-config.ts';

const codeOf = (text: string): string => refusalCode(() => parseDownloadConfig(text));

describe('The download.config of a release', () => {
  it('names flash parameters and files', () => {
    const text =
      '--flash_mode dio --flash_freq 40m --flash_size 4MB\r\n0x8000 partition_table/partition-table.bin\r\n0x3B000 customized_partitions/mqtt_ca.bin\n4096 bootloader/bootloader.bin\n';

    expect(parseDownloadConfig(text)).to.deep.equal({
      parameters: { mode: 'dio', freq: '40m', size: '4MB' },
      files: [
        { address: 0x8000, path: 'partition_table/partition-table.bin' },
        { address: 0x3b000, path: 'customized_partitions/mqtt_ca.bin' },
        { address: 0x1000, path: 'bootloader/bootloader.bin' },
      ],
    });
  });

  it('may have quotes around a path, comments, and a byte order mark', () => {
    const text =
      '\uFEFF# of the release\n0x8000 "a b/table #1.bin" # the table\n\n#0x9000 not.bin\n0x1000 c#.bin\n';

    expect(parseDownloadConfig(text).files).to.deep.equal([
      { address: 0x8000, path: 'a b/table #1.bin' },
      { address: 0x1000, path: 'c#.bin' },
    ]);
  });

  it('is not quoted with what a terminal would obey', () => {
    expect(() => parseDownloadConfig('\u001b[2J x')).to.throw('not "\\u{1b}[2J"');
  });

  it('gives back whatever addresses and paths it names, in their order', () => {
    const path = fc.stringMatching(/^[\w./-]{1,30}$/);
    const file = fc.record({ address: fc.nat(0xffffff), path });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 20 }), (files) => {
        const text = files.map(({ address, path: name }) => `0x${address.toString(16)} ${name}`);
        expect(parseDownloadConfig(text.join('\n')).files).to.deep.equal(files);
      }),
    );
  });

  for (const [what, text] of [
    ['without a file', '--flash_mode dio\n'],
    ['with an address alone', '0x8000\n'],
    ['with a path on the next line', '0x8000\npartition-table.bin\n'],
    ['with a flag that is none of flash', '--erase-all yes\n0x8000 a.bin'],
    ['with a path alone', 'partition-table.bin 0x8000'],
  ] as const) {
    it(`is refused ${what}`, () => expect(codeOf(text)).to.equal('DOWNLOAD_CONFIG'));
  }
});
