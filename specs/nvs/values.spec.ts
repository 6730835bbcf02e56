import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import { payloadOf, payloadsOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** The least, around an entry and a page of the NVS, and the most that `AT+SYSMFG` takes. */
const SIZES = [1, 31, 32, 33, 1_675, 3_999, 4_000, 4_001, 4_096, 8_191];
/** The least and the most of each type, none, and one whose bytes differ. */
const NUMBERS = [
  ['u8', [0, 1, 127, 128, 255]],
  ['i8', [-128, -1, 0, 127]],
  ['u16', [0, 0x1234, 32_768, 65_535]],
  ['i16', [-32_768, -2, 0, 0x1234, 32_767]],
  ['u32', [0, 0x12345678, 2_147_483_648, 4_294_967_295]],
  ['i32', [-2_147_483_648, -70_000, 0, 0x12345678, 2_147_483_647]],
] as const;
const TEXTS = ['1', 'WROOM-32, "quoted"', 'two\r\nlines\n', 'C:\\lab', 'grün 绿', ' blanks  '];
/** As long as names can be, and alike up to the last character; and alike but for the letters' case. */
const LIKE_NAMES = ['fifteen-letters', 'fifteen-letter5', 'Name', 'name', 'nam'] as const;
/** Where nothing else keeps anything. */
const PLACES = ['lab', 'lab2', ...LIKE_NAMES];
/** More than the NVS of any board has room for. */
const TOO_MANY = 40;

describe('Values in the NVS of a board', () => {
  const bench = useBench({ area: 'nvs', board: ['sysmfg'] });

  afterEach('leave nothing behind', async () => {
    for (const place of PLACES) await bench.board.nvs.erase(place);
  });

  for (const size of SIZES) {
    it(`of ${size} bytes are read as they were written`, async () => {
      const value = payloadOf(size);

      await bench.board.nvs.put('lab', 'value', value);

      const read = await bench.board.nvs.take('lab', 'value');
      expect(read).to.have.lengthOf(size);
      expect(sha256(read as Uint8Array)).to.equal(sha256(value));
    });
  }

  it('of every length up to 80 bytes are read as they were written', async () => {
    for (const value of payloadsOf(1, 80)) {
      await bench.board.nvs.put('lab', 'value', value);

      expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from(value));
    }
  });

  it('that are text are read as text', async () => {
    for (const text of TEXTS) {
      await bench.board.nvs.putText('lab', 'text', text);

      const read = await bench.board.nvs.take('lab', 'text');

      expect(Buffer.from(read as Uint8Array).toString()).to.equal(text);
    }
  });

  for (const [type, values] of NUMBERS) {
    it(`that are numbers of the type ${type} are read as they were written`, async () => {
      for (const value of values) {
        await bench.board.nvs.putNumber('lab', 'number', type, value);

        expect(await bench.board.nvs.take('lab', 'number')).to.equal(value);
      }
    });
  }

  it('are listed by the types that they were written as', async () => {
    await bench.board.nvs.putText('lab', 'text', 'here');
    await bench.board.nvs.put('lab', 'binary', Buffer.from('here'));
    for (const [type] of NUMBERS) await bench.board.nvs.putNumber('lab', type, type, 1);

    const types = NUMBERS.map(([type]) => [type, type]);
    expect(await bench.board.nvs.types('lab')).to.deep.equal(
      Object.fromEntries([['text', 'text'], ['binary', 'binary'], ...types]),
    );
  });

  it('that are written once more as they are stay', async () => {
    for (const _ of Array(2).keys()) {
      await bench.board.nvs.put('lab', 'binary', payloadOf(600));
      await bench.board.nvs.putText('lab', 'text', 'here');
      await bench.board.nvs.putNumber('lab', 'number', 'i32', -5);
    }

    expect(await bench.board.nvs.all('lab')).to.deep.equal({
      binary: Buffer.from(payloadOf(600)),
      text: Buffer.from('here'),
      number: -5,
    });
  });

  it('are read in part as well', async () => {
    await bench.board.nvs.put('lab', 'value', payloadOf(500));

    const part = await bench.board.nvs.take('lab', 'value', { offset: 100, length: 50 });

    const beyond = await bench.board.nvs.take('lab', 'value', { offset: 490, length: 11 });
    expect(part).to.deep.equal(Buffer.from(payloadOf(500).subarray(100, 150)));
    expect(beyond).to.equal(null);
  });

  it('are listed by their keys, in the order of writing', async () => {
    for (const key of ['first', 'second', 'third']) {
      await bench.board.nvs.put('lab', key, Buffer.from(key));
    }

    expect(await bench.board.nvs.keys('lab')).to.deep.equal(['first', 'second', 'third']);
    expect(await bench.board.nvs.namespaces()).to.include('lab');
  });

  it('are as many as there are to be, each with its own bytes', async () => {
    const keys = Array.from({ length: 12 }, (_, i) => `value${i}`);

    for (const key of keys) await bench.board.nvs.put('lab', key, Buffer.from(`of ${key}`));

    expect(await bench.board.nvs.keys('lab')).to.deep.equal(keys);
    for (const key of keys) {
      expect(await bench.board.nvs.take('lab', key)).to.deep.equal(Buffer.from(`of ${key}`));
    }
  });

  it('of credentials stand each in a namespace of its own, and all are listed', async () => {
    await bench.board.writeCredentials(bench.credentialsOf(await bench.thing()));
    await bench.board.nvs.put('lab', 'value', Buffer.from('here'));

    const listed = await bench.board.nvs.namespaces();

    expect(listed).to.include.members(['mqtt_ca', 'mqtt_cert', 'mqtt_key', 'factory_param', 'lab']);
    expect(new Set(listed)).to.have.lengthOf(listed.length);
  });

  it('of the same key in two namespaces are two', async () => {
    await bench.board.nvs.put('lab', 'value', Buffer.from('one'));
    await bench.board.nvs.put('lab2', 'value', Buffer.from('the other'));

    expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from('one'));
    expect(await bench.board.nvs.take('lab2', 'value')).to.deep.equal(Buffer.from('the other'));
  });

  it('under names that are nearly alike are as many', async () => {
    for (const name of LIKE_NAMES) await bench.board.nvs.put('lab', name, Buffer.from(name));

    expect(await bench.board.nvs.keys('lab')).to.deep.equal(LIKE_NAMES);
    for (const name of LIKE_NAMES) {
      expect(await bench.board.nvs.take('lab', name)).to.deep.equal(Buffer.from(name));
    }
  });

  it('in namespaces that are nearly alike are as many, and are erased each alone', async () => {
    for (const name of LIKE_NAMES) await bench.board.nvs.put(name, 'value', Buffer.from(name));
    const listed = await bench.board.nvs.namespaces();

    const values: unknown[] = [];
    for (const name of LIKE_NAMES) {
      values.push(await bench.board.nvs.take(name, 'value'));
      await bench.board.nvs.erase(name);
    }

    expect(listed).to.include.members([...LIKE_NAMES]);
    expect(values).to.deep.equal(LIKE_NAMES.map((name) => Buffer.from(name)));
    expect(await bench.board.nvs.namespaces()).not.to.include.members([...LIKE_NAMES]);
  });

  it('that find no room are refused, and leave those that are there', async () => {
    const { nvs } = bench.board;
    await nvs.put('lab2', 'value', payloadOf(60));
    const largest = payloadOf(8_191);

    const stored = await bench.trials.fillNvs('lab', largest, TOO_MANY);
    const refused = await failure(nvs.put('lab2', 'value', largest));

    expect(stored).to.be.within(1, TOO_MANY - 1);
    expect(refused.code).to.equal('AT_REFUSED');
    expect(await nvs.take('lab2', 'value')).to.deep.equal(Buffer.from(payloadOf(60)));
    expect(await nvs.keys('lab')).to.have.lengthOf(stored);
    for (const key of await nvs.keys('lab')) {
      expect(sha256((await nvs.take('lab', key)) as Uint8Array)).to.equal(sha256(largest));
    }
  });

  it('leave nothing of a longer one before them', async () => {
    await bench.board.nvs.put('lab', 'value', payloadOf(1_500));

    await bench.board.nvs.put('lab', 'value', Buffer.from('short'));

    expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from('short'));
  });

  it('take the place of shorter ones, and leave their neighbours alone', async () => {
    await bench.board.nvs.put('lab', 'value', Buffer.from('short'));
    await bench.board.nvs.put('lab', 'neighbour', Buffer.from('here'));

    await bench.board.nvs.put('lab', 'value', payloadOf(1_500));

    expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from(payloadOf(1_500)));
    expect(await bench.board.nvs.take('lab', 'neighbour')).to.deep.equal(Buffer.from('here'));
  });

  it('are erased one at a time, and the others stay', async () => {
    for (const key of ['key', 'key2', 'other']) {
      await bench.board.nvs.put('lab', key, Buffer.from(key));
    }

    await bench.board.nvs.erase('lab', 'key');

    expect(await bench.board.nvs.take('lab', 'key')).to.equal(null);
    expect(await bench.board.nvs.keys('lab')).to.deep.equal(['key2', 'other']);
    expect(await bench.board.nvs.take('lab', 'key2')).to.deep.equal(Buffer.from('key2'));
  });

  it('are erased a namespace at a time, and the others stay', async () => {
    for (const place of PLACES) {
      for (const key of ['one', 'two']) await bench.board.nvs.put(place, key, Buffer.from(place));
    }

    await bench.board.nvs.erase('lab');

    expect(await bench.board.nvs.keys('lab')).to.deep.equal([]);
    expect(await bench.board.nvs.take('lab', 'one')).to.equal(null);
    expect(await bench.board.nvs.keys('lab2')).to.deep.equal(['one', 'two']);
  });

  it('that are not there are refused, and not made up', async () => {
    await bench.board.nvs.put('lab', 'there', Buffer.from('here'));

    expect(await bench.board.nvs.take('lab', 'nowhere')).to.equal(null);
    expect(await failure(bench.board.nvs.erase('lab', 'nowhere'))).to.include({
      code: 'AT_REFUSED',
    });
    expect(await bench.board.nvs.keys('lab')).to.deep.equal(['there']);
  });

  it('can be written again and again', async () => {
    for (const turn of Array(40).keys()) {
      await bench.board.nvs.put('lab', 'value', payloadOf(1_000 + turn));
    }

    expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from(payloadOf(1_039)));
    expect(await bench.board.nvs.keys('lab')).to.deep.equal(['value']);
  });
});

