import { expect } from 'chai';
import fc from 'fast-check';
import { ESP32_4MB_PARTITIONS } from './layouts.ts';
import { readPartitionTable, writePartitionTable } from './partition-table.ts';

const hex = (bytes: Buffer, from: number, length: number): string =>
  bytes.subarray(from, from + length).toString('hex');

const named = (name: string): string =>
  Buffer.concat([Buffer.from(name), Buffer.alloc(20)])
    .subarray(0, 20)
    .toString('hex');

const { primary, secondary } = ESP32_4MB_PARTITIONS;

/** What ESP-IDF's own generator makes of v3.4's secondary table. */
const NEW_SECONDARY = [
  { name: 'mfg_nvs', type: 1, subtype: 2, address: 0x21000, size: 0x1c000 },
  { name: 'fatfs', type: 1, subtype: 129, address: 0x70000, size: 0x90000 },
];

describe('A partition table', () => {
  it('of ESP-AT 2.x begins with its first entry and has its checksum at 0x1e0', () => {
    const table = writePartitionTable(secondary, true);

    expect(table.length).to.equal(0xc00);
    expect(hex(table, 0, 32)).to.equal(`aa5040010010020000300000${named('ble_data')}`);
    expect(hex(table, 0x1e0, 16)).to.equal(`ebeb${'ff'.repeat(14)}`);
    expect(table.subarray(0x200).every((byte) => byte === 0xff)).to.equal(true);
  });

  it('of v3.4 is, with its checksum, byte for byte what the generator makes', () => {
    const table = writePartitionTable(NEW_SECONDARY, true);

    expect(hex(table, 0, 32)).to.equal(
      `aa50010200100200 00c00100${named('mfg_nvs')}`.replace(' ', ''),
    );
    expect(hex(table, 32, 32)).to.equal(`aa5001810000070000000900${named('fatfs')}`);
    expect(hex(table, 64, 32)).to.equal(`ebeb${'ff'.repeat(14)}c4b6f690fed61ad222ca542d64e723fb`);
  });

  it('that is primary has none', () => {
    const table = writePartitionTable(primary, false);

    expect(hex(table, 0, 32)).to.equal(`aa50010100f0000000100000${named('phy_init')}`);
    expect(hex(table, 96, 32)).to.equal(
      `aa50400000000200 00000e00${named('at_customize')}`.replace(' ', ''),
    );
    expect(table.subarray(primary.length * 32).every((byte) => byte === 0xff)).to.equal(true);
  });

  it('reads back as it was written', () => {
    expect(readPartitionTable(writePartitionTable(secondary, true))).to.deep.equal(secondary);
    expect(readPartitionTable(writePartitionTable(primary, false))).to.deep.equal(primary);
  });

  it('ends at the first entry without the magic number', () => {
    const table = writePartitionTable(secondary, true);
    table[3 * 32] = 0;

    expect(readPartitionTable(table)).to.deep.equal(secondary.slice(0, 3));
    expect(readPartitionTable(Buffer.alloc(0x1000, 0xff))).to.deep.equal([]);
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
