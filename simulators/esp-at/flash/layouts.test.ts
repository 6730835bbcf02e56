import { expect } from 'chai';
import { writePartitionTable } from '../../../certs/partition-table.ts';
import { ESP32_4MB_PARTITIONS } from './layouts.ts';

describe('The secondary table of ESP-AT 2.x', () => {
  it('begins with its first entry and has its checksum at 0x1e0', () => {
    const table = writePartitionTable(ESP32_4MB_PARTITIONS.secondary, true);

    expect(table.length).to.equal(0xc00);
    expect(table.toString('hex', 0, 20)).to.equal(
      'aa50400100100200003000'.concat('00626c655f64617461'),
    );
    expect(table.toString('hex', 0x1e0, 0x1f0)).to.equal(`ebeb${'ff'.repeat(14)}`);
    expect(table.subarray(0x200).every((byte) => byte === 0xff)).to.equal(true);
  });
});
