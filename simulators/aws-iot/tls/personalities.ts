import { createSecureContext } from 'node:tls';
import type { ServerOptions } from '../../../certs/server-identity.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type {
  Moment,
  PersonalityName,
  PlainPersonality,
} from '../../../harness/clouds/personality.ts';
import type { BreakOff, Makers, Personality } from './personality.ts';
import { playableSuite } from './playable-suites.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What AWS's chain fills of a TLS 1.2 Certificate message: 4.8 to 5 kB were seen. */
const AWS_CHAIN_BYTES = 4900;
/** RFC 5246, 6.2.1: the most that a record holds. mbedTLS before 3.6.3 takes no message that needs two. */
const RECORD_BYTES = 2 ** 14;
const OTHER_NAME = 'somebody-else.test';

/** OpenSSL serves with no certificate above level 0 that is weaker than it likes. */
const ANYTHING = { ciphers: 'DEFAULT:@SECLEVEL=0' };

const dates = (fromDays: number, untilDays: number) => ({
  notBefore: new Date(Date.now() + fromDays * DAY_MS),
  notAfter: new Date(Date.now() + untilDays * DAY_MS),
});

/** A certificate of the right root, right but for what the options say when it is made. */
const issued =
  (options: () => ServerOptions) =>
  async ({ authority, hosts }: Makers) =>
    (await authority()).issueServer({ ...hosts, ...options() });

const onCurve = issued(() => ({ key: 'p-256' }));

/** TLS 1.3 hides the flights that are to be told apart, except the first. */
const breakOff = (by: BreakOff['by'], at: Moment): Personality => ({
  ...(at === 'before-server-hello' ? {} : { tls: { maxVersion: 'TLSv1.2' } }),
  breakOff: { by, at },
});

interface Row extends Personality {
  /** What stands in lists of personalities. */
  readonly about: string;
}

const ROWS: Readonly<Record<PlainPersonality, Row>> = {
  right: { about: 'as AWS: what everything else is measured by' },
  'unknown-ca': {
    about: 'its certificate is of an authority that devices do not know',
    shows: async ({ stranger, hosts }) => (await stranger()).issueServer(hosts),
  },
  'wrong-name': {
    about: `its certificate is for ${OTHER_NAME}`,
    shows: issued(() => ({ names: [OTHER_NAME], addresses: [] })),
  },
  expired: {
    about: 'its certificate expired yesterday',
    shows: issued(() => dates(-30, -1)),
  },
  'not-yet-valid': {
    about: 'its certificate is valid from tomorrow on',
    shows: issued(() => dates(1, 30)),
  },
  'self-signed': {
    about: 'its certificate vouches for itself',
    shows: async ({ stranger, hosts }) =>
      (await stranger()).issueServer({ ...hosts, signedBy: 'itself' }),
  },
  'issued-by-leaf': {
    about: 'its certificate is issued by one of the right root that may issue none',
    shows: issued(() => ({ signedBy: 'a leaf', key: 'p-256' })),
  },
  'issued-by-namesake': {
    about: 'its certificate is issued by somebody who has the name of the right root',
    shows: issued(() => ({ signedBy: 'a namesake', key: 'p-256' })),
  },
  'issued-by-expired': {
    about: 'its certificate is issued by an authority below the root that expired yesterday',
    shows: issued(() => ({ signedBy: 'an expired authority', key: 'p-256' })),
  },
  'short-key': {
    about: 'its key has 1024 bits',
    shows: issued(() => ({ key: 'rsa-1024' })),
    tls: ANYTHING,
  },
  'broken-hash': {
    about: 'its certificate is signed with SHA-1',
    shows: issued(() => ({ hash: 'SHA-1', key: 'p-256' })),
    tls: ANYTHING,
  },
  'long-key': { about: 'its key has 3072 bits', shows: issued(() => ({ key: 'rsa-3072' })) },
  'until-2060': {
    about: 'its certificate is valid until 2060, which some clocks cannot count to',
    shows: issued(() => ({ notAfter: new Date('2060-01-01T00:00:00Z'), key: 'p-256' })),
  },
  'bigger-chain': {
    about: "its certificates are 20 % larger than AWS's",
    shows: issued(() => ({ signedBy: 'intermediate', chainBytes: AWS_CHAIN_BYTES * 1.2 })),
  },
  'full-records': {
    about:
      'its certificates fill a TLS record (16 KB) to its last byte, as large messages always do',
    // With four bytes for the head of the message, which is part of the count.
    shows: issued(() => ({ signedBy: 'intermediate', chainBytes: RECORD_BYTES })),
  },
  'tls-1.1-only': {
    about: 'speaks nothing newer than TLS 1.1, which AWS gave up in 2023',
    // OpenSSL has no TLS 1.1 above level 0.
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
  },
  'tls-1.2-only': { about: 'speaks no TLS 1.3', tls: { maxVersion: 'TLSv1.2' } },
  'tls-1.3-only': { about: 'speaks no TLS 1.2', tls: { minVersion: 'TLSv1.3' } },
  ecdsa: {
    about: 'its key is on the curve P-256',
    shows: onCurve,
  },
  // How AWS refuses a device without ALPN there is not known; it is taken to be as with a foreign protocol.
  'port-443': {
    about: "as AWS's port 443: devices must ask for the protocol x-amzn-mqtt-ca",
    tls: { alpnProtocols: ['x-amzn-mqtt-ca'] },
    isAlpnRequired: true,
  },
  'stall-before-server-hello': {
    about: 'does not answer the ClientHello',
    ...breakOff('stall', 'before-server-hello'),
  },
  'stall-after-server-flight': {
    about: 'falls silent behind its ServerHelloDone',
    ...breakOff('stall', 'after-server-flight'),
  },
  'stall-before-finished': {
    about: 'falls silent behind its ChangeCipherSpec',
    ...breakOff('stall', 'before-finished'),
  },
  'reset-before-server-hello': {
    about: 'resets the connection when the ClientHello has come',
    ...breakOff('reset', 'before-server-hello'),
  },
  'reset-after-server-flight': {
    about: "resets the connection when the device's answer to its ServerHelloDone comes",
    ...breakOff('reset', 'after-server-flight'),
  },
  'reset-before-finished': {
    about: "resets the connection when the device's Finished has come",
    ...breakOff('reset', 'before-finished'),
  },
};

