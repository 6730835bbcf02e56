import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** A rule of AWS, or a trap of the broker behind the stand-in; what a device notices; and the test that shows it. */
type Rule = readonly [what: string, notices: string, file: string, test: string];

const rulesOf = (table: string): Rule[] =>
  table
    .trim()
    .split('\n')
    .map((row) => {
      const [what = '', notices = '', file = '', test = ''] = row.trim().split(' | ');
      return [what, notices, file, test];
    });

/** AWS IoT Core quotas, and what happens beyond them. */
const LIMITS = rulesOf(`
  keep-alive is 30 to 1200 s | nothing: another one counts | connect | gets a keep-alive between 30 and 1200 seconds
  silence of 1.5 keep-alives | closed, last will sent | connect | is cut off after one and a half times the keep-alive
  silence has its own reason | lifecycle event | disconnect-reasons | MQTT_KEEP_ALIVE_TIMEOUT
  client id of 128 bytes | closed, no CONNACK | refused-connect | with a client id of 65 letters that take 130 bytes
  client id that starts with $ | closed, no CONNACK | refused-connect | with a client id that starts with $
  client id with # or + | no lifecycle events | unsure | takes wildcards in a client id
  empty client id | closed, or one is assigned | unsure | gives a device without a client id one
  topic of 256 bytes | closed | messages | a topic of 257 bytes
  topic of 7 slashes | closed | messages | a topic with 8 slashes
  levels that do not count | nothing | mqtt/topics | do not count the first levels of basic ingest
  payload of 128 KB | closed | messages | 128 KB and one byte
  payload of more, announced | closed before it is there | messages | are cut off as soon as their header announces
  CONNECT of 128 KB | closed | unsure | cuts a CONNECT of more than 128 KB off
  8 filters in a SUBSCRIBE | closed | subscriptions | are at most 8 in one packet
  8 filters in an UNSUBSCRIBE | closed | subscriptions | cannot be ended by more than 8 filters
  50 subscriptions | SUBACK 0x80 | subscriptions | beyond the 50th of a connection get SUBACK 0x80
  50 with those of the session | SUBACK 0x80 | redelivery | leaves the filters of the session counted
  100 publishes in a second | no PUBACK, not delivered | throttling | the 101st message in a second
  100 publishes, the other way | closed | throttling | messages by closing, where it is told so
  100 deliveries of QoS 0 in a second | the rest is lost | throttling | deliveries of QoS 0 beyond the rate
  100 deliveries of QoS 1 in a second | the rest is late | throttling | deliveries of QoS 1 beyond the rate
  512 KiB in a second, in | PUBACKs are late | throttling | bytes beyond 512 KiB in a second
  512 KiB in a second, out | messages are late | throttling | large deliveries of QoS 0
  100 publishes without PUBACK | no PUBACK | throttling | messages beyond 100 without PUBACK
  100 deliveries without PUBACK | the next one waits | redelivery | is one of 100; the next one waits for a PUBACK
  redelivery | the message comes again | redelivery | comes again on the same connection
  redelivery for an hour | it does not come any more | redelivery | is given up after an hour
  1 CONNECT in a second of a client | nothing, or closed | throttling | CONNECTs of one client id within a second
  500 CONNECTs in a second | closed, no CONNACK | throttling | CONNECTs of the account
  sessions last an hour | sessionPresent 0 | subscriptions | are forgotten with a session that nobody came back to
  10 stored messages in a second | they come slowly | redelivery | comes at 10 messages in a second
  one retained message a topic | the newest one | retained | are one a topic, and an empty one deletes it
  retained messages have a quota | no PUBACK | retained | are so many and no more
`);

/** Where AWS differs from MQTT 3.1.1. */
const DIFFERENCES = rulesOf(`
  no QoS 2 | no PUBREC, no SUBACK | messages | of QoS 2 get no answer, and the connection stays
  no QoS 2, later steps | no answer | messages | of QoS 2 leave their later steps unanswered
  no QoS 2, the other way | closed | messages | of QoS 2 end the connection where
  no last will of QoS 2 | closed, no CONNACK | last-will | of QoS 2
  retained only for the exact filter | nothing comes | messages | of exactly their topic, not of wildcards
  retained not for any wildcard | nothing comes | retained | do not come to a subscriber of
  retained not under $ | nothing is kept | retained | do not exist under $ topics
  retaining needs a permission | closed | messages | need iot:RetainPublish to be retained
  RETAIN 1 at first, 0 later | the flag | retained | are marked for who subscribes later
  sensor/# does not take sensor | nothing comes | messages | of a parent topic do not reach
  DUP is not supported | DUP 0, also when repeated | redelivery | redeliveryDup ? 'with' : 'without'
  answers come in any order | a later one first | packet-faults | delays one, and what follows does not wait
  nothing before CONNACK | it waits | refused-connect | nothing of what it sent along is done
  a second CONNECT | closed | connect | is cut off at a second CONNECT
  wrong flags in the header | closed | malformed | a SUBSCRIBE with the wrong flags
  shared subscriptions | closed: not there yet | subscriptions | that are shared end the connection
  sessions | sessionPresent 1 | subscriptions | outlive the connection in a persistent session
  no $SYS | closed | subscriptions | to $SYS and to misplaced wildcards
  no publishing as the cloud | closed | messages | a forged lifecycle event
  basic ingest | PUBACK, and no delivery | unsure | acknowledges basic ingest
  any user name | nothing | unsure | does not look at the user name
  MQTT 3.1 | nothing | unsure | takes MQTT 3.1 as it takes 3.1.1
  MQTT 5 | closed: not there | refused-connect | is refused when it speaks MQTT 5
`);