describe('Values in the NVS', () => {
  const bench = useBench({ area: 'nvs', board: ['sysmfg'] });

  afterEach('leave nothing behind', () => bench.board.nvs.erase('lab'));

  it('outlast a restart', async () => {
    await bench.board.nvs.put('lab', 'value', payloadOf(600));

    await bench.board.restart();

    expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from(payloadOf(600)));
  });
});

describe('Values in the NVS of a board without supply', () => {
  const bench = useBench({ area: 'nvs', board: ['sysmfg'], bench: ['power'] });

  afterEach('leave nothing behind', () => bench.board.nvs.erase('lab'));

  it('are still there when it is switched on', async () => {
    await bench.board.nvs.put('lab', 'value', payloadOf(600));

    await bench.board.powerCycle();

    expect(await bench.board.nvs.take('lab', 'value')).to.deep.equal(Buffer.from(payloadOf(600)));
  });

  it('that were erased do not come back', async () => {
    await bench.board.nvs.put('lab', 'value', payloadOf(600));
    await bench.board.nvs.put('lab', 'other', payloadOf(60));
    await bench.board.powerCycle();

    await bench.board.nvs.erase('lab', 'value');
    await bench.board.powerCycle();

    expect(await bench.board.nvs.keys('lab')).to.deep.equal(['other']);
  });
});
