import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import { nvsPlaceOf } from '../../certs/nvs/nvs-place.ts';
import { packPkiImage } from '../../certs/pki/pki-image.ts';
import { sha256 } from '../../certs/sha256.ts';
import { consoleJournal } from '../../reports/console-journal.ts';
import { AtClient } from '../at/at-client.ts';
import { AtRefused, AtTimeout } from '../at/errors.ts';
import { FlashMismatch, WireUnreliable } from './errors.ts';
import { hasManufacturing } from './manufacturing-steps.ts';
import type { PieceOptions } from './pieces.ts';
import { type Answer, ERROR, OK, ScriptedBoard } from './scripted-board.ts';
import { ScriptedNvs } from './scripted-nvs.ts';
import { writeValue } from './write-value.ts';

const PLACE = nvsPlaceOf('mqtt_key');
const WRITE = 'AT+SYSMFG=2,"mqtt_key","mqtt_key",8,';

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail('it went well'),
    (error: Error) => error,
  );

/** A board with this NVS, a client for it, and what the journal printed. */
const openNvs = async (
  nvs = new ScriptedNvs(),
  script = (line: string): Answer | undefined => nvs.answer(line),
) => {
  const board = new ScriptedBoard(script);
  const client = new AtClient(board.port, { afterPromptMs: 0 });
  let printed = '';
  const paper = new Writable({
    write: (chunk, _encoding, done) => {
      printed += String(chunk);
      done();
    },
  });
  const journal = consoleJournal(paper);
  await client.synchronise();
  return {
    board,
    client,
    nvs,
    printed: () => printed,
    write: (bytes: Uint8Array, options?: PieceOptions, place = PLACE) =>
      writeValue({ client, journal }, 'mqtt_key', place, bytes, options),
    [Symbol.asyncDispose]: () => client.close(),
  };
};

