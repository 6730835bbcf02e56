import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { failure } from '../../harness/bench/failure.ts';
import { payloadOf, payloadsOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** Where nothing else keeps anything. */
const PLACES = ['lab', 'lab2'] as const;
/** The least, around an entry and a page of the NVS, and the most that `AT+SYSMFG` takes. */
const SIZES = [1, 31, 32, 33, 1_675, 3_999, 4_000, 4_001, 4_096, 8_191];
const NUMBERS = [
  ['u8', 255],
  ['i8', -128],
  ['u16', 65_535],
  ['u32', 4_294_967_295],
  ['i32', -70_000],
] as const;
/** As long as names can be, and alike up to the last character. */
const LONG_NAMES = ['fifteen-letters', 'fifteen-letter5'] as const;

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
    await bench.board.nvs.putText('lab', 'text', 'WROOM-32, "quoted"');

    const read = await bench.board.nvs.take('lab', 'text');

    expect(Buffer.from(read as Uint8Array).toString()).to.equal('WROOM-32, "quoted"');
  });

  for (const [type, value] of NUMBERS) {
    it(`that are numbers such as the ${type} ${value} are read as that`, async () => {
      await bench.board.nvs.putNumber('lab', 'number', type, value);

      expect(await bench.board.nvs.take('lab', 'number')).to.equal(value);
    });
  }

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

  it('under the longest names, alike up to the last character, are two', async () => {
    for (const name of LONG_NAMES) await bench.board.nvs.put('lab', name, Buffer.from(name));

    expect(await bench.board.nvs.keys('lab')).to.deep.equal(LONG_NAMES);
    for (const name of LONG_NAMES) {
      expect(await bench.board.nvs.take('lab', name)).to.deep.equal(Buffer.from(name));
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
