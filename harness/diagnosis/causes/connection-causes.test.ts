import { expect } from 'chai';
import fc from 'fast-check';
import { LENT } from '../../boards/log-record.ts';
import { diagnose } from '../cause.ts';
import type { Evidence } from '../evidence.ts';
import {
  absentItem,
  accepted,
  CALL,
  CERTIFICATE_ID,
  CONNECTED,
  certificateItem,
  connect,
  FAILED_CALL,
  FAILURE,
  healthy,
  keyItem,
  NOW,
  ROOT_ID,
  refusal,
  refusedTls,
  said,
  USER,
  unconnected,
  withItem,
} from '../sample-evidence.ts';
import { CONNECTION_CAUSES } from './connection-causes.ts';

const OTHER_ID = 'e'.repeat(64);
const named = (evidence: Evidence): readonly string[] =>
  diagnose(evidence, CONNECTION_CAUSES).map(({ name }) => name);

const POLICY_DETAIL =
  'No statement of p allows iot:Publish on arn:aws:iot:eu-west-1:123456789012:topic/a/b. Nearest is statement 1.';

const failedLater = (changes: Partial<Evidence>): Evidence => ({
  ...healthy(),
  failure: { ...FAILURE, code: 'AT_REFUSED' },
  ...changes,
});

/** The key was written, then perhaps something else was told, and now the key is not there. */
const keyGone = (...told: readonly string[]): Evidence => {
  const written = said('AT+SYSMFG=2,"mqtt_key","mqtt_key",8,1700', '< OK', '< >', '< OK', ...told);
  const transcript = [...written, ...FAILED_CALL];
  return withItem(unconnected({ transcript }), absentItem('mqtt_key', 'empty'));
};

/** The key was written by this, and stands not where the firmware looks for it. */
const keyTold = (line: string): Evidence => {
  const transcript = [...said(line, '< OK', '< >', '< OK'), ...FAILED_CALL];
  return withItem(unconnected({ transcript }), absentItem('mqtt_key', 'empty'));
};

const MORE = 'AT+SYSFLASH=1,"mqtt_cert",800,500';
/** Pieces of the certificate were written, on a board with a partition for it, and it begins with erased flash. */
const certificateTold = (...pieces: readonly string[]): Evidence => {
  const written = pieces.flatMap((piece) => said(piece, '< >', '< OK'));
  const transcript = [...written, ...FAILED_CALL];
  return withItem(unconnected({ transcript }, '2.2.0.0'), absentItem('mqtt_cert', 'erased'));
};

const seen = { at: NOW, sequence: 5, connection: 1, remote: '127.0.0.1:50000' };
const published = (topic: string, cause: Parameters<typeof refusal>[0], detail: string) => ({
  ...seen,
  kind: 'publish' as const,
  clientId: 'sdk-java',
  topic,
  qos: 1,
  retain: false,
  packetId: 1,
  payload: new Uint8Array(),
  dup: false,
  outcome: refusal(cause, detail, 'AUTH_ERROR'),
});
const ended = (reason: 'DUPLICATE_CLIENTID' | 'MQTT_KEEP_ALIVE_TIMEOUT') => ({
  ...seen,
  kind: 'disconnect' as const,
  clientId: 'sdk-java',
  reason,
  detail: reason,
});

const damaged = (pattern: string) => ({
  holds: null,
  certificate: null,
  publicKeyId: null,
  damage: 'it cannot be parsed',
  difference: { pattern, offset: 800, count: 400, reason: pattern },
});

