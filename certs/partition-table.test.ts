import { expect } from 'chai';
import fc from 'fast-check';
import { checkTable, readPartitionTable, writePartitionTable } from './partition-table.ts';

const hex = (bytes: Buffer, from: number, length: number): string =>
  bytes.subarray(from, from + length).toString('hex');

const named = (name: string): string =>
  Buffer.concat([Buffer.from(name), Buffer.alloc(20)])
    .subarray(0, 20)
    .toString('hex');

/** What ESP-IDF's own generator makes of v3.4's secondary table. */
const NEW_SECONDARY = [
  { name: 'mfg_nvs', type: 1, subtype: 2, address: 0x21000, size: 0x1c000 },
  { name: 'fatfs', type: 1, subtype: 129, address: 0x70000, size: 0x90000 },
];

/** Of ESP-AT for ESP32 with 4 MB. */
const PRIMARY = [
  { name: 'phy_init', type: 1, subtype: 1, address: 0xf000, size: 0x1000 },
  { name: 'otadata', type: 1, subtype: 0, address: 0x10000, size: 0x2000 },
  { name: 'nvs', type: 1, subtype: 2, address: 0x12000, size: 0xe000 },
  { name: 'at_customize', type: 64, subtype: 0, address: 0x20000, size: 0xe0000 },
];

describe('A partition table', () => {
  it('of v3.4 is, with its checksum, byte for byte what the generator makes', () => {
    const table = writePartitionTable(NEW_SECONDARY, true);

    expect(hex(table, 0, 32)).to.equal(
      `aa50010200100200 00c00100${named('mfg_nvs')}`.replace(' ', ''),
    );
    expect(hex(table, 32, 32)).to.equal(`aa5001810000070000000900${named('fatfs')}`);
    expect(hex(table, 64, 32)).to.equal(`ebeb${'ff'.repeat(14)}c4b6f690fed61ad222ca542d64e723fb`);
  });

  it('that is primary has none', () => {
    const table = writePartitionTable(PRIMARY, false);

    expect(hex(table, 0, 32)).to.equal(`aa50010100f0000000100000${named('phy_init')}`);
    expect(hex(table, 96, 32)).to.equal(
      `aa50400000000200 00000e00${named('at_customize')}`.replace(' ', ''),
    );
    expect(table.subarray(PRIMARY.length * 32).every((byte) => byte === 0xff)).to.equal(true);
  });

  it('reads back as it was written', () => {
    expect(readPartitionTable(writePartitionTable(NEW_SECONDARY, true))).to.deep.equal(
      NEW_SECONDARY,
    );
    expect(readPartitionTable(writePartitionTable(PRIMARY, false))).to.deep.equal(PRIMARY);
  });

  it('ends at the first entry without the magic number', () => {
    const table = writePartitionTable(PRIMARY, true);
    table[3 * 32] = 0;

    expect(readPartitionTable(table)).to.deep.equal(PRIMARY.slice(0, 3));
    expect(readPartitionTable(Buffer.alloc(0x1000, 0xff))).to.deep.equal([]);
  });

  it('says whether its checksum is right, where it has one', () => {
    const table = writePartitionTable(NEW_SECONDARY, true);
    const damaged = Buffer.from(table);
    damaged[4] = 0xff;

    expect(checkTable(table)).to.equal('right');
    expect(checkTable(damaged)).to.equal('wrong');
    expect(checkTable(writePartitionTable(PRIMARY, false))).to.equal('none');
    expect(checkTable(table.subarray(0, 70))).to.equal('none');
  });

  it('of any bytes is read without a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const entries = Buffer.concat([Buffer.from([0xaa, 0x50]), bytes]);
        expect(readPartitionTable(entries).length).to.be.lessThan(7);
      }),
    );
  });
});
