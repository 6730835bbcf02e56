import { Writable } from 'node:stream';
import { consoleJournal } from '../../reports/console-journal.ts';
import { type Answer, ERROR, OK, ScriptedBoard } from '../flash/scripted-board.ts';
import { ScriptedFlash } from '../flash/scripted-flash.ts';
import { openBoard } from './board.ts';
import type { BoardOptions } from './board-options.ts';

const GMR =
  'AT version:2.2.0.0(c6fa6bf - ESP32 - Jul  2 2021 06:44:05)\r\nSDK version:v4.2.2-76-gefa6eca\r\ncompile time(3a696ba):Jul  2 2021 11:54:43\r\nBin version:2.2.0(WROOM-32)\r\n';

const STATION =
  '+CIPSTA:ip:"192.168.4.2"\r\n+CIPSTA:gateway:"192.168.4.1"\r\n+CIPSTA:netmask:"255.255.255.0"\r\n';

/** A healthy board's answers; a test gives its own in front of them. */
const HEALTHY: Readonly<Record<string, Answer>> = {
  'AT+GMR': GMR + OK,
  'AT+RST': `${OK}\r\nready\r\n`,
  'AT+CWMODE=1': OK,
  'AT+CIPSTA?': STATION + OK,
  'AT+MQTTCLEAN=0': `ERR CODE:0x010a6003\r\n${ERROR}`,
};

/** For unit tests: a board whose far end answers as told, and what its journal printed. */
export const openedBoard = async (
  answers: Readonly<Record<string, Answer | (() => Answer)>> = {},
  options: Partial<BoardOptions> = {},
  script: (line: string) => Answer | undefined = () => undefined,
) => {
  const flash = new ScriptedFlash();
  const far = new ScriptedBoard((line) => {
    const own = answers[line] ?? HEALTHY[line];
    const answer = (typeof own === 'function' ? own() : own) ?? script(line);
    return answer === undefined ? flash.answer(line) : answer;
  });
  let printed = '';
  const paper = new Writable({
    write: (chunk, _encoding, done) => {
      printed += String(chunk);
      done();
    },
  });
  const board = await openBoard({
    name: 'scripted',
    at: far.port,
    journal: consoleJournal(paper),
    afterPromptMs: 0,
    ...options,
  });
  return { far, flash, board, printed: () => printed };
};

/** What a promise was rejected with; a test fails when it was not. */
export const failure = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new TypeError('it went well, and should have failed');
};
