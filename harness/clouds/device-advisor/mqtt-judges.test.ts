import { expect } from 'chai';
import { type MadeUp, type Row, seenOf } from './made-up-events.ts';
import {
  acknowledges,
  connects,
  leavesSilence,
  publishes,
  publishesRetained,
  renewsSession,
  repeatsPublish,
  repeatsSubscribe,
  resumesSession,
  subscribes,
} from './mqtt-judges.ts';

const connect = { kind: 'connect' } as const;
const publish = { kind: 'publish' } as const;
const subscribe = { kind: 'subscribe' } as const;
const acknowledged = [{ kind: 'deliver' }, { kind: 'puback' }] as const;
const fromCloud = { ...publish, clientId: null } as const;
const qos1 = { ...publish, qos: 1, packetId: 5 } as const;
const again = { ...qos1, dup: true } as const;
const unanswered = { kind: 'interfered', packet: 'pingresp' } as const;
const end = { kind: 'disconnect' } as const;

/** A device that keeps its session comes back on a second connection. */
const story = (sessionPresent: boolean, ...after: readonly MadeUp[]): readonly MadeUp[] => [
  { ...connect, cleanSession: false },
  subscribe,
  end,
  {
    ...connect,
    connection: 2,
    cleanSession: false,
    outcome: { accepted: true, sessionPresent },
  },
  ...after.map((event) => ({ ...event, connection: 2 })),
];

const ROWS: readonly Row[] = [
  ['CONNECT', connects, [connect], 'pass'],
  ['a handshake alone', connects, [{ kind: 'tls-accepted' }], 'fail'],
  ['SUBSCRIBE', subscribes, [subscribe], 'pass'],
  ['CONNECT alone', subscribes, [connect], 'fail'],
  ['PUBLISH of QoS 0', publishes, [publish], 'pass'],
  ['PUBLISH of QoS 1', publishes, [qos1], 'fail'],
  ["the cloud's own PUBLISH", publishes, [fromCloud], 'fail'],
  ['PUBLISH with RETAIN', publishesRetained, [{ ...publish, retain: true }], 'pass'],
  ['PUBLISH without RETAIN', publishesRetained, [publish], 'fail'],
  ["the cloud's own RETAIN", publishesRetained, [{ ...fromCloud, retain: true }], 'fail'],
  ['PUBACK', acknowledges, acknowledged, 'pass'],
  ['no PUBACK', acknowledges, [{ kind: 'deliver' }], 'fail'],
  ['nothing delivered', acknowledges, [connect], 'fail'],

  ['PUBLISH that came again', repeatsPublish, [qos1, again], 'pass'],
  ['PUBLISH that came once', repeatsPublish, [qos1], 'fail'],
  ['PUBLISH that came again without DUP', repeatsPublish, [qos1, qos1], 'fail'],
  ['PUBLISH with another id', repeatsPublish, [qos1, { ...again, packetId: 6 }], 'fail'],
  ['PUBLISH after a reconnect', repeatsPublish, [qos1, { ...again, connection: 2 }], 'fail'],
  ['PUBLISH of QoS 0, twice', repeatsPublish, [publish, publish], 'fail'],

  ['SUBSCRIBE that came again', repeatsSubscribe, [subscribe, subscribe], 'pass'],
  ['SUBSCRIBE that came once', repeatsSubscribe, [subscribe], 'fail'],
  [
    'SUBSCRIBE with another id',
    repeatsSubscribe,
    [subscribe, { ...subscribe, packetId: 2 }],
    'fail',
  ],
  [
    'SUBSCRIBE after a reconnect',
    repeatsSubscribe,
    [subscribe, { ...subscribe, connection: 2 }],
    'fail',
  ],

  ['a device that left', leavesSilence, [unanswered, end], 'pass'],
  ['a device that stays', leavesSilence, [unanswered], 'fail'],
  ['another connection that ended', leavesSilence, [unanswered, { ...end, connection: 2 }], 'fail'],
  [
    'a device that the cloud threw out',
    leavesSilence,
    [unanswered, { ...end, reason: 'MQTT_KEEP_ALIVE_TIMEOUT' }],
    'fail',
  ],
  ['a device that never pings', leavesSilence, [connect, end], 'fail'],

  ['a session that was kept', resumesSession, story(true, ...acknowledged), 'pass'],
  [
    'a session that was kept, and SUBSCRIBE',
    resumesSession,
    story(true, ...acknowledged, subscribe),
    'fail',
  ],
  ['a session that was kept, without PUBACK', resumesSession, story(true, acknowledged[0]), 'fail'],
  ['a session that was kept, and no message', resumesSession, story(true), 'fail'],
  ['a session that was lost', resumesSession, story(false, ...acknowledged), 'fail'],
  ['a device that stays away', resumesSession, story(true).slice(0, 3), 'fail'],
  ['a clean session', resumesSession, [connect, end, connect], 'fail'],
  ['nothing', resumesSession, [], 'fail'],

  ['a session that expired, and SUBSCRIBE', renewsSession, story(false, subscribe), 'pass'],
  ['a session that expired, without SUBSCRIBE', renewsSession, story(false), 'fail'],
  ['a session that did not expire', renewsSession, story(true, subscribe), 'fail'],
  ['a clean session', renewsSession, [connect, subscribe, end, connect, subscribe], 'fail'],
];

describe("Device Advisor's judgement of MQTT", () => {
  for (const [what, judge, events, verdict] of ROWS) {
    it(`of ${what} is "${verdict}" (${judge.name})`, () => {
      expect(judge(seenOf(events))).to.include({ verdict });
    });
  }
});
