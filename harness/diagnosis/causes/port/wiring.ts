import type { Cause } from '../../cause.ts';
import { logLines, portLines } from '../../log-text.ts';
import { isConsoleLine } from './console-lines.ts';
import { atItsRate, isAnswered, isEcho, isGarbage, isSilent } from './silence.ts';

/** Which wire leads where, and how fast. */
export const WIRING: readonly Cause[] = [
  {
    name: 'BAUD_RATE_WRONG',
    area: 'port',
    colour: 'bench',
    title: 'The AT port is set to another speed than the board.',
    find: (evidence) => {
      if (!isSilent(evidence)) return undefined;
      const { trials, bench, transcript } = evidence;
      const { baud } = bench.board;
      const right = trials.find(
        (trial) => trial.port === 'at' && trial.baud !== null && isAnswered(trial),
      );
      if (right) {
        return {
          confidence: 0.98,
          because: [`the board was silent at ${baud} baud and answered AT at ${right.baud}`],
          next: `Put baud: ${right.baud} into the bench file, or set the board with AT+UART_DEF.`,
        };
      }
      const heard = transcript.filter(({ from }) => from === 'board').map(({ text }) => text);
      const garbage = [...heard, atItsRate(evidence)?.heard ?? ''].find(isGarbage);
      if (garbage === undefined) return undefined;
      return {
        confidence: 0.6,
        because: [`what came at ${baud} baud is no text: ${garbage.slice(0, 40)}`],
        next: 'Find out what the board is set to (AT+UART_CUR?, its log port tells at boot), and put that into the bench file.',
      };
    },
  },
  {
    name: 'PORTS_SWAPPED',
    area: 'port',
    colour: 'bench',
    title: 'AT port and log port are swapped.',
    find: (evidence) => {
      if (!isSilent(evidence)) return undefined;
      const { at } = evidence.bench.board;
      const console = portLines(evidence).find(isConsoleLine);
      const answering = evidence.trials.find((trial) => trial.port === 'log' && isAnswered(trial));
      // Who answers there and says nothing of a console is on a wire of AT alone: mostly the wires are swapped.
      const isBare = answering !== undefined && !logLines(evidence).some(isConsoleLine);
      if (console === undefined && !isBare) return undefined;
      return {
        confidence: console === undefined ? 0.7 : answering ? 0.98 : 0.8,
        because: [
          ...(console === undefined
            ? []
            : [`${at} says what a chip says on its console: ${console}`]),
          ...(answering ? [`${answering.label}, the log port of the bench file, answers AT`] : []),
        ],
        next: 'Swap at: and log: in the bench file. The AT port of a WROOM-32 is GPIO16 and GPIO17, the log port its USB connector.',
      };
    },
  },
  {
    name: 'AT_ON_OTHER_UART',
    area: 'port',
    colour: 'bench',
    title: 'The firmware takes its AT commands on the UART that the bench has for the log.',
    find: (evidence) => {
      if (!isSilent(evidence)) return undefined;
      const answering = evidence.trials.find((trial) => trial.port === 'log' && isAnswered(trial));
      if (!answering) return undefined;
      const said = logLines(evidence).find((line) => /AT cmd port:uart/.test(line));
      const isConsole = logLines(evidence).some(isConsoleLine);
      return {
        confidence: isConsole ? 0.9 : 0.6,
        because: [
          `${answering.label}, the log port of the bench file, answers AT, and ${evidence.bench.board.at} does not`,
          ...(said === undefined ? [] : [`the log says "${said}"`]),
        ],
        next: 'Connect at: to the UART that the firmware was built for, or flash one that has AT on UART1 (GPIO16 and GPIO17 on a WROOM-32).',
      };
    },
  },
  {
    name: 'FLOW_CONTROL_HOLDS_LINE',
    area: 'port',
    colour: 'bench',
    title:
      'Flow control holds the line: a pin of it floats, or one end uses it and the other does not.',
    find: (evidence) => {
      const { failure, bench } = evidence;
      const { flowControl } = bench.board;
      if (failure?.code === 'PORT_WRITE_TIMEOUT') {
        return {
          confidence: 0.9,
          because: [failure.message, `the bench file has flowControl: ${flowControl}`],
          next: 'Wire CTS and RTS on both sides (GPIO15 and GPIO14 on a WROOM-32), or say flowControl: none.',
        };
      }
      if (!isSilent(evidence)) return undefined;
      const trial = atItsRate(evidence);
      if (trial && isEcho(trial)) {
        return {
          confidence: 0.8,
          because: [
            'the board echoes what it is sent, and gives no answer',
            `the bench file has flowControl: ${flowControl}, and the harness ends every line with CR LF`,
          ],
          next: 'Tie the CTS pin of the board to ground (GPIO15 on a WROOM-32) or wire it, and see that TX and RX are not joined.',
        };
      }
      if (flowControl !== 'rts-cts' || trial?.heard !== '') return undefined;
      return {
        confidence: 0.65,
        because: [
          'nothing came back',
          'the bench file has flowControl: rts-cts, which needs both wires',
        ],
        next: 'Try flowControl: none; then wire CTS and RTS on both sides.',
      };
    },
  },
  {
    name: 'BOARD_WITHOUT_POWER',
    area: 'port',
    colour: 'bench',
    title:
      'Nothing at all comes from the board: it has no power, is held in reset, or its wires lead nowhere.',
    find: (evidence) => {
      const { trials } = evidence;
      if (!isSilent(evidence) || trials.length === 0) return undefined;
      if (trials.some(({ heard }) => heard !== '') || logLines(evidence).length > 0)
        return undefined;
      if (portLines(evidence).length > 0) return undefined;
      const isReset = trials.some(({ sent }) => sent === 'reset');
      return {
        confidence: isReset ? 0.7 : 0.5,
        because: [
          `${trials.length} trials, on ${[...new Set(trials.map(({ label }) => label))].join(' and ')}, gave not one byte`,
          ...(isReset ? ['a reset brought nothing either'] : []),
        ],
        next: "Look at the board's supply and its EN pin, at ground between both ends, and at TX and RX.",
      };
    },
  },
];
