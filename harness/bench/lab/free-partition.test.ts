import { expect } from 'chai';
import { freePartition } from './free-partition.ts';

const partition = (name: string, subtype: number, size: number) => ({
  name,
  type: 1,
  subtype,
  address: 0x21000,
  size,
});
/** As on an ESP32-C3 from 3.2 on, where the NVS is the largest. */
const MFG_NVS = partition('mfg_nvs', 2, 0x1f000);
const FATFS = partition('fatfs', 129, 0x19000);

describe('The partition for trials', () => {
  it('is the largest', () => {
    expect(freePartition([partition('small', 129, 0x2000), FATFS], 0x2000)).to.equal(FATFS);
  });

  it('is never an NVS, however large', () => {
    expect(freePartition([MFG_NVS, FATFS], 0x2000)).to.equal(FATFS);
    expect(freePartition([MFG_NVS], 0x2000)).to.equal(null);
  });

  it('is not there where all are too small', () => {
    expect(freePartition([FATFS], 0x19001)).to.equal(null);
    expect(freePartition([], 1)).to.equal(null);
  });
});
