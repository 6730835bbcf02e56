import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { ITEM_TYPES, indexData, NVS, pieceData } from './nvs-format.ts';
import { readNvs } from './nvs-reader.ts';
import { nvsPage as page, type NvsRow as Row } from './nvs-samples.ts';
import { encodeNumber } from './nvs-value.ts';

const NAMESPACE: Row = { item: { namespace: 0, key: 'n', data: encodeNumber('u8', 1) } };
const u8 = (key: string, value: number, more: Partial<Row> = {}): Row => ({
  item: { key, data: encodeNumber('u8', value) },
  ...more,
});
const text = (key: string, value: string, more: Partial<Row> = {}): Row => ({
  item: { key, type: ITEM_TYPES.string },
  payload: Buffer.from(value),
  ...more,
});
const chunk = (key: string, number: number, payload: Uint8Array): Row => ({
  item: { key, type: ITEM_TYPES.chunk, chunk: number },
  payload,
});
const index = (key: string, size: number, chunks: number, first: number): Row => ({
  item: { key, type: ITEM_TYPES.index, data: indexData({ size, chunks, first }) },
});
const read = (...pages: Buffer[]): { entries: string[]; findings: string[] } => {
  const { entries, findings } = readNvs(Buffer.concat([...pages, page('blank', 0, [])]));
  return {
    entries: entries.map(({ key, value }) =>
      value instanceof Uint8Array ? `${key}=${Buffer.from(value)}` : `${key}=${value}`,
    ),
    findings: findings.map(({ kind, offset }) => `${kind}@${offset.toString(16)}`),
  };
};

