import { expect } from 'chai';
import { sampleDevice } from '../../certs/sample-credentials.ts';
import { type Answer, ERROR } from '../flash/scripted-board.ts';
import { ScriptedNvs } from '../flash/scripted-nvs.ts';
import { failure, openedBoard } from './opened-board.ts';

const PATIENCE = { answerWithinMs: 100 };

/** A board that keeps its credentials in an NVS; a test puts its own answers in front. */
const nvsBoard = async (
  own: (line: string, nvs: ScriptedNvs) => Answer | undefined = () => undefined,
) => {
  const nvs = new ScriptedNvs();
  const opened = await openedBoard({}, {}, (line) => {
    const answer = own(line, nvs);
    return answer === undefined ? nvs.answer(line) : answer;
  });
  return { ...opened, nvs };
};

describe('Credentials of a board with an NVS', () => {
  it('go into it, and the report says by which way', async () => {
    const { board, nvs, flash, printed } = await nvsBoard();
    await using _board = board;
    const device = await sampleDevice();

    const packed = await board.packCredentials(device);
    const written = await board.writeCredentials(device);

    expect(board.abilities.has('sysmfg')).to.equal(true);
    expect(packed.map(({ bytes }) => Buffer.from(bytes).toString())).to.deep.equal([
      device.caPem,
      device.certificatePem,
      device.keyPem,
    ]);
    expect(written.map(({ where }) => where)[1]).to.equal('mqtt_cert/mqtt_cert in mfg_nvs');
    expect(nvs.get('mqtt_key', 'mqtt_key')?.toString()).to.equal(device.keyPem);
    expect(flash.touched).to.deep.equal([]);
    expect(printed()).to.include('via: sysmfg');
    expect(printed() + board.transcriptText()).to.not.include('PRIVATE KEY');
  });

  it('are neither packed, written nor taken away by a way that there is not', async () => {
    const { board, nvs } = await nvsBoard();
    await using _board = board;
    const device = await sampleDevice();
    const via = 'nvs' as 'sysmfg';

    for (const attempt of [
      () => board.packCredentials(device, { via }),
      () => board.writeCredentials(device, { via }),
      () => board.eraseCredentials({ via }),
      () => board.eraseCredentials({ via: 'rom' as 'sysmfg' }),
    ])
      expect(await failure(attempt())).to.include({ code: 'WAY_UNKNOWN', colour: 'bench' });

    expect(nvs.touched).to.deep.equal([]);
  });

  it('are taken away by namespace', async () => {
    const { board, nvs } = await nvsBoard();
    await using _board = board;
    await board.writeCredentials(await sampleDevice());

    await board.eraseCredentials();

    expect(nvs.values).to.deep.equal([]);
    expect(nvs.touched.slice(-3)).to.deep.equal([
      'AT+SYSMFG=0,"mqtt_ca"',
      'AT+SYSMFG=0,"mqtt_cert"',
      'AT+SYSMFG=0,"mqtt_key"',
    ]);
  });

  it('go into partitions where the firmware refuses its NVS', async () => {
    const { board, flash } = await nvsBoard((line) =>
      line.startsWith('AT+SYSMFG') ? ERROR : undefined,
    );
    await using _board = board;

    const written = await board.writeCredentials(await sampleDevice());

    expect(board.abilities.has('sysmfg')).to.equal(false);
    expect(written[0]?.where).to.equal('0x3b000');
    expect(flash.touched).to.have.length(6);
  });

  it('are not judged when the board falls silent in the middle', async () => {
    let isDead = false;
    const { board } = await nvsBoard((line) => {
      isDead ||= line.startsWith('AT+SYSMFG=2,"mqtt_cert"');
      return isDead ? null : undefined;
    });
    await using _board = board;

    const error = await failure(board.writeCredentials(await sampleDevice(), PATIENCE));

    expect(error).to.include({ code: 'BOARD_SILENT', colour: 'bench' });
  });

  it('that lose a byte on the way are the fault of the wire', async () => {
    let isFirst = true;
    const { board, nvs } = await nvsBoard((line, nvs) => {
      const answer = nvs.answer(line);
      const isData = typeof answer === 'object' && answer !== null && 'accept' in answer;
      if (!isData || !isFirst || !line.includes('mqtt_key')) return answer;
      isFirst = false;
      // One that came is dropped, so the board waits for one more than will come.
      const accept = (data: Buffer) => answer.accept(data.subarray(1));
      return { ...answer, length: answer.length + 1, accept };
    });
    await using _board = board;
    const device = await sampleDevice();

    const error = await failure(board.writeCredentials(device, PATIENCE));

    expect(error).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
    await board.writeCredentials(device);
    expect(nvs.get('mqtt_key', 'mqtt_key')?.toString()).to.equal(device.keyPem);
  });
});