describe('Writing a value into the NVS', () => {
  it('announces its length, sends it as it is, and reads it back', async () => {
    await using open = await openNvs();
    const bytes = Buffer.from('-----BEGIN OF A KEY-----\r\nOK\r\n>\0');

    const written = await open.write(bytes);

    expect(written).to.deep.equal({
      name: 'mqtt_key',
      where: 'mqtt_key/mqtt_key in mfg_nvs',
      bytes: bytes.length,
      sha256: sha256(bytes),
    });
    expect(open.nvs.get('mqtt_key', 'mqtt_key')).to.deep.equal(bytes);
    expect(open.nvs.touched).to.deep.equal([`${WRITE}${bytes.length}`]);
  });

  it('brings any bytes in and out, at any size it takes', async () => {
    await using open = await openNvs();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.integer({ min: 1, max: 8_191 }), fc.constantFrom(1, 4_096, 4_097, 8_191)),
        async (length) => {
          // What begins with F1 F1 would be refused.
          const bytes = Buffer.concat([Buffer.of(0x2d), randomBytes(length - 1)]);
          await open.write(bytes);
          expect(open.nvs.get('mqtt_key', 'mqtt_key')?.equals(bytes)).to.equal(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('reads a long value in parts', async () => {
    await using open = await openNvs();

    await open.write(randomBytes(8_000).fill(0x2d, 0, 1));

    const reads = open.board.lines.filter((line) => line.startsWith('AT+SYSMFG=1,"mqtt_key","'));
    expect(reads).to.deep.equal([
      'AT+SYSMFG=1,"mqtt_key","mqtt_key",0,4096',
      'AT+SYSMFG=1,"mqtt_key","mqtt_key",4096,3904',
    ]);
  });

  it('takes values of other types away first, and only those', async () => {
    const other = { namespace: 'mqtt_key', key: 'mqtt_key.0', type: 7, bytes: Buffer.from('x') };
    const text = { ...other, key: 'mqtt_key', bytes: Buffer.from('an old text') };
    const number = { ...text, type: 3, bytes: Buffer.from('7') };
    await using open = await openNvs(new ScriptedNvs([text, other, number]));
    const bytes = Buffer.from('new');

    await open.write(bytes);

    expect(open.nvs.values).to.deep.equal([
      other,
      { namespace: 'mqtt_key', key: 'mqtt_key', type: 8, bytes },
    ]);
  });

  it('tells the journal place, size, both sums and how fast it was, and no byte', async () => {
    await using open = await openNvs();
    const secret = Buffer.from('MIIEpAIBAAKCAQEA'.repeat(77));

    await open.write(secret);

    const printed = open.printed();
    for (const step of ['put mqtt_key into mfg_nvs', 'write mqtt_key', 'compare mqtt_key']) {
      expect(printed).to.include(`✓ ${step}`);
    }
    for (const fact of ['bytes/s', 'duration', '1232']) expect(printed).to.include(fact);
    expect(printed).to.include(`SHA-256 sent: ${sha256(secret)}`);
    expect(printed).to.include(`SHA-256 read: ${sha256(secret)}`);
    expect(printed).to.not.include('MIIEpAIBAAKCAQEA');
  });

  const refusals: readonly [string, string, Uint8Array, typeof PLACE][] = [
    ['nothing', 'CREDENTIAL_SIZE', Buffer.alloc(0), PLACE],
    ['more than 8191 bytes', 'CREDENTIAL_SIZE', Buffer.alloc(8_192), PLACE],
    [
      'a PKI image',
      'PKI_IMAGE_NOT_WANTED',
      packPkiImage([{ type: 'key', content: Buffer.from('key') }]),
      PLACE,
    ],
    ['a key of 16 letters', 'NVS_NAME', Buffer.alloc(1), nvsPlaceOf('mqtt_key.1234567')],
    ['a namespace without a letter', 'NVS_NAME', Buffer.alloc(1), nvsPlaceOf('.0')],
  ];

  for (const [what, code, bytes, place] of refusals) {
    it(`refuses ${what} before a byte reaches the board`, async () => {
      await using open = await openNvs();
      const before = open.board.lines.length;

      expect(await failure(open.write(bytes, {}, place))).to.include({ code });
      expect(open.board.lines.length).to.equal(before);
    });
  }
});

describe('A fault of the firmware in writing its NVS', () => {
  it('that drops the last byte is found and named', async () => {
    const nvs = new (class extends ScriptedNvs {
      override store(value: Parameters<ScriptedNvs['store']>[0]): void {
        super.store({ ...value, bytes: value.bytes.subarray(0, -1) });
      }
    })();
    await using open = await openNvs(nvs);

    const error = await failure(open.write(Buffer.from('some key')));

    expect(error).to.be.instanceOf(FlashMismatch);
    expect(error).to.include({ code: 'FLASH_MISMATCH', colour: 'firmware' });
    expect((error as FlashMismatch).mismatch).to.include({ pattern: 'other-length', offset: 7 });
  });

  it('that stores nothing is a refusal to read, twice', async () => {
    const nvs = new (class extends ScriptedNvs {
      override store(): void {}
    })();
    await using open = await openNvs(nvs);

    expect(await failure(open.write(Buffer.from('some key')))).to.be.instanceOf(AtRefused);
  });

  it('that refuses every time is the refusal itself', async () => {
    const nvs = new ScriptedNvs();
    await using open = await openNvs(nvs, (line) =>
      line.startsWith('AT+SYSMFG=2') ? ERROR : nvs.answer(line),
    );

    expect(await failure(open.write(Buffer.from('some key')))).to.be.instanceOf(AtRefused);
    expect(open.board.lines.filter((line) => line.startsWith(WRITE))).to.have.length(2);
  });

  it('that never lets go of a value of another type does not hold us up', async () => {
    const text = { ...PLACE, type: 7, bytes: Buffer.from('an old text') };
    const nvs = new ScriptedNvs([text]);
    await using open = await openNvs(nvs, (line) =>
      line.startsWith('AT+SYSMFG=0') ? OK : nvs.answer(line),
    );

    expect(await failure(open.write(Buffer.from('some key')))).to.be.instanceOf(FlashMismatch);
  });
});

describe('A bad wire in writing the NVS', () => {
  it('that flips a bit on the way in is told from a fault of the firmware', async () => {
    let isFirst = true;
    const nvs = new (class extends ScriptedNvs {
      override store(value: Parameters<ScriptedNvs['store']>[0]): void {
        const bytes = Buffer.from(value.bytes);
        if (isFirst) bytes[3] = (bytes[3] ?? 0) ^ 4;
        isFirst = false;
        super.store({ ...value, bytes });
      }
    })();
    await using open = await openNvs(nvs);

    const error = await failure(open.write(randomBytes(1_000).fill(0x2d, 0, 1)));

    expect(error).to.be.instanceOf(WireUnreliable);
    expect(error.cause).to.be.instanceOf(FlashMismatch);
  });

  it('that flips a bit on the way out is noticed by reading twice', async () => {
    let isFirst = true;
    const nvs = new (class extends ScriptedNvs {
      override read(bytes: Buffer): Buffer {
        const copy = Buffer.from(bytes);
        if (isFirst) copy[3] = (copy[3] ?? 0) ^ 4;
        isFirst = false;
        return copy;
      }
    })();
    await using open = await openNvs(nvs);

    const error = await failure(open.write(Buffer.from('some key')));

    expect(error).to.be.instanceOf(WireUnreliable);
    expect(error.message).to.include('different bytes twice');
  });

  /** A board that takes more than was announced, and then says what `accept` makes of it. */
  const taking =
    (nvs: ScriptedNvs, more: number, change: (data: Buffer) => Buffer, result?: string) =>
    (line: string): Answer | undefined => {
      const answer = nvs.answer(line);
      if (typeof answer !== 'object' || answer === null || !('accept' in answer)) return answer;
      const accept = (data: Buffer): string | Buffer => {
        const said = answer.accept(change(data));
        return result ?? said;
      };
      return { ...answer, length: answer.length + more, accept };
    };

  it('that loses bytes leaves the board waiting, is noticed, and the board is usable again', async () => {
    const nvs = new ScriptedNvs();
    const lose = (data: Buffer) => Buffer.concat([data.subarray(0, 100), data.subarray(103)]);
    await using open = await openNvs(nvs, taking(nvs, 3, lose));

    const error = await failure(
      open.write(randomBytes(1_000).fill(0x2d, 0, 1), { answerWithinMs: 50 }),
    );

    expect(error).to.be.instanceOf(WireUnreliable);
    expect(error.cause).to.be.instanceOf(AtTimeout);
    expect(await hasManufacturing(open.client)).to.equal(true);
  });

  it('is not blamed when the board took every byte and did not say so', async () => {
    const nvs = new ScriptedNvs();
    await using open = await openNvs(
      nvs,
      taking(nvs, 0, (data) => data, ''),
    );

    const error = await failure(open.write(Buffer.from('some key'), { answerWithinMs: 50 }));

    expect(error).to.be.instanceOf(AtTimeout);
  });

  it('that goes away ends the write', async () => {
    const nvs = new ScriptedNvs();
    const open = await openNvs(nvs, (line) => {
      if (!line.startsWith(WRITE)) return nvs.answer(line);
      open.board.unplug();
      return null;
    });
    await using _open = open;

    const error = await failure(open.write(Buffer.from('some key')));
    expect(error).to.include({ code: 'PORT_LOST', colour: 'bench' });
  });
});
