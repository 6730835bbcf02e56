import { expect } from 'chai';
import { createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { putIntoImage } from '../../../certs/factory-image/write-image.ts';
import { placeCredentials } from '../../../certs/pki/credential-images.ts';
import { openRelease } from '../opened-release.ts';

/** As far as credentials and settings may stand; the applications are behind it. */
const SIZE = 1 << 20;

describe('A board whose flash is written through the loader of its chip', function () {
  this.timeout(20_000);
  let credentials: DeviceCredentials;

  before(async () => {
    credentials = await (await createAuthority()).issueDevice();
  });

  // One of each layout.
  for (const release of ['2.2.0.0', '2.3.0.0-MINI-1', '3.4.0.0', '4.1.1.0-MINI-1']) {
    it(`holds the credentials, and all else as before: ${release}`, async () => {
      await using bench = await openRelease(release);
      const { board } = bench;
      const before = await board.download.read(0, SIZE);

      const written = await board.writeCredentials(credentials, { via: 'rom' });

      const held = await board.heldCredentials({ mine: credentials });
      const after = await board.download.read(0, SIZE);
      const { image } = putIntoImage(before, placeCredentials(credentials));
      expect(held.whole).to.equal('mine');
      expect(written.map(({ name }) => name)).to.deep.equal(['mqtt_ca', 'mqtt_cert', 'mqtt_key']);
      expect(after.equals(image)).to.equal(true);
    });
  }

  it('starts again, and its boot text is in the record of its log port', async () => {
    await using bench = await openRelease('3.4.0.0');
    const { board } = bench;
    const from = board.log?.position();

    await board.writeCredentials(credentials, { via: 'rom' });

    const said = (board.log?.events(from) ?? []).map(({ kind }) => kind);
    expect(said).to.include.members(['reset', 'bootloader', 'param-mode', 'app-version']);
  });
});
