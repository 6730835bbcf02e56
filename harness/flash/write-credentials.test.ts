import { Writable } from 'node:stream';
import { expect } from 'chai';
import { NvsImage } from '../../certs/nvs/nvs-image.ts';
import { readNvs } from '../../certs/nvs/nvs-reader.ts';
import { nvsBlob, nvsText } from '../../certs/nvs/nvs-value.ts';
import { writeNvs } from '../../certs/nvs/nvs-writer.ts';
import { pemIn } from '../../certs/pki/packed-credential.ts';
import { consoleJournal } from '../../reports/console-journal.ts';
import { AtClient } from '../at/at-client.ts';
import { askPartitionMap, type PartitionMap } from './partition-map.ts';
import { type Answer, ERROR, ScriptedBoard } from './scripted-board.ts';
import { ScriptedFlash } from './scripted-flash.ts';
import { ScriptedNvs } from './scripted-nvs.ts';
import { WAYS } from './ways.ts';
import {
  chooseWay,
  type EraseOptions,
  eraseCredentials,
  packCredentials,
  type WriteCredentialsOptions,
  writeCredentials,
} from './write-credentials.ts';

/** Nothing of them is looked at here: any text will do. */
const CREDENTIALS = {
  certificatePem: '-----BEGIN CERTIFICATE-----\ncertificate\n-----END CERTIFICATE-----\n',
  keyPem: '-----BEGIN SOME KEY-----\nkey\n-----END SOME KEY-----\n',
  caPem: '-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n',
};
const PLACES = ['mqtt_ca', 'mqtt_cert', 'mqtt_key'];

const NVS_SIZE = 0x1c000;

/** As a board has them that has been in use for a while. */
const FACTORY = NvsImage.of([
  { namespace: 'mqtt_cert', key: 'mqtt_cert', ...nvsText('of another type') },
  { namespace: 'mqtt_cert', key: 'mqtt_cert', ...nvsBlob(Buffer.alloc(5_000, 'old')) },
  { namespace: 'client_cert', key: 'client_cert.0', ...nvsBlob(Buffer.from('of CIPSTART')) },
  { namespace: 'factory_param', key: 'uart_baudrate', type: 'i32', value: 115_200 },
  { namespace: 'factory_param', key: 'module_name', ...nvsText('WROOM-32') },
  { namespace: 'ble_data', key: 'cfg0', ...nvsText('0,16,0x2800') },
]);

const withNvs = (contents: Uint8Array): ScriptedFlash => {
  const flash = new ScriptedFlash();
  flash.partitions.clear();
  flash.partitions.set('mfg_nvs', Buffer.from(contents));
  return flash;
};

/** A board that answers AT+SYSMFG where it has an NVS, and refuses it as new firmware on old partitions does. */
const open = async (flash = new ScriptedFlash(), nvs?: ScriptedNvs) => {
  const script = (line: string): Answer | undefined =>
    line.startsWith('AT+SYSMFG') ? (nvs?.answer(line) ?? ERROR) : flash.answer(line);
  const far = new ScriptedBoard(script);
  const client = new AtClient(far.port, { afterPromptMs: 0 });
  await client.synchronise();
  const map = await askPartitionMap(client);
  let printed = '';
  const paper = new Writable({
    write: (chunk, _encoding, done) => {
      printed += String(chunk);
      done();
    },
  });
  const board = { client, map, journal: consoleJournal(paper) };
  return {
    board,
    far,
    flash,
    printed: () => printed,
    write: async ({ via, ...options }: WriteCredentialsOptions = {}, credentials = CREDENTIALS) =>
      writeCredentials(board, via ?? (await chooseWay(board)), credentials, options),
    erase: async ({ via, ...options }: EraseOptions = {}) =>
      eraseCredentials(board, via ?? (await chooseWay(board)), options),
    contents: (name: string): string => pemIn(flash.partitions.get(name) ?? Buffer.alloc(0)),
    entries: () => readNvs(flash.partitions.get('mfg_nvs') ?? Buffer.alloc(0)).entries,
    [Symbol.asyncDispose]: () => client.close(),
  };
};

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

