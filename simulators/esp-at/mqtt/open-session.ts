import type { ConnectFailure, LogLine } from '../tls/connect-failure.ts';
import { connectTls } from '../tls/connect-tls.ts';
import { type Connection, plainConnection } from '../tls/connection.ts';
import { dial } from '../tls/dial.ts';
import type { MessagePart } from './inbound.ts';
import { connectPacket, type MqttOptions } from './mqtt-options.ts';
import { MQTT_TIMES } from './mqtt-times.ts';
import { namesFor, schemeOf } from './scheme.ts';
import { type Greeting, MqttSession } from './session.ts';

export type SessionOutcome =
  | { readonly session: MqttSession }
  | { readonly failure: ConnectFailure };

/** One attempt: TCP, TLS where the scheme wants it, CONNECT, CONNACK. @throws the signal's reason */
export const openSession = async (
  options: MqttOptions,
  onPart: (part: MessagePart) => void,
): Promise<SessionOutcome> => {
  const opened = await openConnection(options);
  if ('failure' in opened) {
    return { failure: { ...opened.failure, log: [...opened.failure.log, ...GAVE_UP] } };
  }
  const { timers, signal, times = MQTT_TIMES, seams = {} } = options;
  const session = new MqttSession({
    connection: opened.connection,
    bufferBytes: options.bufferBytes ?? 1024,
    timers,
    times: seams.times?.(times) ?? times,
    random: options.random ?? Math.random,
    seams,
    onPart,
  });
  const onAbort = () => session.drop();
  signal.addEventListener('abort', onAbort, { once: true });
  void session.ended.then(() => signal.removeEventListener('abort', onAbort));
  if (signal.aborted) onAbort();
  const greeting = await session.connect(connectPacket(options));
  if (typeof greeting === 'object' && greeting.returnCode === 0) {
    return { session };
  }
  session.drop();
  await session.ended;
  signal.throwIfAborted();
  return { failure: unwelcome(greeting) };
};

const GAVE_UP: readonly LogLine[] = [
  { level: 'E', tag: 'mqtt_client', text: 'Error transport connect' },
];

type Opened = { readonly connection: Connection } | { readonly failure: ConnectFailure };

const openConnection = async (options: MqttOptions): Promise<Opened> => {
  const { host, port, timers, signal, times: { handshakeMs } = MQTT_TIMES } = options;
  const times = options.dialTimes;
  const scheme = schemeOf(options.scheme);
  if (!scheme) {
    const text = `scheme ${options.scheme}, MQTT over WebSocket, is not simulated`;
    return { failure: { stage: 'unsupported', text, log: [] } };
  }
  const network = options.network();
  const dialled = await dial({ network, host, port, timers, signal, ...(times ? { times } : {}) });
  if ('failure' in dialled) return dialled;
  if (!scheme.isEncrypted) return { connection: plainConnection(dialled.socket) };
  return connectTls({
    socket: dialled.socket,
    profile: options.tls,
    credentials: options.credentials(),
    isServerVerified: scheme.isServerVerified,
    hasIdentity: scheme.hasIdentity,
    ...namesFor(scheme, host, options.sni, options.tls),
    alpn: options.alpn,
    now: options.now,
    timers,
    silenceMs: handshakeMs,
    signal,
    seams: options.tlsSeams,
  });
};

const REASONS: Readonly<Record<number, string>> = {
  1: 'bad protocol',
  2: 'bad client id',
  3: 'server unavailable',
  4: 'bad username or password',
  5: 'not authorized',
};

const unwelcome = (greeting: Greeting): ConnectFailure => {
  const failed: LogLine = { level: 'E', tag: 'mqtt_client', text: 'MQTT connect failed' };
  if (typeof greeting === 'object') {
    const code = greeting.returnCode ?? 0;
    const reason = REASONS[code] ?? 'Unknow reason'; // as esp-mqtt spells it
    return {
      stage: 'mqtt',
      text: `the server refused the connection with code ${code}, ${reason}`,
      connack: code,
      log: [{ level: 'W', tag: 'mqtt_client', text: `Connection refused, ${reason}` }, failed],
    };
  }
  return {
    stage: 'mqtt',
    text:
      greeting === 'silence'
        ? 'the server sent no CONNACK'
        : 'the server closed the connection in the place of a CONNACK',
    log: [{ level: 'E', tag: 'mqtt_client', text: 'mqtt_message_receive() returned 0' }, failed],
  };
};