const PLAIN: ReadonlyMap<string, Row> = new Map(Object.entries(ROWS));

/** All personalities, one a line, for help texts. */
export const listPersonalities = (): string =>
  [
    ...[...PLAIN].map(([name, { about }]) => [name, about] as const),
    ['cipher:SUITE', "speaks one cipher suite only, by IANA's name or OpenSSL's"] as const,
    [
      'clock-skewed:DAYS',
      'the dates of its certificate are off by so many days, also -DAYS',
    ] as const,
  ]
    .map(([name, about]) => `  ${name.padEnd(27)}${about}`)
    .join('\n');

/** The personality of this name. Throws BadInput PERSONALITY_UNKNOWN, or CIPHER_UNPLAYABLE for a suite. */
export const personalityNamed = (name: string): Personality => {
  const plain = PLAIN.get(name);
  if (plain) return plain;
  const [, suite] = /^cipher:(.+)$/.exec(name) ?? [];
  if (suite !== undefined) return speakingOnly(suite);
  const [, days] = /^clock-skewed:(-?\d{1,4})$/.exec(name) ?? [];
  if (days !== undefined) {
    return { shows: issued(() => dates(Number(days) - 1, Number(days) + 365)) };
  }
  throw new BadInput(
    'PERSONALITY_UNKNOWN',
    `No TLS server here has the personality "${name}". There are ${[...PLAIN.keys()].join(', ')}, cipher:SUITE and clock-skewed:DAYS.`,
  );
};

/** A text as the name of a personality, for those who get one from outside. Throws as `personalityNamed`. */
export const parsePersonality = (text: string): PersonalityName => {
  personalityNamed(text);
  return text as PersonalityName;
};

/** The server's key has to be of the kind that the suite signs or enciphers with. */
const speakingOnly = (name: string): Personality => {
  const suite = playableSuite(name);
  if (!suite || !isInOpenssl(suite.openssl)) {
    throw new BadInput(
      'CIPHER_UNPLAYABLE',
      `A server with a certificate cannot speak "${name}" here: ${suite ? 'OpenSSL was built without it' : 'it is no cipher suite, or needs another kind of key'}. Take one like ECDHE-RSA-AES128-GCM-SHA256.`,
    );
  }
  if (suite.key === 'any') return { tls: { minVersion: 'TLSv1.3', ciphers: suite.openssl } };
  return {
    tls: { maxVersion: 'TLSv1.2', ciphers: `${suite.openssl}:@SECLEVEL=0` },
    ...(suite.key === 'p-256' ? { shows: onCurve } : {}),
  };
};

const isInOpenssl = (ciphers: string): boolean => {
  try {
    createSecureContext({ ciphers });
    return true;
  } catch {
    return false;
  }
};
