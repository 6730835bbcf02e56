import { expect } from 'chai';
import type { Journal } from '../../../reports/journal.ts';
import { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import { NorFlash } from '../../../simulators/esp-at/flash/nor-flash.ts';
import { inLoader } from '../../flash/rom/in-loader.ts';
import { type LoaderDoor, modemLineDoor, OPEN_DOOR } from '../../flash/rom/loader-door.ts';
import type { LoaderOptions } from '../../flash/rom/loader-session.ts';
import { planImage } from '../../flash/rom/plan.ts';
import type { RomLoader } from '../../flash/rom/rom-loader.ts';
import { type WriteRegionsOptions, writeRegions } from '../../flash/rom/write-regions.ts';
import { fromDuplex } from '../../ports/from-duplex.ts';
import { failure } from '../failure.ts';
import { silent } from '../parts/opened-release.ts';
import { factoryRelease } from './factory-release.ts';

/** A board with an empty flash, its log port, and an image for it. */
const benchOf = async (release: string) => {
  const { profile, image } = await factoryRelease(release);
  const flash = NorFlash.erased(image.length);
  const board = new SimulatedBoard({ profile, flash, pace: 100 });
  const plug = board.connectLog();
  const rates: number[] = [];
  const port = fromDuplex(plug, 'the log port', 'simulated', {
    setBaudRate: async (rate) => {
      rates.push(rate);
      plug.setBaudRate(rate);
    },
    setModemLines: async (lines) => plug.setModemLines(lines),
  });
  board.powerOn();
  const work = <T>(
    body: (loader: RomLoader) => Promise<T>,
    options: Partial<LoaderOptions> = {},
  ): Promise<T> => inLoader(silent, { port, door: modemLineDoor(port), ...options }, body);
  return {
    board,
    flash,
    image,
    plug,
    port,
    rates,
    work,
    write: (options?: WriteRegionsOptions, journal: Journal = silent) =>
      work((loader) =>
        writeRegions(loader, journal, planImage('factory.bin', image, loader.chip), options),
      ),
    [Symbol.asyncDispose]: async () => {
      await port.close();
      await board[Symbol.asyncDispose]();
    },
  };
};

describe('The loader of a chip', () => {
  for (const [release, name] of [
    ['2.2.0.0', 'ESP32'],
    ['4.1.1.0-MINI-1', 'ESP32-C3'],
  ] as const) {
    for (const stub of [true, false]) {
      it(`writes 4 MB into an ${name} and confirms them, ${stub ? 'by the program in its RAM' : 'by its ROM alone'}`, async () => {
        await using bench = await benchOf(release);
        const { image, flash } = bench;

        const written = await bench.work(
          (loader) => writeRegions(loader, silent, planImage('i', image, loader.chip)),
          { stub },
        );

        expect(flash.read(0, flash.size).equals(image)).to.equal(true);
        expect(written.bytes).to.equal(image.length);
        expect(written.compressedBytes).to.be.within(1_000, 100_000);
      });
    }
  }

  it('is talked to at 460800 baud, and the port is at the rate of the log again behind it', async () => {
    await using bench = await benchOf('3.4.0.0');

    const chip = await bench.work(async (loader) => loader.chip);

    expect(chip).to.deep.include({ name: 'ESP32', flashSize: 4 << 20, bootloaderAddress: 0x1000 });
    expect(bench.rates).to.deep.equal([115_200, 460_800, 115_200]);
  });

  it('reads any part of the flash, and tells how far it is', async () => {
    await using bench = await benchOf('3.4.0.0');
    const { flash, image } = bench;
    flash.program(0, image);
    const told: number[] = [];

    const bytes = await bench.work((loader) =>
      loader.read(0x20fff, 70_001, (done) => told.push(done)),
    );

    expect(bytes.equals(image.subarray(0x20fff, 0x20fff + 70_001))).to.equal(true);
    expect(told.at(-1)).to.equal(70_001);
    expect(told).to.deep.equal([...told].sort((one, other) => one - other));
  });

  it('cannot read by its ROM alone, and says what to leave out', async () => {
    await using bench = await benchOf('2.2.0.0');

    const error = await failure(bench.work((loader) => loader.read(0, 0x1000), { stub: false }));

    expect(error.code).to.equal('STUB_NEEDED');
    expect(error.message).to.contain('--no-stub');
    expect(bench.board.isInLoader).to.equal(false);
  });

  it('stops reading when it is told to, and the loader goes on', async () => {
    await using bench = await benchOf('3.4.0.0');
    const stop = new AbortController();
    const told: number[] = [];

    const chip = await bench.work(async (loader) => {
      const onProgress = (done: number): void => {
        told.push(done);
        stop.abort(new Error('enough'));
      };
      const reading = loader.read(0, loader.chip.flashSize, onProgress, stop.signal);
      const error = await reading.catch((cause: Error) => cause);
      expect(error).to.have.property('message').that.includes('enough');
      await loader.md5(0, 0x1000);
      return loader.chip;
    });

    expect(told.at(-1)).to.be.lessThan(chip.flashSize / 10);
  });

  it('starts the firmware that was written', async () => {
    await using bench = await benchOf('3.4.0.0');

    await bench.write();
    let said = '';
    for await (const chunk of bench.port.incoming) {
      said += Buffer.from(chunk).toString('latin1');
      if (said.includes('v3.4.0.0')) break;
    }

    expect(said).to.match(/SPI_FAST_FLASH_BOOT[\s\S]*module_name: WROOM-32/);
  });

  it('is told what the flash did not take', async () => {
    await using bench = await benchOf('2.2.0.0');
    const { flash, image } = bench;
    const stop = flash.onChange((from, to) => {
      const isWhole = from <= 0x8000 && 0x8000 < to && flash.read(0x8000, 1)[0] === image[0x8000];
      if (isWhole) flash.program(0x8000, Uint8Array.of(0));
    });

    const error = await failure(bench.write());
    stop();

    expect(error.code).to.equal('FLASH_HALF_WRITTEN');
    expect(error.cause).to.have.property('code', 'LOADER_FAILED');
  });

  it('tells the figures to the journal', async () => {
    await using bench = await benchOf('2.2.0.0');
    const figures = new Map<string, number>();
    const measure = (name: string, value: number): void => void figures.set(name, value);

    const { bytes, compressedBytes, seconds } = await bench.write({}, { ...silent, measure });

    expect(figures.get('flash written')).to.equal(bytes);
    expect(figures.get('flash written, compressed')).to.equal(compressedBytes);
    expect(figures.get('time to write the flash')).to.equal(seconds * 1000);
    expect(figures.get('rate of writing the flash')).to.be.closeTo(bytes / seconds, 1);
  });

  for (const stub of [true, false]) {
    it(`finds the one bit that fades in flash, ${stub ? 'by raw digests' : 'by digests in letters'}`, async () => {
      await using bench = await benchOf('2.2.0.0');
      const { flash, image } = bench;
      // The loader itself reads back what it writes, so this one fades a moment later.
      const fade = (done: number): void =>
        void (done === image.length && flash.program(0x9123, Uint8Array.of(0xfe)));

      const error = await failure(
        bench.work(
          (loader) =>
            writeRegions(loader, silent, planImage('i', image, loader.chip), { onProgress: fade }),
          { stub },
        ),
      );

      expect(error.code, error.message).to.equal('FLASH_MD5_MISMATCH');
      expect(error.message).to.match(
        /^i \(0x0 to 0x400000\) .*expected MD5 [\da-f]{32}.*says [\da-f]{32}.*0x9000/,
      );
    });
  }

  it('tells a person what to do when nothing answers', async () => {
    await using bench = await benchOf('2.2.0.0');
    bench.board.powerOff();

    const error = await failure(bench.work(async () => undefined));

    expect(error.code).to.equal('LOADER_SILENT');
    expect(error.message).to.match(
      /at the log port \(by the modem lines\): nothing came at all; hold BOOT/,
    );
  });

  it('tells that the firmware was started instead, where the boot pin does not follow', async () => {
    await using bench = await benchOf('2.2.0.0');
    bench.flash.program(0, bench.image);
    const door: LoaderDoor = { by: 'by a relay', enter: async () => bench.board.reset() };

    const error = await failure(bench.work(async () => undefined, { door }));

    expect(error.code).to.equal('LOADER_SILENT');
    expect(error.message).to.match(
      /started its firmware instead \(boot:0x13 SPI_FAST_FLASH_BOOT\)/,
    );
  });

  it('is found where somebody has brought the chip there by hand', async () => {
    await using bench = await benchOf('2.2.0.0');
    bench.board.powerOff();
    bench.board.holdBoot(true);
    bench.board.powerOn();

    const chip = await bench.work(async (loader) => loader.chip, { door: OPEN_DOOR });

    expect(chip.name).to.equal('ESP32');
  });

  it('that is lost in the middle leaves a sentence about what the flash holds', async () => {
    await using bench = await benchOf('2.2.0.0');

    const error = await failure(
      bench.write({ onProgress: (done) => void (done > 1 << 20 && bench.plug.destroy()) }),
    );

    expect(error.code).to.equal('FLASH_HALF_WRITTEN');
    expect(error.cause).to.have.property('code', 'PORT_LOST');
    expect(error.message).to.match(
      /the log port went away.*factory\.bin at 0x0 written in part \(about \d+ of 4194304/,
    );
  });

  it('is left when somebody says stop, and the chip starts again', async () => {
    await using bench = await benchOf('2.2.0.0');
    const stop = new AbortController();

    const error = await failure(
      bench.write({
        signal: stop.signal,
        onProgress: (done) => void (done > 1 << 20 && stop.abort()),
      }),
    );

    expect(error.code).to.equal('FLASH_HALF_WRITTEN');
    expect(error.message).to.match(/told to stop/);
    expect(bench.board.isInLoader).to.equal(false);
  });

  it('tells a stop behind the last byte from one in the middle', async () => {
    await using bench = await benchOf('2.2.0.0');
    const stop = new AbortController();

    const error = await failure(
      bench.write({
        signal: stop.signal,
        onProgress: (done, total) => void (done === total && stop.abort()),
      }),
    );

    expect(error.code).to.equal('FLASH_NOT_VERIFIED');
    expect(error.cause).to.equal(stop.signal.reason);
  });

  it('writes nothing that is refused', async () => {
    await using bench = await benchOf('2.2.0.0');
    const { image } = await factoryRelease('4.1.1.0-MINI-1');

    const error = await failure(
      bench.work(async (loader) =>
        writeRegions(loader, silent, planImage('i', image, loader.chip)),
      ),
    );

    expect(error.code).to.equal('WRONG_CHIP');
    expect(error.message).to.match(/made for another chip \(ESP32C3\), and this one is an ESP32/);
    expect(bench.flash.read(0, bench.flash.size).every((byte) => byte === 0xff)).to.equal(true);
  });
});
