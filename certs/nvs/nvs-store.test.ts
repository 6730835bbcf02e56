import { expect } from 'chai';
import { ITEM_TYPES, NVS } from './nvs-format.ts';
import { NvsImage } from './nvs-image.ts';
import { readNvs } from './nvs-reader.ts';
import { nvsPage, pattern } from './nvs-samples.ts';
import { NvsStore } from './nvs-store.ts';
import { NvsFailure } from './nvs-store-failure.ts';
import { TrialFlash } from './nvs-trial-flash.ts';
import { encodeNumber, type NvsValue, nvsBlob, nvsText } from './nvs-value.ts';
import { writeNvs } from './nvs-writer.ts';

const PAGES = 0x1c;
const u8 = (value: number): NvsValue => ({ type: 'u8', value });
const u16 = (value: number): NvsValue => ({ type: 'u16', value });
const blob = (size: number, seed = 0): NvsValue => nvsBlob(pattern(size, seed));
const listed = (store: NvsStore): string[] =>
  store.keys().map(({ namespace, key, type }) => `${namespace}/${key}:${type}`);
const failureOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof NvsFailure ? error.code : String(error);
  }
};
const withStore = (pages = PAGES): { flash: TrialFlash; store: NvsStore } => {
  const flash = TrialFlash.erased(pages);
  return { flash, store: NvsStore.mount(flash) };
};

