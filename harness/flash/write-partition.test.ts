import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { consoleJournal } from '../../reports/console-journal.ts';
import { AtClient } from '../at/at-client.ts';
import { AtRefused, AtTimeout } from '../at/errors.ts';
import { FlashMismatch, WireUnreliable } from './errors.ts';
import { askPartitionMap, PartitionMissing, requirePartition } from './partition-map.ts';
import { ERROR, ScriptedBoard } from './scripted-board.ts';
import { ScriptedFlash } from './scripted-flash.ts';
import { type WriteOptions, writePartition } from './write-partition.ts';

const image = (length = 1_232): Buffer =>
  Buffer.from(randomBytes(length).map((byte) => byte % 0xff));

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail('it went well'),
    (error: Error) => error,
  );

/** A board with this flash, a client for it, and what the journal printed. */
const openFlash = async (flash: ScriptedFlash, script = (line: string) => flash.answer(line)) => {
  const board = new ScriptedBoard(script);
  const client = new AtClient(board.port, { afterPromptMs: 0 });
  let printed = '';
  const journal = consoleJournal(
    new Writable({
      write: (chunk, _encoding, done) => {
        printed += String(chunk);
        done();
      },
    }),
  );
  await client.synchronise();
  const map = await askPartitionMap(client);
  return {
    board,
    client,
    map,
    printed: () => printed,
    write: (bytes: Uint8Array, options?: WriteOptions, name = 'mqtt_key') =>
      writePartition(client, journal, requirePartition(map, name), bytes, options),
    [Symbol.asyncDispose]: () => client.close(),
  };
};

describe('A partition map', () => {
  it('is asked from the board', async () => {
    await using open = await openFlash(new ScriptedFlash());

    expect(requirePartition(open.map, 'mqtt_key')).to.deep.equal({
      name: 'mqtt_key',
      type: 64,
      subtype: 13,
      address: 0x39000,
      size: 0x2000,
    });
  });

  it('tells which partitions there are when one is missing', async () => {
    await using open = await openFlash(new ScriptedFlash());

    expect(() => requirePartition(open.map, 'mqtt_crt'))
      .to.throw(PartitionMissing, 'it has mqtt_cert, mqtt_key, mqtt_ca, client_cert')
      .with.property('code', 'PARTITION_MISSING');
    expect(() => requirePartition([], 'mqtt_ca')).to.throw(PartitionMissing, 'never flashed');
  });
});

describe('Writing a partition', () => {
  it('erases, writes and compares', async () => {
    const flash = new ScriptedFlash();
    flash.partitions.get('mqtt_key')?.fill(0);
    await using open = await openFlash(flash);
    const bytes = image();

    const written = await open.write(bytes);

    expect(written).to.include({ bytes: 1_232, sha256: sha256(bytes) });
    expect(flash.partitions.get('mqtt_key')?.subarray(0, 1_232)).to.deep.equal(bytes);
    expect(flash.touched).to.deep.equal([
      'AT+SYSFLASH=0,"mqtt_key"',
      'AT+SYSFLASH=1,"mqtt_key",0,1232',
    ]);
  });

  it('is done in pieces', async () => {
    const flash = new ScriptedFlash();
    await using open = await openFlash(flash);
    const bytes = image(8_192);

    await open.write(bytes);
    await open.write(bytes, { pieceBytes: 3_000 }, 'mqtt_ca');

    expect(flash.partitions.get('mqtt_key')).to.deep.equal(bytes);
    expect(flash.partitions.get('mqtt_ca')).to.deep.equal(bytes);
    expect(
      flash.touched.filter((line) => line.startsWith('AT+SYSFLASH=1,"mqtt_ca"')),
    ).to.have.length(3);
  });

  it('tells the journal partition, address, sizes, both sums and how fast it was, and no byte', async () => {
    await using open = await openFlash(new ScriptedFlash());
    const secret = 'MIIEpAIBAAKCAQEA'.repeat(77);

    await open.write(Buffer.from(secret));

    const printed = open.printed();
    for (const fact of ['mqtt_key', '0x39000', 'bytes/s', 'duration', ' ms', '8192', '1232']) {
      expect(printed).to.include(fact);
    }
    for (const step of ['erase', 'write', 'read', 'compare']) {
      expect(printed).to.match(new RegExp(`✓ ${step} .*mqtt_key`));
    }
    const sum = sha256(Buffer.from(secret));
    expect(printed).to.include(`SHA-256 sent: ${sum}`).and.to.include(`SHA-256 read: ${sum}`);
    expect(printed).to.not.include('MIIEpAIBAAKCAQEA');
  });

  it('is refused before flash is touched when the image is too large', async () => {
    const flash = new ScriptedFlash();
    await using open = await openFlash(flash);

    const error = await failure(open.write(image(0x2001)));

    expect(error).to.include({ code: 'PARTITION_TOO_SMALL' });
    expect(flash.touched).to.deep.equal([]);
  });

  it('may look at the rest of the partition too', async () => {
    class LeavesTheSecondSector extends ScriptedFlash {
      override erase(flash: Buffer): void {
        flash.fill(0xff, 0, 4_096);
      }
    }
    const flash = new LeavesTheSecondSector();
    flash.partitions.get('mqtt_key')?.fill(0);
    await using open = await openFlash(flash);

    await open.write(image());

    expect(await failure(open.write(image(), { verify: 'partition' }))).to.be.instanceOf(
      FlashMismatch,
    );
  });
});

