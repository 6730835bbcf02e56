import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { NvsImage } from './nvs-image.ts';
import { type NvsValue, nvsBlob, nvsText } from './nvs-value.ts';

const u8 = (value: number): NvsValue => ({ type: 'u8', value });
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof BadInput ? error.code : String(error);
  }
};
const keysOf = (image: NvsImage): string[] =>
  image.entries.map(({ namespace, key, type }) => `${namespace}/${key}:${type}`);

const IMAGE = NvsImage.of()
  .with('mqtt_ca', 'mqtt_ca', nvsBlob(Buffer.from('PEM')))
  .with('factory_param', 'version', { type: 'i8', value: 2 })
  .with('factory_param', 'module_name', nvsText('WROOM-32'));

describe('The entries of an NVS image', () => {
  it('are listed by namespace, in the order of their places', () => {
    expect(IMAGE.namespaces).to.deep.equal(['mqtt_ca', 'factory_param']);
    expect(IMAGE.keys('factory_param').map(({ key }) => key)).to.deep.equal([
      'version',
      'module_name',
    ]);
    expect(IMAGE.keys('nothing')).to.deep.equal([]);
    expect(IMAGE.get('factory_param', 'version')?.value).to.equal(2);
    expect(IMAGE.get('factory_param', 'nothing')).to.equal(undefined);
  });

  it('are replaced in their place, others staying as they were, and the old image too', () => {
    const changed = IMAGE.with('mqtt_ca', 'mqtt_ca', nvsBlob(Buffer.from('NEW')));
    expect(keysOf(changed)).to.deep.equal(keysOf(IMAGE));
    expect(Buffer.from(changed.get('mqtt_ca', 'mqtt_ca')?.value as Uint8Array)).to.deep.equal(
      Buffer.from('NEW'),
    );
    expect(changed.entries.slice(1)).to.deep.equal(IMAGE.entries.slice(1));
    expect(Buffer.from(IMAGE.get('mqtt_ca', 'mqtt_ca')?.value as Uint8Array)).to.deep.equal(
      Buffer.from('PEM'),
    );
  });

  it('may have several types under one key, of which the first is found', () => {
    const both = IMAGE.adding('n', 'a', u8(1))
      .adding('n', 'a', { type: 'u16', value: 2 })
      .adding('n', 'b', u8(3));
    expect(both.keys('n').map(({ type }) => type)).to.deep.equal(['u8', 'u16', 'u8']);
    expect([both.get('n', 'a')?.value, both.get('n', 'a', 'u16')?.value]).to.deep.equal([1, 2]);
    expect(both.get('n', 'a', 'u32')).to.equal(undefined);
    expect(keysOf(both.with('n', 'a', nvsText('one'))).slice(3)).to.deep.equal([
      'n/a:string',
      'n/b:u8',
    ]);
  });

  it('are taken out one by one or with their namespace', () => {
    expect(keysOf(IMAGE.without('factory_param', 'version'))).to.deep.equal([
      'mqtt_ca/mqtt_ca:blob',
      'factory_param/module_name:string',
    ]);
    expect(IMAGE.without('factory_param').namespaces).to.deep.equal(['mqtt_ca']);
  });

  for (const [title, code, act] of [
    ['no name', 'NVS_NAME', () => IMAGE.with('', 'k', u8(1))],
    ['16 characters of a namespace', 'NVS_NAME', () => IMAGE.with('n'.repeat(16), 'k', u8(1))],
    ['16 characters of a key', 'NVS_NAME', () => IMAGE.adding('n', 'k'.repeat(16), u8(1))],
    ['a NUL in a name', 'NVS_NAME', () => IMAGE.with('n', 'k\0', u8(1))],
    ['a name in other letters', 'NVS_NAME', () => IMAGE.with('n', 'ключ', u8(1))],
    [
      'a second value of a type',
      'NVS_KEY_EXISTS',
      () => IMAGE.adding('mqtt_ca', 'mqtt_ca', nvsBlob(Buffer.from('PEM'))),
    ],
    ['a key to take out', 'NVS_KEY_UNKNOWN', () => IMAGE.without('mqtt_ca', 'mqtt_ca.0')],
    ['a namespace to take out', 'NVS_KEY_UNKNOWN', () => IMAGE.without('mqtt_key')],
    ['256 as u8', 'NVS_NUMBER_RANGE', () => IMAGE.with('n', 'k', u8(256))],
    ['-1 as u8', 'NVS_NUMBER_RANGE', () => IMAGE.with('n', 'k', u8(-1))],
    ['half a number', 'NVS_NUMBER_RANGE', () => IMAGE.with('n', 'k', u8(0.5))],
    ['no number', 'NVS_NUMBER_RANGE', () => IMAGE.with('n', 'k', u8(Number.NaN))],
    [
      'a wide i64',
      'NVS_NUMBER_RANGE',
      () => IMAGE.with('n', 'k', { type: 'i64', value: 1n << 63n }),
    ],
    ['4000 letters', 'NVS_STRING_TOO_LONG', () => IMAGE.with('n', 'k', nvsText('x'.repeat(4000)))],
    ['a NUL in a string', 'NVS_STRING_WITH_NUL', () => IMAGE.with('n', 'k', nvsText('a\0b'))],
  ] as const) {
    it(`refuse ${title}`, () => expect(codeOf(act)).to.equal(code));
  }

  it('take numbers to their limits', () => {
    const limits: NvsValue[] = [
      { type: 'u8', value: 255 },
      { type: 'i8', value: -128 },
      { type: 'u32', value: 0xffff_ffff },
      { type: 'i32', value: -0x8000_0000 },
      { type: 'u64', value: (1n << 64n) - 1n },
      { type: 'i64', value: -(1n << 63n) },
    ];
    const image = NvsImage.of(
      limits.map((each, at) => ({ ...each, namespace: 'n', key: `${at}` })),
    );
    expect(image.entries.map(({ value }) => value)).to.deep.equal(limits.map(({ value }) => value));
  });

  it('say in a sentence what is wrong, and never quote a value', () => {
    const secret = '-----BEGIN ';
    expect(() => IMAGE.with('mqtt_key', 'mqtt_key', nvsText(secret.repeat(400))))
      .to.throw('closing NUL')
      .with.property('message')
      .that.does.not.include(secret);
  });
});
