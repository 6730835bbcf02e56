import { expect } from 'chai';
import { ERROR, OK } from '../flash/scripted-board.ts';
import { failure, openedBoard } from './opened-board.ts';

const JOIN = 'AT+CWJAP="lab","correct\\,horse"';
const LAB = { ssid: 'lab', password: 'correct,horse' };

describe('Joining a Wi-Fi', () => {
  const joined = `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`;

  it('gives an address and hides the password', async () => {
    const { board, printed } = await openedBoard({ [JOIN]: joined });
    await using _board = board;

    expect(await board.joinWifi(LAB)).to.deep.equal({
      ip: '192.168.4.2',
      gateway: '192.168.4.1',
      netmask: '255.255.255.0',
    });
    expect(printed() + board.transcriptText()).to.not.include('horse');
  });

  it('takes OK before the address too', async () => {
    const { board } = await openedBoard({ [JOIN]: `WIFI CONNECTED\r\n${OK}WIFI GOT IP\r\n` });
    await using _board = board;

    expect((await board.joinWifi(LAB)).ip).to.equal('192.168.4.2');
  });

  for (const code of [1, 2, 3, 4]) {
    it(`tells what +CWJAP:${code} may mean`, async () => {
      const { board } = await openedBoard({ [JOIN]: `+CWJAP:${code}\r\n${ERROR}` });
      await using _board = board;

      const error = await failure(board.joinWifi(LAB));

      expect(error).to.include({ code: 'WIFI_JOIN_FAILED', colour: 'bench', joinCode: code });
      expect(error.message).to.not.include('horse');
    });
  }

  it('can be refused without a code', async () => {
    const { board } = await openedBoard({ [JOIN]: ERROR });
    await using _board = board;

    expect(await failure(board.joinWifi(LAB))).to.include({
      code: 'WIFI_JOIN_FAILED',
      joinCode: null,
    });
  });
});
