import type { CloudEvent, Connect, Refusal, TlsRefused } from '../clouds/events.ts';
import type { Evidence, SaidLine, SeenFailure, StoredItem } from './evidence.ts';

/** For unit tests: what a bench has in its hands, written by hand after what was seen of the real firmware. */

export const NOW = Date.UTC(2026, 0, 15, 12);
const DAY_MS = 24 * 60 * 60 * 1000;
const day = (days: number): string => new Date(NOW + days * DAY_MS).toISOString();

export const ROOT_ID = 'a'.repeat(64);
export const CERTIFICATE_ID = 'b'.repeat(64);
const ARN = 'arn:aws:iot:eu-west-1:123456789012:';

export const certificateItem = (
  place: string,
  id: string,
  changes: Partial<StoredItem> = {},
  facts: Partial<NonNullable<StoredItem['certificate']>> = {},
): StoredItem => ({
  place,
  form: 'pem',
  holds: 'certificate',
  certificate: {
    subject: `CN=${place}`,
    issuer: 'CN=root',
    id,
    validFrom: day(-30),
    validTo: day(300),
    isAuthority: place.includes('_ca'),
    ...facts,
  },
  publicKeyId: `key of ${id}`,
  damage: null,
  endsEarly: false,
  bytes: 1200,
  sha256: 'c'.repeat(64),
  difference: null,
  ...changes,
});

export const keyItem = (
  place: string,
  of: string,
  changes: Partial<StoredItem> = {},
): StoredItem => ({
  ...certificateItem(place, of),
  holds: 'key',
  certificate: null,
  ...changes,
});

export const absentItem = (place: string, form: 'erased' | 'empty'): StoredItem => ({
  ...certificateItem(place, ''),
  form,
  holds: null,
  certificate: null,
  publicKeyId: null,
  bytes: 0,
});

/** Host's lines as they are, the board's with a mark in front. */
export const said = (...lines: readonly string[]): SaidLine[] =>
  lines.map((line, ms) =>
    line.startsWith('< ')
      ? { ms, from: 'board', text: `${line.slice(2)}\\r\\n` }
      : { ms, from: 'host', text: `${line}\\r\\n` },
  );

export const USER = 'AT+MQTTUSERCFG=0,5,"sdk-java","","***",0,0,""';
export const CALL = 'AT+MQTTCONN=0,"iot.bench.test",8883,0';
export const CONNECTED = '< +MQTTCONNECTED:0,5,"iot.bench.test","8883","",0';
const OK = '< OK';
/** What every attempt ends in that failed on the way. */
export const FAILED_CALL = said(USER, OK, CALL, '< +MQTTDISCONNECTED:0', '< ERROR');

export const FAILURE: SeenFailure = {
  code: 'MQTT_CONNECT_FAILED',
  colour: 'firmware',
  message: 'the board did not connect to iot.bench.test:8883',
  lines: [],
};

const seen = { at: NOW, sequence: 1, connection: 1, remote: '127.0.0.1:50000' };

export const accepted: CloudEvent = {
  ...seen,
  kind: 'tls-accepted',
  peer: { subject: 'CN=thing', issuer: 'CN=root', certificateId: CERTIFICATE_ID },
  sni: null,
  alpn: null,
  version: 'TLSv1.2',
  cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
  hello: null,
  personality: null,
};

export const connect = (changes: Partial<Connect> = {}): Connect => ({
  ...seen,
  kind: 'connect',
  clientId: 'sdk-java',
  certificateId: CERTIFICATE_ID,
  protocolLevel: 4,
  keepAlive: { asked: 120, used: 120 },
  cleanSession: true,
  will: null,
  hasUserName: false,
  outcome: { accepted: true, sessionPresent: false },
  ...changes,
});

export const refusal = (
  cause: Refusal['cause'],
  detail: string,
  reason: Refusal['reason'] = 'AUTHORIZATION_FAILED',
): Refusal => ({ accepted: false, reason, cause, detail });

export const refusedTls = (
  by: TlsRefused['by'],
  code: string,
  detail = `${by} refused: ${code}`,
): TlsRefused => ({
  ...seen,
  kind: 'tls-refused',
  by,
  code,
  alert: null,
  detail,
  hello: null,
  personality: null,
});

/** A board that did everything right. */
export const healthy = (release: '2.2.0.0' | '3.4.0.0' = '3.4.0.0'): Evidence => {
  const form = release === '2.2.0.0' ? 'pki-image' : 'pem';
  const demo = 'd'.repeat(64);
  return {
    failure: null,
    bench: {
      board: { name: 'b', at: 'sim://b', log: null, baud: 115_200, flowControl: 'none' },
      ssid: 'bench',
      reach: { host: 'iot.bench.test', port: 8883 },
      time: { via: 'sntp', server: 'pool.ntp.org' },
      cloud: { name: 'AWS IoT stand-in', host: '127.0.0.1', port: 41_000 },
    },
    transcript: said(USER, OK, CALL, CONNECTED, OK, 'AT+MQTTSUB=0,"sdk/test/java",1', OK),
    log: '',
    stored: [
      certificateItem('mqtt_ca', ROOT_ID, { form }),
      certificateItem('mqtt_cert', CERTIFICATE_ID, { form }),
      keyItem('mqtt_key', CERTIFICATE_ID, { form }),
      certificateItem('client_ca', demo, { form }, { subject: 'CN=demo' }),
      certificateItem('client_cert', demo, { form }, { subject: 'CN=demo' }),
      keyItem('client_key', demo, { form }),
    ],
    meant: [],
    asked: {
      answers: true,
      release,
      module: 'WROOM-32',
      clockMs: NOW + 2 * 60 * 60 * 1000,
      station: { ssid: 'bench', ip: '10.0.2.15' },
      heard: null,
      nameServers: ['10.0.2.3'],
      serverAddress: '10.0.2.2',
      resolves: true,
      pings: true,
      opens: null,
      timeServers: null,
      timeServerResolves: null,
      mqtt: null,
    },
    trials: [],
    cloud: [accepted, connect()],
    root: { id: ROOT_ID, subject: 'CN=root' },
    certificates: [
      {
        certificateId: CERTIFICATE_ID,
        status: 'ACTIVE',
        things: ['thing-a'],
        policies: [
          {
            name: 'p',
            document: {
              Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: `${ARN}*` }],
            },
          },
        ],
      },
    ],
  };
};

/** Right in everything, but that the board could not connect; and what changes say. */
export const unconnected = (changes: Partial<Evidence> = {}, release?: '2.2.0.0'): Evidence => ({
  ...healthy(release),
  failure: FAILURE,
  transcript: FAILED_CALL,
  cloud: [],
  ...changes,
});

/** The same with another item in a place. */
export const withItem = (evidence: Evidence, item: StoredItem): Evidence => ({
  ...evidence,
  stored: [...(evidence.stored ?? []).filter(({ place }) => place !== item.place), item],
});