describe('The NVS library of a board', () => {
  it('writes the bytes of a real one', () => {
    const { flash, store } = withStore();
    store.set('mqtt_ca', 'mqtt_ca', nvsBlob(Buffer.from('-----CA-----\n')));
    const key = '6d7174745f6361000000000000000000';
    expect(flash.content.toString('hex', 0, 0xc0).match(/.{64}/g)).to.deep.equal([
      'feffffff00000000feffffffffffffffffffffffffffffffffffffff842dbab9',
      `aa${'ff'.repeat(31)}`,
      `000101fff75dd75f${key}01ffffffffffffff`,
      `0142020023902c18${key}0d00ffff1976196c`,
      `2d2d2d2d2d43412d2d2d2d2d0a${'ff'.repeat(19)}`,
      `014801ff72a0d763${key}0d0000000100ffff`,
    ]);
  });

  it('works on with an image from the factory, all pages of which are full', () => {
    const image = NvsImage.of()
      .with('mqtt_ca', 'mqtt_ca', blob(1159))
      .with('mqtt_key', 'mqtt_key', blob(1679))
      .with('factory_param', 'uart_tx_pin', { type: 'i32', value: 17 });
    const flash = new TrialFlash(writeNvs(image, PAGES * NVS.pageBytes));
    const store = NvsStore.mount(flash);
    store.set('mqtt_ca', 'mqtt_ca', blob(8191, 5));
    store.set('more', 'text', nvsText('x'));
    expect(listed(store)).to.deep.equal([
      'mqtt_key/mqtt_key:blob',
      'factory_param/uart_tx_pin:i32',
      'mqtt_ca/mqtt_ca:blob',
      'more/text:string',
    ]);
    expect(store.get('mqtt_ca', 'mqtt_ca')?.value).to.deep.equal(Buffer.from(pattern(8191, 5)));
    const { entries, findings } = readNvs(flash.content);
    expect(findings).to.deep.equal([]);
    expect(entries.map(({ key }) => key)).to.deep.equal(store.keys().map(({ key }) => key));
    expect(listed(NvsStore.mount(flash))).to.deep.equal(listed(store));
  });

  it('lists a namespace alone, and forgets one that lost its last key', () => {
    const { store } = withStore();
    store.set('a', 'k', u8(1));
    store.set('b', 'k', u8(2));
    expect(store.keys('b')).to.deep.equal([{ namespace: 'b', key: 'k', type: 'u8' }]);
    store.erase('a', 'k');
    expect(listed(store)).to.deep.equal(['b/k:u8']);
    store.eraseNamespace('b');
    store.eraseNamespace('never there');
    expect(listed(store)).to.deep.equal([]);
    expect(failureOf(() => store.erase('a', 'k'))).to.equal('ESP_ERR_NVS_NOT_FOUND');
    expect(failureOf(() => store.erase('z', 'k'))).to.equal('ESP_ERR_NVS_NOT_FOUND');
  });

  it('keeps values of several types under one key, and reads the older one', () => {
    const { flash, store } = withStore();
    store.set('n', 'a', u8(1));
    store.set('n', 'a', u16(2));
    store.set('n', 'big', blob(9));
    store.set('n', 'big', nvsText('text'));
    expect(listed(store)).to.deep.equal(['n/a:u8', 'n/a:u16', 'n/big:blob', 'n/big:string']);
    expect([store.get('n', 'a')?.value, store.get('n', 'big')?.type]).to.deep.equal([1, 'blob']);
    expect(readNvs(flash.content).entries.map(({ type }) => type)).to.deep.equal([
      'u8',
      'u16',
      'blob',
      'string',
    ]);
    const copy = new TrialFlash(flash.content);
    expect(listed(NvsStore.mount(copy)), 'after a restart').to.deep.equal([
      'n/a:u16',
      'n/big:string',
    ]);
    store.erase('n', 'a');
    expect([store.get('n', 'a')?.value, listed(store).length]).to.deep.equal([2, 3]);
  });

  it('writes no flash for a value that is there already', () => {
    const { flash, store } = withStore();
    const values: [string, NvsValue][] = [
      ['number', u8(1)],
      ['text', nvsText('same')],
      ['blob', blob(5000)],
    ];
    for (const [key, value] of values) store.set('n', key, value);
    flash.log.length = 0;
    for (const [key, value] of values) store.set('n', key, value);
    expect(flash.log).to.deep.equal([]);
  });

  it('cuts numbers to their type', () => {
    const { store } = withStore();
    store.set('n', 'u8', u8(256));
    store.set('n', 'i8', { type: 'i8', value: 200 });
    expect([store.get('n', 'u8')?.value, store.get('n', 'i8')?.value]).to.deep.equal([0, -56]);
  });

  it('reads a blob of the first version, and replaces it by one of the second', () => {
    const old = { key: 'k', type: ITEM_TYPES.oldBlob };
    const name = { namespace: 0, key: 'n', data: encodeNumber('u8', 1) };
    const rows = [{ item: name }, { item: old, payload: Buffer.from('old') }];
    const blank = nvsPage('blank', 0, []);
    const flash = new TrialFlash(
      Buffer.concat([nvsPage('active', 0, rows, NVS.version1), blank, blank]),
    );
    const store = NvsStore.mount(flash);
    expect(store.get('n', 'k', 'blob')?.value).to.deep.equal(Buffer.from('old'));
    store.set('n', 'k', blob(10));
    expect(store.get('n', 'k')?.value).to.deep.equal(Buffer.from(pattern(10)));
    expect(readNvs(flash.content).findings).to.deep.equal([]);
  });

  it('uses its pages in turn, and never runs out for values that are replaced', () => {
    const { flash, store } = withStore(4);
    for (let round = 0; round < 60; round++) {
      store.set('n', 'text', nvsText(String(round).repeat(300)));
      store.set('n', 'blob', blob(3000, round));
    }
    expect(store.get('n', 'blob')?.value).to.deep.equal(Buffer.from(pattern(3000, 59)));
    const erases = flash.log.filter(({ bytes }) => !bytes).map(({ address }) => address);
    expect(new Set(erases).size).to.equal(4);
  });

  it('says when there is no room, and keeps what was there', () => {
    const { flash, store } = withStore(4);
    store.set('n', 'k', blob(3000, 1));
    store.set('n', 'fill', blob(4500));
    expect(failureOf(() => store.set('n', 'k', blob(7000, 2)))).to.equal(
      'ESP_ERR_NVS_NOT_ENOUGH_SPACE',
    );
    expect(store.get('n', 'k')?.value).to.deep.equal(Buffer.from(pattern(3000, 1)));
    expect(store.get('n', 'fill')?.value).to.deep.equal(Buffer.from(pattern(4500)));
    expect(listed(NvsStore.mount(flash)).toSorted()).to.deep.equal(['n/fill:blob', 'n/k:blob']);
  });

  for (const [title, code, act] of [
    [
      'a blob larger than the partition',
      'ESP_ERR_NVS_VALUE_TOO_LONG',
      () => withStore(3).store.set('n', 'k', blob(8001)),
    ],
    [
      'a string of 4000 letters',
      'ESP_ERR_NVS_VALUE_TOO_LONG',
      () => withStore().store.set('n', 'k', nvsText('x'.repeat(4000))),
    ],
    [
      'a long name',
      'ESP_ERR_NVS_KEY_TOO_LONG',
      () => withStore().store.set('n', 'k'.repeat(16), u8(1)),
    ],
    ['no name', 'ESP_ERR_NVS_INVALID_NAME', () => withStore().store.set('', 'k', u8(1))],
    [
      'a newer NVS',
      'ESP_ERR_NVS_NEW_VERSION_FOUND',
      () => NvsStore.mount(new TrialFlash(nvsPage('full', 0, [], 0xfd))),
    ],
    [
      'a partition without a free page',
      'ESP_ERR_NVS_NO_FREE_PAGES',
      () =>
        NvsStore.mount(
          new TrialFlash(Buffer.concat([nvsPage('full', 0, []), nvsPage('full', 1, [])])),
        ),
    ],
  ] as const) {
    it(`refuses ${title} as ESP-IDF does`, () => expect(failureOf(act)).to.equal(code));
  }

  it('erases the older of two values that a power cut left, in whatever pages', () => {
    const name = { item: { namespace: 0, key: 'n', data: encodeNumber('u8', 1) } };
    const number = (value: number) => ({ item: { key: 'k', data: encodeNumber('u8', value) } });
    const flash = new TrialFlash(
      Buffer.concat([
        nvsPage('full', 0, [name, number(1)]),
        nvsPage('active', 1, [number(2)]),
        nvsPage('blank', 0, []),
      ]),
    );
    const store = NvsStore.mount(flash);
    expect([listed(store), store.get('n', 'k')?.value]).to.deep.equal([['n/k:u8'], 2]);
    expect(readNvs(flash.content).findings).to.deep.equal([]);
  });

  it('erases what is damaged when it is asked for it', () => {
    const { flash, store } = withStore();
    store.set('n', 'text', nvsText('damaged'));
    store.set('n', 'blob', blob(100));
    const at = flash.content.indexOf('damaged');
    flash.content.writeUInt8(0, at);
    flash.content.writeUInt8(0, flash.content.indexOf(Buffer.from(pattern(10))) + 3);
    expect([store.get('n', 'text'), store.get('n', 'blob')]).to.deep.equal([undefined, undefined]);
    expect(listed(store)).to.deep.equal([]);
    expect(readNvs(flash.content).findings).to.deep.equal([]);
  });

  it('survives flash that is erased behind its back', () => {
    const { flash, store } = withStore();
    store.set('n', 'k', u8(1));
    flash.erase(0, NVS.pageBytes);
    expect(store.get('n', 'k')).to.equal(undefined);
    expect(listed(NvsStore.mount(flash))).to.deep.equal([]);
  });
});
