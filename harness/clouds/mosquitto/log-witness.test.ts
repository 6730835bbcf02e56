import { expect } from 'chai';
import type { Draft } from '../events.ts';
import { LogWitness } from './log-witness.ts';

const MONITOR = 'monitor';

/** What a Mosquitto's log comes to, line by line. Payloads are as long as the log says, and made of one letter. */
const eventsOf = async (...lines: readonly string[]): Promise<Draft[]> => {
  const events: Draft[] = [];
  const witness = new LogWitness((event) => events.push(event), {
    monitor: MONITOR,
    payload: async (_topic, bytes) => new Uint8Array(bytes).fill(0x78),
    certificateId: (commonName) => (commonName === 'thing' ? 'its id' : null),
  });
  for (const line of lines) await witness.take(line);
  return events;
};

const ARRIVAL = 'New connection from 127.0.0.1:5000 on port 8883.';
const OTHER_ARRIVAL = 'New connection from 127.0.0.1:5001 on port 8883.';
const FAILED = 'OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed';
const ALERTED = 'OpenSSL Error[0]: error:0A000418:SSL routines::tlsv1 alert unknown ca';
const CUT = 'OpenSSL Error[0]: error:0A000126:SSL routines::unexpected eof while reading';
const UNKNOWN_FAILED = 'Client <unknown> disconnected: Protocol error.';
const UNKNOWN_CLOSED = 'Client <unknown> closed its connection.';

const connected = (client: string, user = 'thing'): string[] => [
  ARRIVAL,
  `New client connected from 127.0.0.1:5000 as ${client} (p2, c1, k120, u'${user}').`,
  'No will message specified.',
  `Sending CONNACK to ${client} (0, 0)`,
];

describe('The log of a Mosquitto', () => {
  const where = { connection: 1, remote: '127.0.0.1:5000', clientId: 'sdk-java' };

  it('tells who connects, by which certificate, with which last will', async () => {
    const events = await eventsOf(
      ARRIVAL,
      "New client connected from 127.0.0.1:5000 as sdk-java (p2, c0, k120, u'thing').",
      'Will message specified (4 bytes) (r1, q1).',
      '\ta/b',
      'Sending CONNACK to sdk-java (1, 0)',
    );

    expect(events).to.deep.equal([
      {
        kind: 'connect',
        ...where,
        certificateId: 'its id',
        protocolLevel: 4,
        keepAlive: { asked: 120, used: 120 },
        cleanSession: false,
        will: { topic: 'a/b', qos: 1, retain: true, bytes: 4 },
        hasUserName: null,
        outcome: { accepted: true, sessionPresent: true },
      },
    ]);
  });

  it('knows no certificate that nobody made known', async () => {
    const [connect] = await eventsOf(...connected('x', 'somebody else'));

    expect(connect).to.include({ kind: 'connect', clientId: 'x', certificateId: null });
  });

  it('says nothing of the monitor', async () => {
    expect(
      await eventsOf(
        ...connected(MONITOR),
        'Received SUBSCRIBE from monitor',
        '\t# (QoS 0)',
        'Sending SUBACK to monitor',
        "Sending PUBLISH to monitor (d0, q0, r1, m0, 'kept', ... (3 bytes))",
        'Received PINGREQ from monitor',
        'Client monitor disconnected.',
      ),
    ).to.deep.equal([]);
  });

  it('tells a message with the payload that the monitor got, once it was passed on', async () => {
    const received =
      "Received PUBLISH from sdk-java (d1, q2, r0, m7, 'it''s', ... (9 bytes))', ... (3 bytes))";
    const passedOn =
      "Sending PUBLISH to monitor (d0, q0, r0, m0, 'it''s', ... (9 bytes))', ... (3 bytes))";
    const [, ...before] = await eventsOf(...connected('sdk-java'), received);
    const [, ...after] = await eventsOf(...connected('sdk-java'), received, passedOn);

    expect(before).to.deep.equal([]);
    expect(after).to.deep.equal([
      {
        kind: 'publish',
        ...where,
        topic: "it''s', ... (9 bytes))",
        qos: 2,
        retain: false,
        dup: true,
        packetId: 7,
        payload: new Uint8Array(Buffer.from('xxx')),
        outcome: { accepted: true },
      },
    ]);
  });

  it('holds a last will for nobody’s doing, and forgets what was never released', async () => {
    const [, left, will] = await eventsOf(
      ...connected('sdk-java'),
      "Received PUBLISH from sdk-java (d0, q2, r0, m7, 'a', ... (3 bytes))",
      CUT,
      'Client sdk-java closed its connection.',
      "Sending PUBLISH to monitor (d0, q0, r0, m0, 'a', ... (3 bytes))",
    );

    expect(left).to.include({ kind: 'disconnect', reason: 'CONNECTION_LOST' });
    expect(will).to.include({ kind: 'publish', clientId: null, qos: 0, connection: 0 });
  });

  it('tells subscriptions, acknowledgements and signs of life', async () => {
    const [, ...events] = await eventsOf(
      ...connected('sdk-java'),
      'Received SUBSCRIBE from sdk-java',
      '\ta/b (QoS 1)',
      'sdk-java 1 a/b',
      '\tc/# (QoS 0)',
      'sdk-java 0 c/#',
      'Sending SUBACK to sdk-java',
      "Sending PUBLISH to sdk-java (d0, q1, r0, m3, 'a/b', ... (3 bytes))",
      'Received PUBACK from sdk-java (Mid: 3, RC:0)',
      'Received PUBACK from sdk-java (Mid: 3, RC:0)',
      'Received PINGREQ from sdk-java',
      'Received UNSUBSCRIBE from sdk-java',
      '\ta/b',
      'Sending UNSUBACK to sdk-java',
    );

    const outcome = { accepted: true };
    expect(events).to.deep.equal([
      {
        kind: 'subscribe',
        ...where,
        packetId: null,
        filters: [
          { filter: 'a/b', qos: 1, outcome },
          { filter: 'c/#', qos: 0, outcome },
        ],
        answer: 'suback',
      },
      { kind: 'puback', ...where, packetId: 3, topic: 'a/b' },
      { kind: 'puback', ...where, packetId: 3, topic: null },
      { kind: 'ping', ...where },
      { kind: 'unsubscribe', ...where, packetId: null, filters: ['a/b'], outcome },
    ]);
  });

  const ENDS: readonly (readonly [reason: string, ...lines: string[]])[] = [
    [
      'CLIENT_INITIATED_DISCONNECT',
      'Received DISCONNECT from sdk-java',
      'Client sdk-java disconnected.',
    ],
    ['CONNECTION_LOST', CUT, 'Client sdk-java closed its connection.'],
    ['CONNECTION_LOST', 'Client sdk-java [127.0.0.1:5000] closed its connection.'],
    ['MQTT_KEEP_ALIVE_TIMEOUT', 'Client sdk-java has exceeded timeout, disconnecting.'],
    ['DUPLICATE_CLIENTID', 'Client sdk-java already connected, closing old connection.'],
    ['CLIENT_ERROR', 'Client sdk-java disconnected due to protocol error.'],
    ['CLIENT_ERROR', 'Client sdk-java disconnected: Malformed packet.'],
  ];
  for (const [reason, ...lines] of ENDS) {
    it(`gives the reason ${reason} for "${lines.at(-1)}"`, async () => {
      const [, ...events] = await eventsOf(...connected('sdk-java'), ...lines);

      expect(events).to.deep.equal([
        { kind: 'disconnect', ...where, reason, detail: lines.at(-1) },
      ]);
    });
  }
});

