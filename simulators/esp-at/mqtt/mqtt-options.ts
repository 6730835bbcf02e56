import type { IConnectPacket } from 'mqtt-packet';
import type { Network } from '../../network/network.ts';
import type { Timers } from '../../network/timers.ts';
import type { TlsSeams } from '../tls/connect-tls.ts';
import type { CredentialBytes } from '../tls/credentials.ts';
import type { DialTimes } from '../tls/dial.ts';
import type { TlsProfile } from '../tls/profile.ts';
import type { MqttSeams } from './mqtt-seams.ts';
import { DEFAULT_KEEP_ALIVE_SECONDS, type MqttTimes } from './mqtt-times.ts';

interface Will {
  readonly topic: string;
  readonly message: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** All that an MQTT connection of the modem depends on. */
export interface MqttOptions {
  /** The reach of the board at each attempt; undefined while it has no address. */
  readonly network: () => Network | undefined;
  /** 1 to 10, as in `AT+MQTTUSERCFG`. */
  readonly scheme: number;
  /** A name or an address, as it was given to `AT+MQTTCONN`. */
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** 0: 120 seconds. */
  readonly keepAliveSeconds: number;
  readonly isSessionClean: boolean;
  /** None without a topic. */
  readonly will?: Will | undefined;
  /** `AT+MQTTCONN`'s reconnect: a lost connection is made anew. */
  readonly reconnects: boolean;
  /** PEM bytes as they stand in the flash; read anew at each attempt. */
  readonly credentials: () => CredentialBytes;
  readonly tls: TlsProfile;
  /** `AT+MQTTSNI` */
  readonly sni?: string | undefined;
  /** `AT+MQTTALPN` */
  readonly alpn?: readonly string[] | undefined;
  /** The board's own clock. */
  readonly now: () => Date;
  readonly timers: Timers;
  /** Size of the client's input buffer; messages beyond it come in parts. */
  readonly bufferBytes?: number;
  readonly times?: MqttTimes;
  readonly dialTimes?: DialTimes;
  /** 0 up to 1; decides the first packet id and whether a reconnect takes one step more. */
  readonly random?: () => number;
  /** Power-off or reset: everything ends at once and without a word. */
  readonly signal: AbortSignal;
  readonly seams?: MqttSeams;
  readonly tlsSeams?: TlsSeams;
}

/** CONNECT as the firmware writes it: empty names and passwords are left out (seen on v3.4.0.0). */
export const connectPacket = (options: MqttOptions): IConnectPacket => {
  const { clientId, username, password, will } = options;
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId,
    clean: options.isSessionClean,
    keepalive: options.keepAliveSeconds || DEFAULT_KEEP_ALIVE_SECONDS,
    // [MQTT-3.1.2-22]: no password without a user name, so esp-mqtt sends an empty one.
    ...(username !== '' || password !== '' ? { username } : {}),
    ...(password === '' ? {} : { password: Buffer.from(password) }),
    ...(will && will.topic !== '' ? { will: { ...will, payload: Buffer.from(will.message) } } : {}),
  };
};
