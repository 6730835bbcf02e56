import type { Cause } from '../../cause.ts';
import { lastOf } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';
import { toldCommands } from '../../told-commands.ts';

/** `ERR CODE` of `AT+MQTTCONNCFG`: keep-alive out of 0 to 7200 s. */
const OUT_OF_RANGE = 0x010a602d;

const refusedByBoard = ({ transcript }: Evidence): string | undefined => {
  const last = toldCommands(transcript).findLast(
    ({ name, values }) => name === 'MQTTCONNCFG' && values.length > 0,
  );
  return last?.codes.includes(OUT_OF_RANGE) ? last.line : undefined;
};

/** What failed speaks of it, or compares just these two. */
const isAboutIt = ({ failure }: Evidence, asked: number, used: number): boolean => {
  const message = failure?.message ?? '';
  const figures: readonly string[] = message.match(/\d+/g) ?? [];
  return /keep-?alive/i.test(message) || [asked, used].every((each) => figures.includes(`${each}`));
};

const lostForSilence = (evidence: Evidence) => {
  const lost = lastOf(evidence, 'disconnect');
  return lost?.reason === 'MQTT_KEEP_ALIVE_TIMEOUT' ? lost : undefined;
};

/** How often the board tells that it is still there. */
export const KEEP_ALIVE: readonly Cause[] = [
  {
    name: 'KEEP_ALIVE_OUT_OF_RANGE',
    area: 'mqtt',
    colour: 'bench',
    title: 'The keep-alive is none that both ends take as it is.',
    find: (evidence) => {
      const next =
        'Ask for 30 to 1200 s: AWS moves others into that range without a word, and the board keeps to its own.';
      const line = refusedByBoard(evidence);
      if (line !== undefined) {
        return { confidence: 0.95, because: [`the board refused ${line}`], next };
      }
      const connect = lastOf(evidence, 'connect');
      if (!connect?.outcome.accepted || evidence.failure === null) return undefined;
      const { asked, used } = connect.keepAlive;
      if (asked === used) return undefined;
      const lost = lostForSilence(evidence);
      if (!lost && !isAboutIt(evidence, asked, used)) return undefined;
      return {
        confidence: lost ? 0.95 : 0.8,
        because: [
          `the board asked for ${asked} s, and the cloud goes by ${used} s`,
          ...(lost ? [`the cloud ended the connection: ${lost.detail}`] : []),
        ],
        next,
      };
    },
  },
  {
    name: 'KEEP_ALIVE_TIMEOUT',
    area: 'mqtt',
    colour: 'firmware',
    title: 'The cloud heard nothing of the board for one and a half times its keep-alive.',
    find: (evidence) => {
      const lost = lostForSilence(evidence);
      const connect = lastOf(evidence, 'connect');
      const { asked, used } = connect?.keepAlive ?? { asked: 0, used: 0 };
      if (!lost || asked !== used) return undefined;
      return {
        confidence: 0.9,
        because: [`the cloud ended the connection: ${lost.detail}`, `the keep-alive was ${used} s`],
        next: 'Look whether the board was off, out of range, or asleep; a board that is there sends a ping every half keep-alive.',
      };
    },
  },
];