describe('Writing credentials into partitions', () => {
  it('puts each into its own as a PKI image', async () => {
    await using board = await open();

    const written = await board.write();

    expect(written.map(({ name }) => name)).to.deep.equal(PLACES);
    expect(written.map(({ where }) => where)).to.deep.equal(['0x3b000', '0x37000', '0x39000']);
    expect(board.contents('mqtt_ca')).to.equal(CREDENTIALS.caPem);
    expect(board.contents('mqtt_cert')).to.equal(CREDENTIALS.certificatePem);
    expect(board.contents('mqtt_key')).to.equal(CREDENTIALS.keyPem);
  });

  it('can make the mistake of a person', async () => {
    await using board = await open();

    await board.write({ places: { mqtt_cert: 'client_cert' } });

    expect(board.contents('client_cert')).to.equal(CREDENTIALS.certificatePem);
    expect(board.flash.partitions.get('mqtt_cert')?.every((byte) => byte === 0xff)).to.equal(true);
  });

  it('touches nothing when one of the three does not fit, has no place, or is no image', async () => {
    await using board = await open();
    const large = { ...CREDENTIALS, keyPem: 'x'.repeat(8_181) };
    const map: PartitionMap = board.board.map.filter(({ name }) => name !== 'mqtt_key');
    const packed = packCredentials('sysflash', CREDENTIALS);
    const raw = [...packed, { place: 'mqtt_key', bytes: Buffer.from(CREDENTIALS.keyPem) }];

    expect(await codeOf(board.write({}, large))).to.equal('PARTITION_TOO_SMALL');
    const lacking = WAYS.sysflash.write({ ...board.board, map }, packed, {});
    expect(await codeOf(lacking)).to.equal('PARTITION_MISSING');
    expect(await codeOf(WAYS.sysflash.write(board.board, raw, {}))).to.equal('PKI_IMAGE_MISSING');
    expect(board.flash.touched).to.deep.equal([]);
  });

  it('is undone by erasing them', async () => {
    await using board = await open();
    await board.write();

    await board.erase();

    expect(board.flash.touched.slice(-3)).to.deep.equal(
      PLACES.map((place) => `AT+SYSFLASH=0,"${place}"`),
    );
  });
});

describe('Writing credentials with AT+SYSMFG', () => {
  const nvsBoard = async () => {
    const nvs = new ScriptedNvs();
    return { nvs, board: await open(withNvs(Buffer.alloc(NVS_SIZE, 0xff)), nvs) };
  };

  it('puts each under its own key as a PEM file', async () => {
    const { nvs, board } = await nvsBoard();
    await using _board = board;

    const written = await board.write();

    expect(written.map(({ name }) => name)).to.deep.equal(PLACES);
    expect(nvs.get('mqtt_ca', 'mqtt_ca')?.toString()).to.equal(CREDENTIALS.caPem);
    expect(nvs.get('mqtt_cert', 'mqtt_cert')?.toString()).to.equal(CREDENTIALS.certificatePem);
    expect(nvs.get('mqtt_key', 'mqtt_key')?.toString()).to.equal(CREDENTIALS.keyPem);
  });

  it('numbers the sets of those that have several', async () => {
    const { nvs, board } = await nvsBoard();
    await using _board = board;

    await board.write({ user: 'client' });
    await board.write({ user: 'server' });

    expect(nvs.values.map(({ namespace, key }) => `${namespace}/${key}`)).to.deep.equal([
      'client_ca/client_ca.0',
      'client_cert/client_cert.0',
      'client_key/client_key.0',
      'server_ca/server_ca',
      'server_cert/server_cert',
      'server_key/server_key',
    ]);
  });

  it('can make the mistakes of a person', async () => {
    const { nvs, board } = await nvsBoard();
    await using _board = board;

    await board.write({ places: { mqtt_cert: 'client_cert', mqtt_ca: 'mqtt_ca.0' } });

    expect(nvs.values.map(({ namespace, key }) => `${namespace}/${key}`)).to.deep.equal([
      'mqtt_ca/mqtt_ca.0',
      'client_cert/client_cert.0',
      'mqtt_key/mqtt_key',
    ]);
  });

  it('touches nothing when one of the three is too long', async () => {
    const { nvs, board } = await nvsBoard();
    await using _board = board;

    const large = { ...CREDENTIALS, keyPem: 'x'.repeat(8_192) };
    expect(await codeOf(board.write({}, large))).to.equal('CREDENTIAL_SIZE');
    expect(nvs.touched).to.deep.equal([]);
  });

  it('is undone by erasing them, with whatever else is in their namespaces', async () => {
    const { nvs, board } = await nvsBoard();
    await using _board = board;
    await board.write({ places: { mqtt_ca: 'mqtt_ca.0' } });
    await board.write({ user: 'client' });

    await board.erase();
    await board.erase();

    expect(new Set(nvs.values.map(({ namespace }) => namespace))).to.deep.equal(
      new Set(['client_ca', 'client_cert', 'client_key']),
    );
  });
});