/** Lifecycle events, and the words for how a connection ended. */
const LIFECYCLE = rulesOf(`
  connected, disconnected | two messages | lifecycle | tell of a device from its connection to its end
  subscribed, unsubscribed | two messages | lifecycle | tell of a device from its connection to its end
  connect_failed | a message | lifecycle | tell of a refused and of a lost connection
  connect_failed for a last will | closed, no CONNACK | last-will | is refused with the CONNECT it came in
  versionNumber grows, and starts anew | a number | mqtt/lifecycle | count the connections of a client
  AUTH_ERROR | closed | disconnect-reasons | reason: 'AUTH_ERROR'
  CLIENT_INITIATED_DISCONNECT | closed | disconnect-reasons | reason: 'CLIENT_INITIATED_DISCONNECT'
  CLIENT_ERROR | closed | disconnect-reasons | reason: 'CLIENT_ERROR'
  CONNECTION_LOST | closed | disconnect-reasons | reason: 'CONNECTION_LOST'
  DUPLICATE_CLIENTID | closed | disconnect-reasons | reason: 'DUPLICATE_CLIENTID'
  MQTT_KEEP_ALIVE_TIMEOUT | closed | disconnect-reasons | reason: 'MQTT_KEEP_ALIVE_TIMEOUT'
  SERVER_INITIATED_DISCONNECT | closed | disconnect-reasons | reason: 'SERVER_INITIATED_DISCONNECT'
  THROTTLED | closed | disconnect-reasons | reason: 'THROTTLED'
  API_INITIATED_DISCONNECT | closed | disconnect-reasons | reason: 'API_INITIATED_DISCONNECT'
  no last will after DISCONNECT | nothing comes | disconnect-reasons | isWillSent: false
  DeleteConnection | closed, with or without will | disconnect-reasons | the API disconnects it and prevents
  DeleteConnection of a session | sessionPresent 0 | disconnect-reasons | by the API with its session
`);

/** What the broker behind would do by itself. */
const TRAPS = rulesOf(`
  packets overtake CONNECT | nothing is done | refused-connect | nothing of what it sent along is done
  denied filters are stored | nothing comes | subscriptions | that were refused leave nothing in a persistent session
  a refused CONNECT stays open | closed | never-answered | answers nobody without a registered, active certificate
  QoS 2 is granted | no SUBACK | messages | of QoS 2 get no answer
  an error loses earlier PUBACKs | they come | messages | end the connection at the first forbidden one
  sessionPresent without a subscription | is 1 | mqtt/sessions | are there again for a client that comes back
  sessions never end | sessionPresent 0 | mqtt/sessions | are forgotten once nobody came back
  the offline queue has no end | the rest is lost | redelivery | is so much and no more, and events tell
  nothing is sent again | it is | redelivery | comes again on the same connection
  retained for wildcards | nothing comes | retained | do not come to a subscriber of
  $ topics are open | closed | messages | a topic under $SYS
  ids, filters, topics have no limit | closed | mqtt/topics | are measured in bytes
  payloads have no limit | closed | messages | 128 KB and one byte
  an empty id with a session | closed | unsure | keeps no session for a device without a client id
  one slow device stalls all | nothing | throttling | nobody because of a device that does not read
  the taken over get no reason | closed, last will sent | connect | takes its client id over from an earlier
`);

const HERE = dirname(fileURLToPath(import.meta.url));

const testsOf = (file: string): string => readFileSync(join(HERE, `${file}.test.ts`), 'utf8');

describe('What is known of AWS and can be noticed by a device', () => {
  const themes = { LIMITS, DIFFERENCES, LIFECYCLE, TRAPS };
  for (const [theme, rules] of Object.entries(themes)) {
    it(`has a test for each of the ${theme.toLowerCase()}`, () => {
      const missing = rules.filter(
        ([, , file, test]) => test === '' || !testsOf(file).includes(test),
      );
      expect(missing).to.deep.equal([]);
    });
  }

  it('names each rule once', () => {
    for (const rules of Object.values(themes)) {
      const names = rules.map(([what]) => what);
      expect([...new Set(names)]).to.deep.equal(names);
    }
  });
});
