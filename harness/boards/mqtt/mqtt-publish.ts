import { BadInput } from '../../../errors/bench-error.ts';
import { fitsOnLine } from '../../at/commands/encode.ts';
import { commands } from '../../at/commands/index.ts';
import { type Hands, verb } from '../verb.ts';
import { LINK } from './mqtt-names.ts';

export interface PublishOptions {
  /** 0 unless told. Firmware up to 4.1 waits for the acknowledgement of 1 and 2 without limit. */
  readonly qos?: 0 | 1 | 2;
  readonly retain?: boolean;
  /**
   * `true`: with MQTTPUBRAW, `false`: with MQTTPUB. Unless told, MQTTPUB for plain text that fits on its line and
   * MQTTPUBRAW for all else.
   */
  readonly raw?: boolean;
  readonly withinMs?: number;
  /** With MQTTPUBRAW: the host falls silent behind so many bytes. */
  readonly abandonAfterBytes?: number;
}

/** What needs no thought about encodings on any release. */
const PLAIN = /^[\x20-\x7e]*$/;

type Line = Parameters<typeof fitsOnLine<typeof commands.mqttPublish.set.params>>[1];

/** MQTTPUBRAW takes no empty payload; a payload that is no text, or too long, only goes with it. */
const goesRaw = (bytes: Buffer, line: Line): boolean =>
  bytes.length > 0 &&
  !(PLAIN.test(bytes.toString('latin1')) && fitsOnLine(commands.mqttPublish.set, line));

/**
 * Publishes a message from the board.
 * @throws AtRefused; AtTimeout when it is never acknowledged, and then the board is busy until it is restarted
 * @throws BadInput `EMPTY_PAYLOAD` for nothing with MQTTPUBRAW, `LINE_TOO_LONG` or `BAD_CHARACTER` for too much with
 *   MQTTPUB
 */
export const publish = (
  hands: Hands,
  topic: string,
  payload: string | Uint8Array,
  { qos = 0, retain = false, raw, withinMs, abandonAfterBytes }: PublishOptions = {},
): Promise<void> => {
  const bytes = Buffer.from(payload);
  const head = { link: LINK, topic, qos, retain: retain ? 1 : 0 };
  const line = { ...head, data: bytes.toString('utf8') };
  const isRaw = raw ?? goesRaw(bytes, line);
  const patience = withinMs === undefined ? {} : { withinMs };
  const parameters = {
    topic,
    bytes: bytes.length,
    qos,
    retain,
    with: isRaw ? 'MQTTPUBRAW' : 'MQTTPUB',
  };
  return verb(hands, `publish on ${topic}`, parameters, async () => {
    if (!isRaw) {
      await hands.client.do(commands.mqttPublish.set, line, patience);
      return;
    }
    if (bytes.length === 0) {
      throw new BadInput(
        'EMPTY_PAYLOAD',
        'AT+MQTTPUBRAW sends no empty message; use AT+MQTTPUB for it',
      );
    }
    await hands.client.do(
      commands.mqttPublishRaw.set,
      { ...head, length: bytes.length },
      {
        ...patience,
        data: bytes,
        dataIsPublic: true,
        ...(abandonAfterBytes === undefined ? {} : { abandonAfterBytes }),
      },
    );
  });
};
