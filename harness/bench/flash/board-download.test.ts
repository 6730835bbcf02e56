import { expect } from 'chai';
import { createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { putIntoImage } from '../../../certs/factory-image/write-image.ts';
import { placeCredentials } from '../../../certs/pki/credential-images.ts';
import { failure } from '../failure.ts';
import { openRelease } from '../parts/opened-release.ts';
import { factoryRelease } from './factory-release.ts';

/** As far as credentials and settings may stand; the applications are behind it. */
const SIZE = 1 << 20;

describe('A board whose flash is written through the loader of its chip', () => {
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

  it('gets there by AT+RST=1 where the chip has it', async () => {
    await using bench = await openRelease('4.1.1.0-MINI-1', undefined, ['download: at-rst']);
    const { board } = bench;

    await board.writeCredentials(credentials, { via: 'rom' });

    expect(board.transcriptText()).to.match(/AT\+RST=1/);
    expect((await board.heldCredentials({ mine: credentials })).whole).to.equal('mine');
  });

  it('is refused by AT+RST=1 where the chip has none, in a sentence', async () => {
    await using bench = await openRelease('3.4.0.0', undefined, ['download: at-rst']);

    const error = await failure(bench.board.writeCredentials(credentials, { via: 'rom' }));

    expect(error.code).to.equal('ABILITY_MISSING');
    expect(error.message).to.match(/^WROOM-32 3\.4\.0\.0 takes no AT\+RST=1/);
  });

  it('goes on as it was when what should be written is refused', async () => {
    await using bench = await openRelease('2.2.0.0');
    const { board } = bench;
    const places = { mqtt_cert: 'no_such' };

    const error = await failure(board.writeCredentials(credentials, { via: 'rom', places }));

    expect(error.code).to.equal('PARTITION_UNKNOWN');
    expect((await board.identify()).release).to.equal('2.2.0.0');
  });

  it('takes a whole factory image, and forgets its settings over it', async () => {
    await using bench = await openRelease('2.2.0.0');
    const { board } = bench;
    const { image } = await factoryRelease('2.2.0.0');
    await board.writeCredentials(credentials);

    const written = await board.download.writeImage('factory.bin', image);

    expect(written.bytes).to.equal(image.length);
    expect((await board.heldCredentials({ mine: credentials })).whole).to.equal(null);
    expect(board.capabilities.has('download')).to.equal(true);
  });
});
