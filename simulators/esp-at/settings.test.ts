import { expect } from 'chai';
import fc from 'fast-check';
import { NorFlash, SECTOR_BYTES } from './flash/nor-flash.ts';
import { FACTORY_SETTINGS, SettingsStore } from './settings.ts';

const NVS = { name: 'nvs', type: 1, subtype: 2, address: SECTOR_BYTES, size: 4 * SECTOR_BYTES };

const chip = (): NorFlash => NorFlash.erased(8 * SECTOR_BYTES);
const booted = (flash: NorFlash): SettingsStore => new SettingsStore(flash, NVS);

describe('The settings', () => {
  it('are those of the factory on erased flash', () => {
    expect(booted(chip()).current).to.deep.equal(FACTORY_SETTINGS);
  });

  it('outlive a restart, each as it was changed last', () => {
    const flash = chip();
    for (let wifiMode = 0; wifiMode < 10; wifiMode++) booted(flash).change({ wifiMode }, true);
    booted(flash).change({ autoConnect: false }, true);

    expect(booted(flash).current).to.deep.equal({
      ...FACTORY_SETTINGS,
      wifiMode: 9,
      autoConnect: false,
    });
  });

  it('that were not to be stored are gone with a restart, also when others are stored later', () => {
    const flash = chip();
    const settings = booted(flash);

    settings.change({ wifiMode: 3 }, false);
    settings.change({ autoConnect: false }, true);

    expect(settings.current.wifiMode).to.equal(3);
    expect(booted(flash).current).to.deep.equal({ ...FACTORY_SETTINGS, autoConnect: false });
  });

  it('come back as they were when the power is cut between an erase and its write', () => {
    const flash = chip();
    booted(flash).change({ wifiMode: 1 }, true);
    booted(flash).change({ wifiMode: 3 }, true);
    flash.program = () => {
      throw new Error('power cut');
    };

    expect(() => booted(flash).change({ wifiMode: 0 }, true)).to.throw('power cut');

    expect(booted(flash).current.wifiMode).to.equal(3);
  });

  it('are forgotten when they are erased', () => {
    const flash = chip();
    booted(flash).change({ wifiMode: 1 }, true);
    const settings = booted(flash);

    settings.erase();

    expect(settings.current).to.deep.equal(FACTORY_SETTINGS);
    expect(booted(flash).current).to.deep.equal(FACTORY_SETTINGS);
  });

  it('on flash with any bytes are read without a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(40), (bytes, at) => {
        const flash = chip();
        booted(flash).change({ wifiMode: 1 }, true);
        flash.program(NVS.address + SECTOR_BYTES + at, bytes);

        expect(booted(flash).current.wifiMode).to.be.oneOf([1, 2]);
      }),
    );
  });
});