describe('A fault of the firmware in writing flash', () => {
  const faults: readonly [string, ScriptedFlash, string][] = [
    [
      'drops the last byte',
      new (class extends ScriptedFlash {
        override program(flash: Buffer, offset: number, data: Buffer): void {
          super.program(flash, offset, data.subarray(0, -1));
        }
      })(),
      'gaps',
    ],
    [
      'does not erase',
      new (class extends ScriptedFlash {
        override erase(): void {}
      })(),
      'not-erased',
    ],
    [
      'writes nothing',
      new (class extends ScriptedFlash {
        override program(): void {}
      })(),
      'not-written',
    ],
    [
      'wraps round at 4096',
      new (class extends ScriptedFlash {
        override program(flash: Buffer, offset: number, data: Buffer): void {
          super.program(flash, offset % 4_096, data);
        }
      })(),
      'wrapped',
    ],
  ];

  for (const [what, flash, pattern] of faults) {
    it(`that ${what} is found and named`, async () => {
      flash.partitions.get('mqtt_key')?.set(image(6_000));
      await using open = await openFlash(flash);

      const error = await failure(open.write(image(6_000)));

      expect(error).to.be.instanceOf(FlashMismatch);
      expect(error).to.include({ code: 'FLASH_MISMATCH', colour: 'firmware' });
      expect((error as FlashMismatch).mismatch.pattern).to.equal(pattern);
    });
  }

  it('that refuses every time is the refusal itself', async () => {
    const flash = new ScriptedFlash();
    await using open = await openFlash(flash, (line) =>
      line.startsWith('AT+SYSFLASH=0') ? `ERR CODE:0x010a0002\r\n${ERROR}` : flash.answer(line),
    );

    const error = await failure(open.write(image()));

    expect(error).to.be.instanceOf(AtRefused);
    expect((error as AtRefused).errorCodes).to.deep.equal([0x010a0002]);
  });
});

describe('A bad wire in writing flash', () => {
  /** Does something to the n-th piece of data that passes, counted from 1. */
  const once = (n: number, change: (bytes: Buffer) => void) => {
    let count = 0;
    return (bytes: Buffer): Buffer => {
      const copy = Buffer.from(bytes);
      count++;
      if (count === n) change(copy);
      return copy;
    };
  };
  const flipBit = (bytes: Buffer): void => {
    bytes[100] = (bytes[100] ?? 0) ^ 4;
  };

  it('that flips a bit on the way in is told from a fault of the firmware', async () => {
    const spoil = once(1, flipBit);
    const flash = new (class extends ScriptedFlash {
      override program(where: Buffer, offset: number, data: Buffer): void {
        super.program(where, offset, spoil(data));
      }
    })();
    await using open = await openFlash(flash);

    const error = await failure(open.write(image()));

    expect(error).to.be.instanceOf(WireUnreliable);
    expect(error).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
    expect(error.cause).to.be.instanceOf(FlashMismatch);
  });

  it('that flips a bit on the way out is noticed by reading twice', async () => {
    const spoil = once(1, flipBit);
    const flash = new (class extends ScriptedFlash {
      override read(where: Buffer, offset: number, length: number): Buffer {
        return spoil(super.read(where, offset, length));
      }
    })();
    await using open = await openFlash(flash);

    const error = await failure(open.write(image()));

    expect(error).to.be.instanceOf(WireUnreliable);
    expect(error.message).to.include('different bytes twice');
  });

  it('that garbles a command once is told by the second attempt', async () => {
    const flash = new ScriptedFlash();
    let isFirst = true;
    await using open = await openFlash(flash, (line) => {
      const garbled = isFirst && line.startsWith('AT+SYSFLASH=0');
      if (garbled) isFirst = false;
      return garbled ? ERROR : flash.answer(line);
    });

    expect(await failure(open.write(image()))).to.be.instanceOf(WireUnreliable);
  });

  it('that loses bytes leaves the board waiting, is noticed, and the board is usable again', async () => {
    const flash = new ScriptedFlash();
    await using open = await openFlash(flash, (line) => {
      const answer = flash.answer(line);
      if (typeof answer !== 'object' || answer === null || !('accept' in answer)) return answer;
      const accept = (data: Buffer): string | Buffer =>
        answer.accept(Buffer.concat([data.subarray(0, 100), data.subarray(103)]));
      return { ...answer, length: answer.length + 3, accept };
    });

    const error = await failure(open.write(image(), { answerWithinMs: 50 }));

    expect(error).to.be.instanceOf(WireUnreliable);
    expect(error.cause).to.be.instanceOf(AtTimeout);
    expect(await askPartitionMap(open.client)).to.have.length(4);
  });

  it('is not blamed when the board took every byte and did not say so', async () => {
    const flash = new ScriptedFlash();
    await using open = await openFlash(flash, (line) => {
      const answer = flash.answer(line);
      if (typeof answer !== 'object' || answer === null || !('accept' in answer)) return answer;
      const accept = (data: Buffer): string => {
        answer.accept(data);
        return '';
      };
      return { ...answer, accept };
    });

    const error = await failure(open.write(image(), { answerWithinMs: 50 }));

    expect(error).to.be.instanceOf(AtTimeout);
  });

  it('that goes away ends the write', async () => {
    const flash = new ScriptedFlash();
    const open = await openFlash(flash, (line) => {
      if (line.startsWith('AT+SYSFLASH=1')) {
        open.board.unplug();
        return null;
      }
      return flash.answer(line);
    });
    await using _open = open;

    expect(await failure(open.write(image()))).to.include({ code: 'PORT_LOST', colour: 'bench' });
  });
});