const CASES: readonly (readonly [string, Evidence])[] = [
  ['CA_MISSING', withItem(unconnected(), absentItem('mqtt_ca', 'empty'))],
  ['WRITE_NOT_KEPT', keyGone()],
  ['KEY_MISSING', keyGone('AT+SYSMFG=0,"mqtt_key","mqtt_key"', '< OK')],
  ['KEY_MISSING', keyGone('AT+RESTORE', '< OK')],
  ['KEY_MISSING', keyGone('AT+SYSFLASH=0,"mfg_nvs"', '< OK')],
  ['KEY_MISSING', { ...keyGone(), log: LENT }],
  ['KEY_MISSING', keyGone('AT+SYSMFG=2,"mqtt_key","mqtt_key",8,1700', '< OK', '< >', '< ready')],
  ['WRITE_NOT_KEPT', certificateTold('AT+SYSFLASH=1,"mqtt_cert",0,800', MORE)],
  ['CERTIFICATE_MISSING', certificateTold(MORE)],
  ['KEY_MISSING', keyTold('AT+SYSMFG=2,"mqtt_key","key",8,1700')],
  ['KEY_MISSING', keyTold('AT+SYSMFG=2,"mine","mqtt_key",8,1700')],
  ['WRITE_NOT_KEPT', { ...healthy(), failure: { ...FAILURE, code: 'FLASH_MISMATCH' } }],
  ['CA_MISSING', withItem(unconnected({}, '2.2.0.0'), absentItem('mqtt_ca', 'erased'))],
  [
    'CA_MISSING',
    unconnected({
      stored: null,
      transcript: said(USER, '< OK', CALL, '< ERR CODE:0x010a6021', '< ERROR'),
    }),
  ],
  ['CERTIFICATE_MISSING', withItem(unconnected(), absentItem('mqtt_cert', 'empty'))],
  ['KEY_MISSING', withItem(unconnected(), absentItem('mqtt_key', 'empty'))],
  [
    'CREDENTIALS_MISSING',
    unconnected({
      stored: ['ca', 'cert', 'key'].map((each) => absentItem(`mqtt_${each}`, 'empty')),
    }),
  ],
  [
    'CA_IN_WRONG_PARTITION',
    withItem(
      withItem(unconnected(), absentItem('mqtt_ca', 'empty')),
      certificateItem('client_ca', ROOT_ID),
    ),
  ],
  [
    'CA_IN_WRONG_PARTITION',
    withItem(
      withItem(unconnected(), certificateItem('mqtt_ca', OTHER_ID, {}, { subject: 'CN=demo' })),
      certificateItem('server_ca', ROOT_ID),
    ),
  ],
  [
    'CERTIFICATE_IN_WRONG_PARTITION',
    withItem(
      withItem(unconnected(), absentItem('mqtt_cert', 'empty')),
      certificateItem('client_cert', CERTIFICATE_ID),
    ),
  ],
  [
    'IMAGE_OF_WRONG_KIND',
    withItem(unconnected(), certificateItem('mqtt_ca', ROOT_ID, { form: 'pki-image' })),
  ],
  [
    'IMAGE_OF_WRONG_KIND',
    withItem(
      unconnected({}, '2.2.0.0'),
      certificateItem('mqtt_cert', CERTIFICATE_ID, { form: 'pem' }),
    ),
  ],
  [
    'CREDENTIAL_OF_WRONG_KIND',
    withItem(unconnected(), certificateItem('mqtt_key', CERTIFICATE_ID)),
  ],
  [
    'CREDENTIAL_OF_WRONG_KIND',
    withItem(unconnected(), certificateItem('mqtt_ca', OTHER_ID, {}, { isAuthority: false })),
  ],
  [
    'STALE_FLASH_UNDER_WRITE',
    withItem(
      unconnected({}, '2.2.0.0'),
      certificateItem('mqtt_cert', '', { form: 'pki-image', ...damaged('not-erased') }),
    ),
  ],
  [
    'STALE_FLASH_UNDER_WRITE',
    withItem(
      unconnected(
        { transcript: [...said('AT+SYSFLASH=1,"mqtt_cert",0,1200', '< OK'), ...FAILED_CALL] },
        '2.2.0.0',
      ),
      certificateItem('mqtt_cert', '', { form: 'pki-image', ...damaged('x'), difference: null }),
    ),
  ],
  [
    'TRUNCATED_WRITE',
    withItem(
      unconnected({}, '2.2.0.0'),
      keyItem('mqtt_key', '', { form: 'pki-image', ...damaged('tail-missing') }),
    ),
  ],
  [
    'TRUNCATED_WRITE',
    withItem(
      unconnected({ meant: [{ place: 'mqtt_key', sha256: '', bytes: 1700 }] }),
      keyItem('mqtt_key', '', { ...damaged('other-length'), bytes: 900 }),
    ),
  ],
  [
    'KEY_MISMATCH',
    withItem(
      unconnected({ cloud: [refusedTls('cloud', 'DECRYPT_ERROR')] }),
      keyItem('mqtt_key', OTHER_ID),
    ),
  ],
  ['KEY_MISMATCH', unconnected({ stored: null, cloud: [refusedTls('cloud', 'DECRYPT_ERROR')] })],
  [
    'CA_OF_ANOTHER_AUTHORITY',
    withItem(
      unconnected({ cloud: [refusedTls('device', 'UNKNOWN_CA')] }),
      certificateItem('mqtt_ca', OTHER_ID),
    ),
  ],
  [
    'DEMO_CERTIFICATES_IN_FLASH',
    unconnected({
      cloud: [refusedTls('device', 'UNKNOWN_CA')],
      stored: ['mqtt', 'client'].flatMap((user) => [
        certificateItem(`${user}_ca`, OTHER_ID),
        certificateItem(`${user}_cert`, OTHER_ID),
        keyItem(`${user}_key`, OTHER_ID),
      ]),
    }),
  ],
  [
    'CERTIFICATE_UNKNOWN',
    unconnected({
      cloud: [accepted, connect({ outcome: refusal('CERTIFICATE_UNKNOWN', 'not registered') })],
      certificates: [],
    }),
  ],
  [
    'CERTIFICATE_INACTIVE',
    unconnected({
      cloud: [accepted, connect({ outcome: refusal('CERTIFICATE_INACTIVE', 'INACTIVE') })],
    }),
  ],
  [
    'CERTIFICATE_REVOKED',
    unconnected({
      certificates: healthy().certificates.map((each) => ({ ...each, status: 'REVOKED' })),
    }),
  ],
  [
    'CERTIFICATE_EXPIRED',
    unconnected({
      cloud: [accepted, connect({ outcome: refusal('CERTIFICATE_EXPIRED', 'expired') })],
    }),
  ],
  [
    'CERTIFICATE_NOT_YET_VALID',
    unconnected({ cloud: [refusedTls('cloud', 'CERTIFICATE_NOT_YET_VALID')] }),
  ],
  [
    'NO_POLICY',
    unconnected({ cloud: [accepted, connect({ outcome: refusal('NO_POLICY', 'no policy') })] }),
  ],
  [
    'POLICY_FORBIDS_CONNECT',
    unconnected({
      cloud: [
        accepted,
        connect({ outcome: refusal('POLICY_DOES_NOT_ALLOW', 'no iot:Connect on arn:') }),
      ],
    }),
  ],
  [
    'POLICY_FORBIDS_PUBLISH',
    failedLater({ cloud: [connect(), published('a/b', 'POLICY_DOES_NOT_ALLOW', POLICY_DETAIL)] }),
  ],
  [
    'POLICY_FORBIDS_RETAIN',
    failedLater({
      cloud: [
        connect(),
        published(
          'a/b',
          'POLICY_DOES_NOT_ALLOW',
          'No statement allows iot:RetainPublish on arn:aws:x.',
        ),
      ],
    }),
  ],
  [
    'POLICY_FORBIDS_SUBSCRIBE',
    failedLater({
      cloud: [
        connect(),
        {
          ...seen,
          kind: 'subscribe',
          clientId: 'sdk-java',
          packetId: 1,
          answer: 'closed',
          filters: [{ filter: 'a/#', qos: 1, outcome: refusal('POLICY_DENIES', 'denied') }],
        },
      ],
    }),
  ],
  [
    'POLICY_FORBIDS_RECEIVE',
    failedLater({
      cloud: [
        connect(),
        {
          ...seen,
          kind: 'undelivered',
          clientId: 'sdk-java',
          topic: 'a',
          qos: 1,
          cause: 'POLICY_DOES_NOT_ALLOW',
          detail: 'no iot:Receive',
        },
      ],
    }),
  ],
  [
    'CERTIFICATE_OF_ANOTHER_THING',
    unconnected({
      cloud: [
        accepted,
        connect({ clientId: 'thing-z', outcome: refusal('POLICY_DOES_NOT_ALLOW', POLICY_DETAIL) }),
      ],
      certificates: [
        {
          certificateId: CERTIFICATE_ID,
          status: 'ACTIVE',
          things: ['thing-a'],
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of AWS
          policies: [{ name: 'p', document: 'client/${iot:Connection.Thing.ThingName}' }],
        },
      ],
    }),
  ],
  [
    'CERTIFICATE_OF_ANOTHER_THING',
    failedLater({
      failure: {
        ...FAILURE,
        code: 'CLOUD_SILENT',
        message: `waited for connect with certificateId "${OTHER_ID}"`,
      },
      certificates: [
        ...healthy().certificates,
        { certificateId: OTHER_ID, status: 'ACTIVE', things: ['thing-b'], policies: [] },
      ],
    }),
  ],
  [
    'CLIENT_ID_TAKEN',
    failedLater({
      cloud: [connect(), connect({ certificateId: OTHER_ID }), ended('DUPLICATE_CLIENTID')],
    }),
  ],
  [
    'CLIENT_ID_TAKEN',
    failedLater({
      transcript: said('AT+MQTTPUB=0,"a","x",1,0', '< +MQTTDISCONNECTED:0', '< ERROR'),
      cloud: [connect({ certificateId: OTHER_ID }), ended('DUPLICATE_CLIENTID')],
    }),
  ],
  [
    'TWO_BOARDS_SHARE_IDENTITY',
    failedLater({
      transcript: said('AT+MQTTPUB=0,"a","x",1,0', '< +MQTTDISCONNECTED:0', '< ERROR'),
      cloud: [connect(), ended('DUPLICATE_CLIENTID')],
    }),
  ],
  [
    'TWO_BOARDS_SHARE_IDENTITY',
    failedLater({ cloud: [connect(), connect(), ended('DUPLICATE_CLIENTID')] }),
  ],
  [
    'SERVER_CERTIFICATE_EXPIRED',
    unconnected({ cloud: [refusedTls('device', 'CERTIFICATE_EXPIRED')] }),
  ],
  [
    'SERVER_CERTIFICATE_NOT_YET_VALID',
    unconnected({ cloud: [refusedTls('device', 'CERTIFICATE_UNKNOWN')] }),
  ],
  ['SERVER_OF_ANOTHER_AUTHORITY', unconnected({ cloud: [refusedTls('device', 'UNKNOWN_CA')] })],
  [
    'SERVER_NAME_MISMATCH',
    unconnected({
      transcript: said(USER, '< OK', 'AT+MQTTSNI=0,"iot.bench.test"', '< OK', CALL, '< ERROR'),
      cloud: [refusedTls('device', 'BAD_CERTIFICATE')],
    }),
  ],
  [
    'TLS_VERSION_WITHOUT_OVERLAP',
    unconnected({ cloud: [refusedTls('cloud', 'PROTOCOL_VERSION')] }),
  ],
  [
    'TLS_CIPHER_WITHOUT_OVERLAP',
    unconnected({ cloud: [refusedTls('cloud', 'HANDSHAKE_FAILURE', 'no shared cipher')] }),
  ],
  [
    'ALPN_WITHOUT_OVERLAP',
    unconnected({ cloud: [refusedTls('cloud', 'NO_APPLICATION_PROTOCOL')] }),
  ],
  [
    'SCHEME_WITHOUT_TLS',
    unconnected({
      transcript: said(USER.replace('0,5', '0,1'), '< OK', CALL, '< ERROR'),
      cloud: [refusedTls('cloud', 'NOT_TLS')],
    }),
  ],
  [
    'SCHEME_WITHOUT_CLIENT_CERTIFICATE',
    unconnected({
      transcript: said(USER.replace('0,5', '0,3'), '< OK', CALL, '< ERROR'),
      cloud: [accepted, connect({ outcome: refusal('CERTIFICATE_MISSING', 'none') })],
    }),
  ],
  [
    'BROKER_PORT_WRONG',
    unconnected({ transcript: said(USER, '< OK', CALL.replace('8883', '1883'), '< ERROR') }),
  ],
  [
    'BROKER_HOST_WRONG',
    unconnected({ transcript: said(USER, '< OK', CALL.replace('iot.', ''), '< ERROR') }),
  ],
  [
    'KEEP_ALIVE_OUT_OF_RANGE',
    failedLater({
      failure: { ...FAILURE, code: 'EXPECTATION_FAILED', message: 'expected 30 to equal 10' },
      cloud: [connect({ keepAlive: { asked: 10, used: 30 } })],
    }),
  ],
  [
    'KEEP_ALIVE_OUT_OF_RANGE',
    unconnected({
      transcript: said('AT+MQTTCONNCFG=0,7201,0,"","",0,0', '< ERR CODE:0x010a602d', '< ERROR'),
      failure: { ...FAILURE, code: 'AT_REFUSED' },
    }),
  ],
  ['KEEP_ALIVE_TIMEOUT', failedLater({ cloud: [connect(), ended('MQTT_KEEP_ALIVE_TIMEOUT')] })],
  [
    'PAYLOAD_TOO_LARGE',
    failedLater({ cloud: [connect(), published('a', 'PAYLOAD_TOO_LARGE', 'too large')] }),
  ],
  ['QOS_2', failedLater({ cloud: [connect(), published('a', 'QOS_2_UNSUPPORTED', 'QoS 2')] })],
  [
    'TOPIC_RESERVED',
    failedLater({ cloud: [connect(), published('$x', 'TOPIC_RESERVED', 'reserved')] }),
  ],
  [
    'LINE_TOO_LONG',
    failedLater({
      transcript: said(
        `AT+MQTTPUB=0,"a","${'x'.repeat(240)}",0,0`,
        '< ERR CODE:0x01030000',
        '< ERROR',
      ),
    }),
  ],
  [
    'COMMA_NOT_ESCAPED',
    failedLater({
      transcript: said(
        'AT+MQTTPUB=0,"a","{\\"a\\":1,\\"b\\":2}",0,0',
        '< ERR CODE:0x01080002',
        '< ERR CODE:0x010a6044',
        '< ERROR',
      ),
    }),
  ],
  [
    'COMMA_NOT_ESCAPED',
    failedLater({ transcript: said('AT+MQTTPUB=0,"a","{"a":1}",0,0', '< ERROR') }),
  ],
  [
    'TOPICS_BEYOND_MEMORY',
    failedLater({
      transcript: said(
        CONNECTED,
        ...Array.from({ length: 11 }).flatMap((_, i) => [`AT+MQTTSUB=0,"t${i}",1`, '< OK']),
        CONNECTED,
      ),
    }),
  ],
];

