import { generate } from 'mqtt-packet';

/** A message as a broker sends it. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  /** 1 unless told. */
  readonly qos?: 0 | 1 | 2;
  /** Its number, where its QoS gives it one. */
  readonly id?: number;
  readonly dup?: boolean;
  readonly retain?: boolean;
}

/** Its bytes on the wire. */
export const wireOf = ({
  topic,
  payload,
  qos = 1,
  id,
  dup = false,
  retain = false,
}: BrokerMessage) =>
  generate({
    cmd: 'publish',
    topic,
    payload: Buffer.from(payload),
    qos,
    dup,
    retain,
    ...(id === undefined ? {} : { messageId: id }),
  });
