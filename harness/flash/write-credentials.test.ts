import { Writable } from 'node:stream';
import { expect } from 'chai';
import { readPkiImage } from '../../certs/pki-image-reader.ts';
import { consoleJournal } from '../../reports/console-journal.ts';
import { AtClient } from '../at/at-client.ts';
import { askPartitionMap, type PartitionMap } from './partition-map.ts';
import { ScriptedBoard } from './scripted-board.ts';
import { ScriptedFlash } from './scripted-flash.ts';
import { chooseWay, writeCredentials } from './write-credentials.ts';

/** Nothing of them is looked at here: any text will do. */
const CREDENTIALS = {
  certificatePem: '-----BEGIN CERTIFICATE-----\ncertificate\n-----END CERTIFICATE-----\n',
  keyPem: '-----BEGIN SOME KEY-----\nkey\n-----END SOME KEY-----\n',
  caPem: '-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n',
};

const silent = () => consoleJournal(new Writable({ write: (_chunk, _encoding, done) => done() }));

const open = async (flash = new ScriptedFlash()) => {
  const board = new ScriptedBoard((line) => flash.answer(line));
  const client = new AtClient(board.port, { afterPromptMs: 0 });
  await client.synchronise();
  const map = await askPartitionMap(client);
  const contents = (name: string): string | undefined => {
    const [item] = readPkiImage(flash.partitions.get(name) ?? Buffer.alloc(0)).items;
    return item && Buffer.from(item.content).toString();
  };
  return { client, map, flash, contents, [Symbol.asyncDispose]: () => client.close() };
};

const NEW: PartitionMap = [
  { name: 'mfg_nvs', type: 1, subtype: 2, address: 0x21000, size: 0x1c000 },
];

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

describe('Writing credentials', () => {
  it('puts each into its own partition as a PKI image', async () => {
    await using board = await open();

    const written = await writeCredentials(board.client, silent(), board.map, CREDENTIALS);

    expect(written.map(({ partition }) => partition.name)).to.deep.equal([
      'mqtt_ca',
      'mqtt_cert',
      'mqtt_key',
    ]);
    expect(board.contents('mqtt_ca')).to.equal(CREDENTIALS.caPem);
    expect(board.contents('mqtt_cert')).to.equal(CREDENTIALS.certificatePem);
    expect(board.contents('mqtt_key')).to.equal(CREDENTIALS.keyPem);
  });

  it('can make the mistake of a person', async () => {
    await using board = await open();

    await writeCredentials(board.client, silent(), board.map, CREDENTIALS, {
      places: { mqtt_cert: 'client_cert' },
    });

    expect(board.contents('client_cert')).to.equal(CREDENTIALS.certificatePem);
    expect(board.flash.partitions.get('mqtt_cert')?.every((byte) => byte === 0xff)).to.equal(true);
  });

  it('touches nothing when one of the three does not fit or has no place', async () => {
    await using board = await open();
    const large = { ...CREDENTIALS, keyPem: 'x'.repeat(8_181) };
    const withoutKey = board.map.filter(({ name }) => name !== 'mqtt_key');

    expect(await codeOf(writeCredentials(board.client, silent(), board.map, large))).to.equal(
      'PARTITION_TOO_SMALL',
    );
    expect(
      await codeOf(writeCredentials(board.client, silent(), withoutKey, CREDENTIALS)),
    ).to.equal('PARTITION_MISSING');
    expect(board.flash.touched).to.deep.equal([]);
  });

  it('is refused for a board that keeps them in its NVS, unless told otherwise', async () => {
    await using board = await open();
    const write = (options = {}) =>
      codeOf(writeCredentials(board.client, silent(), NEW, CREDENTIALS, options));

    expect(await write()).to.equal('WAY_NOT_AVAILABLE');
    expect(await write({ via: 'sysflash' })).to.equal('PARTITION_MISSING');
    expect(board.flash.touched).to.deep.equal([]);
  });
});

describe('The way that a board takes', () => {
  it('follows from its partitions', async () => {
    await using board = await open();

    expect(chooseWay(board.map)).to.equal('sysflash');
    expect(chooseWay(NEW)).to.equal('sysmfg');
    expect(() => chooseWay([]))
      .to.throw()
      .with.property('code', 'PARTITION_MISSING');
  });
});