describe('Writing credentials into a whole NVS partition', () => {
  const via = 'sysflash-nvs';

  it('keeps every other value in its place', async () => {
    await using board = await open(withNvs(writeNvs(FACTORY, NVS_SIZE)));

    const written = await board.write({ via });

    expect(written.map(({ name }) => name)).to.deep.equal(PLACES);
    const expected = FACTORY.with(
      'mqtt_cert',
      'mqtt_cert',
      nvsBlob(Buffer.from(CREDENTIALS.certificatePem)),
    )
      .with('mqtt_ca', 'mqtt_ca', nvsBlob(Buffer.from(CREDENTIALS.caPem)))
      .with('mqtt_key', 'mqtt_key', nvsBlob(Buffer.from(CREDENTIALS.keyPem)));
    expect(board.entries()).to.have.deep.members([...expected.entries]);
    const others = (entries: typeof expected.entries) =>
      entries.filter(({ namespace }) => !PLACES.includes(namespace));
    expect(others(board.entries())).to.deep.equal(others(FACTORY.entries));
  });

  it('goes in pieces of 4096 bytes, and says that a restart is needed', async () => {
    await using board = await open(withNvs(writeNvs(FACTORY, NVS_SIZE)));

    await board.write({ via });

    const [erased, ...writes] = board.flash.touched;
    expect(erased).to.equal('AT+SYSFLASH=0,"mfg_nvs"');
    expect(writes).to.have.length(NVS_SIZE / 4_096);
    expect(writes.every((line) => line.endsWith(',4096'))).to.equal(true);
    expect(board.printed()).to.include('restart: needed').and.include('values kept: 4');
    expect(board.printed()).to.not.include('BEGIN SOME KEY');
  });

  it('is undone by erasing them', async () => {
    await using board = await open(withNvs(writeNvs(FACTORY, NVS_SIZE)));
    await board.write({ via });

    await board.erase({ via });

    expect(board.entries()).to.deep.equal(
      FACTORY.entries.filter(({ namespace }) => namespace !== 'mqtt_cert'),
    );
  });

  it('is refused when the old contents cannot be read, unless it is to start afresh', async () => {
    await using board = await open(withNvs(Buffer.alloc(NVS_SIZE, 'no NVS')));

    expect(await codeOf(board.write({ via }))).to.equal('NVS_NOT_READABLE');
    expect(board.flash.touched).to.deep.equal([]);
    await board.write({ via, startAfresh: true });
    expect(board.entries().map(({ key }) => key)).to.deep.equal(PLACES);
  });

  it('is refused when an earlier write left the factory parameters out', async () => {
    const [first] = FACTORY.entries;
    const inPart = NvsImage.of(first ? [first] : []);
    for (const left of [Buffer.alloc(NVS_SIZE, 0xff), writeNvs(inPart, NVS_SIZE)]) {
      await using board = await open(withNvs(left));

      expect(await codeOf(board.write({ via }))).to.equal('NVS_NOT_READABLE');
      expect(board.flash.touched).to.deep.equal([]);
    }
  });

  it('is refused when the old contents come differently twice', async () => {
    let reads = 0;
    const flash = new (class extends ScriptedFlash {
      override read(where: Buffer, offset: number, length: number): Buffer {
        const bytes = super.read(where, offset, length);
        reads++;
        // In the bitmap of the first page, which has no checksum.
        if (reads === 1) bytes[33] = (bytes[33] ?? 0) ^ 2;
        return bytes;
      }
    })();
    flash.partitions.set('mfg_nvs', Buffer.from(writeNvs(FACTORY, NVS_SIZE)));
    await using board = await open(flash);

    expect(await codeOf(board.write({ via }))).to.equal('WIRE_UNRELIABLE');
    expect(flash.touched).to.deep.equal([]);
  });

  it('says so when the old contents could be put back no more', async () => {
    const flash = new (class extends ScriptedFlash {
      override answer(line: string): Answer | undefined {
        return line.startsWith('AT+SYSFLASH=1') ? ERROR : super.answer(line);
      }
    })();
    flash.partitions.set('mfg_nvs', Buffer.from(writeNvs(FACTORY, NVS_SIZE)));
    await using board = await open(flash);

    const left = await board.write({ via }).catch((error: unknown) => error);

    expect(left).to.include({ code: 'NVS_LEFT_BROKEN', colour: 'firmware' });
    expect(left).to.have.property('cause').that.includes({ code: 'AT_REFUSED' });
  });

  it('is refused when it would not fit', async () => {
    const full = Array.from({ length: 26 }, (_, i) => ({
      namespace: 'n',
      key: `k${i}`,
      ...nvsBlob(Buffer.alloc(3_900)),
    }));
    const parameters = FACTORY.entries.filter(({ namespace }) => namespace === 'factory_param');
    const all = NvsImage.of([...parameters, ...full]);
    await using board = await open(withNvs(writeNvs(all, NVS_SIZE)));
    const large = { ...CREDENTIALS, keyPem: 'x'.repeat(8_000) };

    expect(await codeOf(board.write({ via }, large))).to.equal('NVS_TOO_LARGE');
    expect(board.flash.touched).to.deep.equal([]);
  });
});

describe('The way that a board takes', () => {
  it('follows from what it answers', async () => {
    await using old = await open();
    await using current = await open(withNvs(Buffer.alloc(NVS_SIZE)), new ScriptedNvs());

    expect(await chooseWay(old.board)).to.equal('sysflash');
    expect(await chooseWay(current.board)).to.equal('sysmfg');
  });

  it('does not exist where an NVS cannot be used, or where there is no place', async () => {
    await using unmounted = await open(withNvs(Buffer.alloc(NVS_SIZE)));
    await using bare = await open();

    expect(await codeOf(chooseWay(unmounted.board))).to.equal('NVS_NOT_MOUNTED');
    expect(await codeOf(chooseWay({ ...bare.board, map: [] }))).to.equal('PARTITION_MISSING');
    expect(await codeOf(chooseWay(bare.board, 'wpa2'))).to.equal('PARTITION_MISSING');
  });

  it('can be told', async () => {
    await using board = await open();

    expect(await codeOf(board.write({ via: 'sysflash-nvs' }))).to.equal('PARTITION_MISSING');
    expect(board.flash.touched).to.deep.equal([]);
  });
});
