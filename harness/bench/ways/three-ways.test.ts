import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { factoryImage, unfilledImage } from '../../../simulators/esp-at/images/sample-images.ts';
import { type BoardEntry, readBenchFile } from '../file/bench-file.ts';
import { openBenchBoard } from '../parts/open-board.ts';
import { openRelease, silent } from '../parts/opened-release.ts';
import { flawedImage } from './flawed-images.ts';
import { ThreeWays } from './three-ways.ts';
import { tryImages } from './try-images.ts';
import { waysTable } from './ways-table.ts';

describe('The ways by which credentials come into a board', () => {
  let folder = '';
  let device: DeviceCredentials;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ways-'));
    device = await sampleDevice();
  });

  after(() => rm(folder, { recursive: true }));

  for (const release of ['2.4.0.0', '3.3.0.0-MINI-1']) {
    it(`go by way of the factory image that the bench has: ${release}`, async () => {
      const image = await unfilledImage(release);
      await writeFile(join(folder, 'factory.bin'), image);
      const bench = join(folder, 'bench.yaml');
      const board = `{name: b, at: "sim://b?release=${release}", factoryImage: factory.bin}`;
      await writeFile(bench, `board: ${board}\n`);
      const file = await readBenchFile(bench, {});
      const [entry] = file.boards as [BoardEntry];
      const around = { cloud: '127.0.0.1:9', journal: silent };
      await using opened = await openBenchBoard(file, entry, around);
      const ways = new ThreeWays(opened.board, silent, entry);

      const places = await ways.write('image', device);

      const written = await opened.board.download.read(0, image.length);
      const { whole } = await opened.board.heldCredentials({ device });
      expect([whole, Object.keys(places).length]).to.deep.equal(['device', 3]);
      // What is left of an image is its application, and it is that of the file.
      expect(written.subarray(-0x100).equals(image.subarray(-0x100))).to.equal(true);
      expect(await ways.placesAfter('image', device)).to.equal(places);
    });
  }

  it('are told side by side', () => {
    const key = { bytes: 3, sha256: 'ab'.repeat(32) };
    const table = waysTable([
      { way: 'at', ms: 1_234, bytes: 10, places: { mqtt_key: key } },
      { way: 'rom', ms: 10, bytes: 4_096, places: { mqtt_key: key, mqtt_ca: key } },
    ]);

    expect(table.split('\n')).to.deep.equal([
      '                             at                         rom',
      'time until the board was up  1.23 s                     0.01 s',
      'bytes written                10                         4096',
      'mqtt_ca                      nothing                    3 bytes, abababababababab',
      'mqtt_key                     3 bytes, abababababababab  3 bytes, abababababababab',
    ]);
  });

  it('have nothing to do with an image that the board could not start from', async () => {
    await using bench = await openRelease('4.1.1.0-MINI-1');
    const { download } = bench.board;

    const { outcomes, before, after } = await tryImages(download, silent, ['cut-short']);

    expect(outcomes).to.deep.equal(['IMAGE_CUT_SHORT']);
    expect(after.equals(before)).to.equal(true);
  });

  it('are tried with images that have one flaw each', async () => {
    const image = await factoryImage('3.4.0.0');
    const before = Buffer.from(image);

    for (const flaw of ['other-chip', 'cut-short', 'shifted', 'larger-flash'] as const) {
      expect(flawedImage(image, flaw).equals(image)).to.equal(false);
    }
    expect(image.equals(before)).to.equal(true);
  });
});