describe('An NVS image that a board has written to', () => {
  it('has its pages in any order, by their sequence numbers', () => {
    expect(
      read(
        page('active', 9, [u8('c', 3)]),
        page('full', 7, [NAMESPACE, u8('a', 1)]),
        page('full', 8, [u8('b', 2)]),
      ),
    ).to.deep.equal({ entries: ['a=1', 'b=2', 'c=3'], findings: [] });
  });

  it('has erased entries, whose keys are gone, and pages of the first version', () => {
    const old = text('old', 'gone\0', { state: 'erased' });
    expect(read(page('active', 0, [old, NAMESPACE, u8('a', 1)], NVS.version1))).to.deep.equal({
      entries: ['a=1'],
      findings: [],
    });
  });

  it('has the definition of a namespace behind its keys', () => {
    expect(read(page('full', 0, [u8('a', 1)]), page('active', 1, [NAMESPACE]))).to.deep.equal({
      entries: ['a=1'],
      findings: [],
    });
  });

  it('has blobs of either generation over several pages, and old ones in one piece', () => {
    const first = chunk('b', 0x80, Buffer.from('one,'));
    const second = chunk('b', 0x81, Buffer.from('two'));
    const old: Row = { item: { key: 'o', type: ITEM_TYPES.oldBlob }, payload: Buffer.from('old') };
    expect(
      read(
        page('full', 0, [NAMESPACE, old, first]),
        page('active', 1, [u8('a', 1), second, index('b', 7, 2, 0x80)]),
      ),
    ).to.deep.equal({ entries: ['o=old', 'b=one,two', 'a=1'], findings: [] });
  });

  it('keeps values of several types under one key', () => {
    expect(
      read(page('active', 0, [NAMESPACE, u8('a', 1), text('a', 'x\0')])).entries,
    ).to.deep.equal(['a=1', 'a=x']);
  });

  it('has old and new when power went away between writing and erasing: the new counts', () => {
    expect(read(page('active', 0, [NAMESPACE, u8('a', 1), u8('b', 1), u8('a', 2)]))).to.deep.equal({
      entries: ['b=1', 'a=2'],
      findings: ['superseded@60'],
    });
    const generations = [
      chunk('k', 0, Buffer.from('old')),
      index('k', 3, 1, 0),
      chunk('k', 0x80, Buffer.from('new')),
    ];
    expect(read(page('active', 0, [NAMESPACE, ...generations]))).to.deep.equal({
      entries: ['k=old'],
      findings: ['orphan@c0'],
    });
    expect(
      read(page('active', 0, [NAMESPACE, ...generations, index('k', 3, 1, 0x80)])),
    ).to.deep.equal({ entries: ['k=new'], findings: ['superseded@a0'] });
  });

  it('has a page being emptied: its entries count, not the copies', () => {
    expect(
      read(
        page('freeing', 3, [NAMESPACE, u8('a', 1), u8('b', 2)]),
        page('full', 4, [u8('c', 3)]),
        page('active', 5, [NAMESPACE, u8('a', 1)]),
      ),
    ).to.deep.equal({
      entries: ['c=3', 'a=1', 'b=2'],
      findings: ['interrupted@0', 'interrupted@2000'],
    });
    expect(read(page('freeing', 0, [NAMESPACE, u8('a', 1)])).entries).to.deep.equal(['a=1']);
  });

  for (const [title, rows, entries, findings] of [
    ['a wrong checksum', [u8('a', 1, { damage: 24 }), u8('b', 2)], ['b=2'], ['damaged-entry@60']],
    [
      'a damaged head with its payload, as one',
      [text('a', `${'x'.repeat(100)}\0`, { damage: 5 }), u8('b', 2)],
      ['b=2'],
      ['damaged-entry@60'],
    ],
    [
      'a damaged payload',
      [text('a', 'secret\0', { damage: 32 }), u8('b', 2)],
      ['b=2'],
      ['damaged-entry@60'],
    ],
    ['a key without end', [u8('x'.repeat(16), 1)], [], ['damaged-entry@60']],
    ['a key without name', [u8('', 1)], [], ['damaged-entry@60']],
    ['a string without end', [text('a', 'x')], [], ['damaged-entry@60']],
    ['a string that ends early', [text('a', 'x\0y\0')], ['a=x'], ['damaged-entry@60']],
    [
      'a value longer than its entries',
      [{ item: { key: 'a', type: ITEM_TYPES.string, data: pieceData(Buffer.alloc(40)) } }],
      [],
      ['damaged-entry@60'],
    ],
    [
      'a span of nothing',
      [{ item: { key: 'a', type: ITEM_TYPES.string, span: 0 } }, u8('b', 2)],
      ['b=2'],
      ['damaged-entry@60'],
    ],
    [
      'a span past the page',
      [{ item: { key: 'a', type: ITEM_TYPES.string, span: 200 } }],
      [],
      ['damaged-entry@60'],
    ],
    ['a blob without a chunk', [index('a', 3, 1, 0)], [], ['incomplete-blob@60']],
    [
      'a blob of another size',
      [chunk('a', 0, Buffer.from('abc')), index('a', 4, 1, 0)],
      [],
      ['incomplete-blob@a0', 'orphan@60'],
    ],
    ['an unknown type', [{ item: { key: 'a', type: 0x33 } }], [], ['unknown-type@60']],
    ['no such namespace', [{ item: { namespace: 9, key: 'a' } }], [], ['unreachable@60']],
    [
      'a namespace defined twice',
      [{ item: { ...NAMESPACE.item, data: encodeNumber('u8', 2) } }],
      [],
      ['unreachable@60'],
    ],
    [
      'a namespace without a number',
      [{ item: { namespace: 0, key: 'z', data: encodeNumber('u8', 0) } }],
      [],
      ['damaged-entry@60'],
    ],
    ['an entry begun', [u8('a', 1, { state: 'empty' })], [], ['interrupted@60']],
    [
      'entries behind free ones',
      [u8('a', 1, { state: 'empty' }), u8('b', 2)],
      [],
      ['interrupted@60', 'damaged-entry@80'],
    ],
  ] as const satisfies readonly (readonly [string, readonly Row[], string[], string[]])[]) {
    it(`reports ${title}`, () => {
      expect(read(page('active', 0, [NAMESPACE, ...rows]))).to.deep.equal({ entries, findings });
    });
  }

  it('reports pages that firmware erases or refuses, and a part of a page', () => {
    const broken = page('full', 1, [u8('a', 1)]);
    broken.writeUInt8(7, 4);
    const good = page('full', 0, [NAMESPACE, u8('b', 2)]);
    expect(read(broken, good, page('full', 2, [], 0xfd))).to.deep.equal({
      entries: ['b=2'],
      findings: ['damaged-page@0', 'newer-page@2000'],
    });
    expect(readNvs(Buffer.concat([good, Buffer.alloc(9)])).findings[0]).to.include({
      kind: 'cut-off',
      offset: 0x1000,
    });
  });

  it('may be erased as a whole', () => {
    const { entries, findings } = readNvs(Buffer.alloc(0x3000, 0xff));
    expect([entries.length, findings.map(({ kind }) => kind)]).to.deep.equal([0, ['erased']]);
  });

  it('never shows a value in what it reports', () => {
    const { findings } = readNvs(
      page('active', 0, [NAMESPACE, text('k', 'hush\0', { damage: 32 })]),
    );
    expect(JSON.stringify(findings)).to.include('checksum').and.not.include('hush');
  });
});

describe('What is not an NVS image', () => {
  for (const [title, bytes, found] of [
    ['nothing', Buffer.alloc(0), 'nothing (0 bytes)'],
    ['a PKI image', Buffer.from('f1f10100', 'hex'), 'a PKI image'],
    ['a PEM file', Buffer.from('-----BEGIN CERTIFICATE-----\n'), 'a PEM file'],
    ['zeros', Buffer.alloc(0x3000), 'nothing but zeros'],
    ['a page with a wrong checksum', page('full', 0, []).fill(0, 28, 32), 'no page is whole'],
    ['less than a page', page('full', 0, []).subarray(0, 4000), 'no page is whole'],
  ] as const) {
    it(`is refused, naming it: ${title}`, () => {
      expect(() => readNvs(bytes))
        .to.throw(BadInput, found)
        .with.property('code', 'NOT_AN_NVS_IMAGE');
    });
  }
});
