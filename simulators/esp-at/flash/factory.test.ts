import { expect } from 'chai';
import { firmwareItem } from '../../../certs/pki/firmware-item.ts';
import { releaseProfile } from '../releases/releases.ts';
import { factoryFlash } from './factory.ts';
import { readFlashMap } from './flash-map.ts';
import { NorFlash } from './nor-flash.ts';

const profile = releaseProfile('2.2.0.0');

describe('Factory flash', () => {
  it('holds the tables, the factory parameters and well-formed demo credentials', async () => {
    const flash = await factoryFlash(profile);
    const map = readFlashMap(flash, profile.layout);

    expect(flash.size).to.equal(4_194_304);
    expect(map?.primary.map(({ name }) => name)).to.deep.equal(
      profile.layout.primary.map(({ name }) => name),
    );
    expect(flash.read(0x30000, 16).toString('hex')).to.equal('fcfc03ff4e01010d434e000000c20100');
    const credentials = (map?.secondary ?? []).filter(({ name }) => /_(ca|cert|key)$/.test(name));
    expect(credentials).to.have.length(12);
    for (const { address, size } of credentials) {
      const item = firmwareItem(flash.read(address, size));
      expect(Buffer.from(item as Uint8Array).toString()).to.match(/^-----BEGIN /);
    }
  });

  it('is a chip of its own for each board', async () => {
    const [one, other] = await Promise.all([factoryFlash(profile), factoryFlash(profile)]);

    one.erase(0x37000, 0x2000);

    expect(other.read(0x37000, 2).toString('hex')).to.equal('f1f1');
  });
});

describe('readFlashMap', () => {
  it('finds no image on erased, foreign or too small flash', () => {
    const zeros = Buffer.alloc(0x400000);

    expect(readFlashMap(NorFlash.erased(0x400000), profile.layout)).to.equal(undefined);
    expect(readFlashMap(NorFlash.holding(zeros), profile.layout)).to.equal(undefined);
    expect(readFlashMap(NorFlash.erased(0x1000), profile.layout)).to.equal(undefined);
  });
});