describe('The causes of a connection that fails', () => {
  for (const [index, [name, evidence]] of CASES.entries()) {
    it(`are named by the evidence alone: ${name} (case ${index})`, () => {
      expect(named(evidence)[0]).to.equal(name);
    });
  }

  it('give the statement that would allow what a policy forbids', () => {
    const evidence = failedLater({
      cloud: [connect(), published('a/b', 'POLICY_DOES_NOT_ALLOW', POLICY_DETAIL)],
    });

    const [found] = diagnose(evidence, CONNECTION_CAUSES);

    expect(found?.next).to.include(
      '{"Effect":"Allow","Action":"iot:Publish","Resource":"arn:aws:iot:eu-west-1:123456789012:topic/a/b"}',
    );
  });

  it('leave a wrong clock to those who know about clocks', () => {
    for (const code of ['CERTIFICATE_UNKNOWN', 'CERTIFICATE_EXPIRED']) {
      const evidence = unconnected({ cloud: [refusedTls('device', code)] });
      const { asked } = evidence;

      expect(named({ ...evidence, asked: asked && { ...asked, clockMs: 15_000 } })).to.deep.equal(
        [],
      );
    }
  });

  for (const release of ['2.2.0.0', '3.4.0.0'] as const) {
    it(`name none on a healthy ${release}, nor where something else failed there`, () => {
      const evidence = healthy(release);
      const failure = { ...FAILURE, code: 'MESSAGE_MISSING', message: 'no message came' };

      expect(named(evidence)).to.deep.equal([]);
      expect(named({ ...evidence, failure })).to.deep.equal([]);
    });
  }

  it('are causes of nothing where a test wanted a refusal and got it', () => {
    for (const [, evidence] of CASES)
      expect(named({ ...evidence, failure: null })).to.deep.equal([]);
  });

  it('take a CA for right that stands behind another one, once the server was taken', () => {
    const evidence = withItem(
      unconnected({
        cloud: [accepted, connect({ outcome: refusal('CERTIFICATE_REVOKED', 'REVOKED') })],
      }),
      certificateItem('mqtt_ca', OTHER_ID),
    );

    expect(named(evidence)).to.deep.equal(['CERTIFICATE_REVOKED']);
  });

  for (const [name, sentence] of [
    ['SERVER_OF_ANOTHER_AUTHORITY', 'The certificate is not correctly signed by the trusted CA'],
    ['SERVER_CERTIFICATE_EXPIRED', 'The certificate validity has expired'],
  ] as const) {
    it(`are named by a debug build's log where the cloud sees no handshakes: ${name}`, () => {
      const log = `E (9000) esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700\r\nI (9001) esp-tls-mbedtls: ${sentence}\r\n`;
      const evidence = unconnected({ log });

      const [found] = diagnose(evidence, CONNECTION_CAUSES);

      expect(found?.name).to.equal(name);
      expect(found?.because.join()).to.include('-0x2700');
      expect(named({ ...evidence, log: '' })).to.deep.equal([]);
    });
  }

  it('have names of their own, in capitals', () => {
    const names = CONNECTION_CAUSES.map(({ name }) => name);

    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[A-Z][A-Z0-9_]+$/);
  });

  it('throw at nothing, whatever is missing', () => {
    const maybe = <T>(...values: T[]) => fc.constantFrom(...values);
    const samples = CASES.map(([, evidence]) => evidence);
    const torn = fc.record({
      failure: maybe(null, FAILURE),
      transcript: fc.oneof(
        fc.constantFrom(...samples.map(({ transcript }) => transcript)),
        fc.array(fc.record({ ms: fc.nat(), from: maybe('host', 'board'), text: fc.string() })),
      ),
      stored: maybe(null, ...samples.map(({ stored }) => stored)),
      asked: maybe(null, healthy().asked),
      cloud: maybe(...samples.map(({ cloud }) => cloud)),
      root: maybe(null, healthy().root),
      certificates: maybe([], ...samples.map(({ certificates }) => certificates)),
    });
    fc.assert(
      fc.property(torn, (changes) => {
        const found = diagnose(
          { ...healthy(), ...(changes as Partial<Evidence>) },
          CONNECTION_CAUSES,
        );
        for (const { confidence } of found) expect(confidence).to.be.within(0, 1);
      }),
    );
  });
});