describe('A handshake that a Mosquitto logs as failed', () => {
  const HOW: readonly (readonly [words: string, by: string, code: string])[] = [
    ['certificate verify failed', 'cloud', 'TLS_ERROR'],
    ['peer did not return a certificate', 'cloud', 'CERTIFICATE_MISSING'],
    ['wrong version number', 'cloud', 'NOT_TLS'],
    ['tlsv1 alert unknown ca', 'device', 'UNKNOWN_CA'],
    ['sslv3 alert certificate unknown', 'device', 'CERTIFICATE_UNKNOWN'],
  ];
  for (const [words, by, code] of HOW) {
    it(`is ${code} by the ${by} for "${words}"`, async () => {
      const error = `OpenSSL Error[0]: error:0A000086:SSL routines::${words}`;

      expect(await eventsOf(ARRIVAL, error, UNKNOWN_FAILED)).to.deep.equal([
        {
          kind: 'tls-refused',
          connection: 1,
          remote: '127.0.0.1:5000',
          by,
          code,
          alert: null,
          hello: null,
          personality: null,
          detail: `Mosquitto says of the handshake: ${words}.`,
        },
      ]);
    });
  }

  it('may have been none when the connection just broke', async () => {
    expect(await eventsOf(ARRIVAL, CUT, UNKNOWN_CLOSED)).to.deep.equal([]);
    expect(await eventsOf(ARRIVAL, UNKNOWN_CLOSED)).to.deep.equal([]);
  });

  it('is told of the right connection, as soon as that is sure', async () => {
    const client = "New client connected from 127.0.0.1:5000 as x (p2, c1, k60, u'thing').";
    const before = [ARRIVAL, OTHER_ARRIVAL, ALERTED, UNKNOWN_FAILED];

    expect(await eventsOf(...before)).to.deep.equal([]);
    const [refused] = await eventsOf(...before, client);
    expect(refused).to.include({ kind: 'tls-refused', connection: 2, code: 'UNKNOWN_CA' });
  });

  it('is not told of a connection whose client left with an error', async () => {
    const events = await eventsOf(
      ...connected('x'),
      FAILED,
      'Client x closed its connection.',
      OTHER_ARRIVAL,
      UNKNOWN_CLOSED,
    );

    expect(events.map(({ kind }) => kind)).to.deep.equal(['connect', 'disconnect']);
  });
});
