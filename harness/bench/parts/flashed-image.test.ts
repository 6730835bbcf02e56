import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createAuthority } from '../../../certs/authority.ts';
import { writeIntoImage } from '../../../certs/factory-image/write-image.ts';
import { factoryFlash } from '../../../simulators/esp-at/flash/factory.ts';
import { releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import { parseBenchFile } from '../file/bench-file.ts';
import { Lab } from '../lab.ts';
import { openBenchBoard } from './open-board.ts';
import { openCloud } from './open-cloud.ts';
import { silent } from './opened-release.ts';

const SOON = 25_000;

describe('A board that was flashed with a written factory image', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flashed-'));
  });

  after(() => rm(folder, { recursive: true }));

  // One of each layout.
  for (const release of ['2.2.0.0', '2.3.0.0-MINI-1', '3.4.0.0', '4.1.1.0-MINI-1']) {
    it(`boots, and connects with the credentials in it: ${release}`, async () => {
      const flash = join(folder, `${release}.bin`);
      const file = parseBenchFile(
        `board: {name: b, at: "sim://b?release=${release}"}\nsimulator: {flash: ${JSON.stringify(flash)}}`,
        'a bench',
      );
      const [entry] = file.boards;
      if (!entry) throw new TypeError('a bench without a board');
      const authority = await createAuthority();
      await using cloud = await openCloud(file, authority);
      const { certificatePem, keyPem, certificateId } = await cloud.createThing();
      const factory = await factoryFlash(releaseProfile(release));
      const credentials = { certificatePem, keyPem, caPem: cloud.rootCaPem };
      const { image } = writeIntoImage(factory.read(0, factory.size), credentials);
      await writeFile(flash, image);

      const { host, port } = cloud.endpoint;
      const surroundings = { cloud: `${host}:${port}`, witness: cloud, journal: silent };
      await using opened = await openBenchBoard(file, entry, surroundings);
      const reach = { host: file.reach?.host ?? host, port: file.reach?.port ?? port };
      const lab = new Lab({ ...opened, file, entry, cloud, authority, reach }, silent);
      await lab.joinWifi();
      await lab.setClock();
      await lab.connect();

      const outcome = { accepted: true };
      await cloud.expect({ kind: 'connect', certificateId, outcome }, { withinMs: SOON });
      expect((await lab.board.mqtt.state()).isConnected).to.equal(true);
    });
  }
});
