import { command, number, optional, query, secret, set, text } from './command.ts';
import { integer, quoted } from './fields.ts';
import { one, record } from './replies.ts';

/**
 * Who the client is and how it connects. Schemes: 1 TCP; 2 TLS; 3 TLS that verifies the server; 4 TLS with a client
 * certificate; 5 both; 6 to 10 the same over WebSocket.
 */
export const mqttUser = command(
  'AT+MQTTUSERCFG',
  {
    /** On 2.1 alone, and with the password in clear. */
    query: query(
      one(
        record('+MQTTUSERCFG', {
          link: integer,
          scheme: integer,
          clientId: quoted,
          username: quoted,
          password: quoted,
          certificateAndKey: integer,
          ca: integer,
          path: quoted,
        }),
      ),
    ),
    set: set({
      link: number,
      scheme: number,
      clientId: text,
      username: text,
      password: secret,
      certificateAndKey: number,
      ca: number,
      path: text,
    }),
  },
  { since: '2.1' },
);

/** Keep-alive (0: 120 s), session and last will. */
export const mqttSession = command(
  'AT+MQTTCONNCFG',
  {
    /** On 2.1 alone. */
    query: query(
      one(
        record('+MQTTCONNCFG', {
          link: integer,
          keepAliveSeconds: integer,
          keepSession: integer,
          willTopic: quoted,
          willMessage: quoted,
          willQos: integer,
          willRetain: integer,
        }),
      ),
    ),
    set: set({
      link: number,
      keepAliveSeconds: number,
      keepSession: number,
      willTopic: text,
      willMessage: text,
      willQos: number,
      willRetain: number,
    }),
  },
  { since: '2.1' },
);

/** A client id apart from `AT+MQTTUSERCFG`; documented for 2.1 to 2.4. */
export const mqttClientId = command(
  'AT+MQTTCLIENTID',
  {
    set: set({ link: number, clientId: text }),
  },
  { since: '2.1' },
);

/** A user name apart from `AT+MQTTUSERCFG`; documented for 2.1 to 2.4. */
export const mqttUsername = command(
  'AT+MQTTUSERNAME',
  {
    set: set({ link: number, username: text }),
  },
  { since: '2.1' },
);

/** A password apart from `AT+MQTTUSERCFG`; documented for 2.1 to 2.4. */
export const mqttPassword = command(
  'AT+MQTTPASSWORD',
  {
    set: set({ link: number, password: secret }),
  },
  { since: '2.1' },
);

const entered = () => set({ link: number, length: number }, { course: 'ok-prompt' });

/** A client id longer than a line, entered as raw data. */
export const mqttLongClientId = command(
  'AT+MQTTLONGCLIENTID',
  { set: entered() },
  { since: '3.2' },
);

/** A user name longer than a line, entered as raw data. */
export const mqttLongUsername = command(
  'AT+MQTTLONGUSERNAME',
  { set: entered() },
  { since: '3.2' },
);

/** A password longer than a line, entered as raw data. */
export const mqttLongPassword = command(
  'AT+MQTTLONGPASSWORD',
  { set: entered() },
  { since: '3.2' },
);

/** The protocols that TLS offers, and how many they are. */
export const mqttProtocols = command(
  'AT+MQTTALPN',
  {
    set: set({
      link: number,
      count: number,
      protocol1: optional(text),
      protocol2: optional(text),
      protocol3: optional(text),
      protocol4: optional(text),
      protocol5: optional(text),
    }),
  },
  { since: '2.4' },
);

/** The server's name for TLS; without it no name is sent, and none is checked. */
export const mqttServerName = command(
  'AT+MQTTSNI',
  { set: set({ link: number, name: text }) },
  { since: '3.4' },
);
