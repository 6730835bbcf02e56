import type { CaseId } from './cases.ts';
import type { Verdict } from './judgement.ts';

/** What a release of the stock firmware is known to come to in a case. */
export interface Expectation {
  readonly verdict: Verdict;
  /** Why, in a sentence without a full stop. */
  readonly because: string;
  /** It waits at least so many seconds before each further try. */
  readonly noSoonerThan?: number;
}

type Expectations = Readonly<Partial<Record<CaseId, Expectation>>>;

const passes = (because: string): Expectation => ({ verdict: 'pass', because });
const fails = (because: string, noSoonerThan?: number): Expectation => ({
  verdict: 'fail',
  because,
  ...(noSoonerThan === undefined ? {} : { noSoonerThan }),
});

const WAITS = 'it waits 10 or 15 s before each try, and knows no back-off and no jitter';
/** Half of its 10 s: the two ends do not see the end of a connection at the same moment, least of all where time is fast. */
const NO_SOONER = 5;
const ONCE = 'with reconnect=1, too, it does not try again when its first connection fails';
const AS_SEEN = 'seen to do it';

/** The names of the servers are left alone by every release without `AT+MQTTSNI`, and by the others unless it is used. */
const NAME_UNCHECKED = fails(
  'it holds the name against no certificate, unless AT+MQTTSNI has told it one',
);
const OF_HOST = "it is about the host's application, typed here by the harness; the firmware";
/** What does not hang on the release. */
const OF_EVERY_RELEASE: Expectations = {
  Shadow_Publish_Reported_State: passes(`${OF_HOST} carries the report`),
  Shadow_Update_Reported_State: passes(`${OF_HOST} carries what is desired and the report`),
  Job_Execution: passes(`${OF_HOST} carries the job and its status`),
  Security_Device_Policies: passes(
    "the policy is the bench's; that of AWS's console names its topics and clients, and has a prefix to its one wildcard",
  ),
};

/** Read from the core libraries of v2.2 to v4.1. */
const READ_FROM_LIBRARIES: Expectations = {
  ...OF_EVERY_RELEASE,
  TLS_Unsecure_Server_Cert: passes(
    'its scheme 5 verifies the server against the root in its flash',
  ),
  TLS_Incorrect_Subject_Name_Server_Cert: NAME_UNCHECKED,
};

/**
 * By release. What is missing is not known. Those of 3.4.0.0 were seen on the real firmware, the few of the others are
 * read from their core libraries.
 */
const EXPECTATIONS: Readonly<Record<string, Expectations>> = {
  '2.2.0.0': READ_FROM_LIBRARIES,
  '2.4.0.0': READ_FROM_LIBRARIES,
  '3.2.0.0': READ_FROM_LIBRARIES,
  '3.4.0.0': {
    ...OF_EVERY_RELEASE,
    TLS_Connect: passes(AS_SEEN),
    TLS_Support_AWS_IoT_Cipher_Suites: {
      verdict: 'pass with warnings',
      because:
        'it offers both recommended suites, and DHE, CCM and ARIA besides, which AWS does not speak',
    },
    TLS_Unsecure_Server_Cert: passes('it refuses with the alert 48, unknown_ca'),
    TLS_Incorrect_Subject_Name_Server_Cert: NAME_UNCHECKED,
    TLS_Expired_Server_Cert: passes('it refuses with the alert 45, certificate_expired'),
    MQTT_Connect: passes(AS_SEEN),
    MQTT_Connect_Jitter_Backoff_Retries: fails(ONCE),
    MQTT_Publish: passes(AS_SEEN),
    MQTT_Subscribe: passes(AS_SEEN),
    MQTT_Client_Puback_Qos1: passes(AS_SEEN),
    MQTT_Connect_Exponential_Backoff_Retries: fails(ONCE),
    MQTT_Reconnect_Backoff_Retries_On_Server_Disconnect: fails(WAITS, NO_SOONER),
    MQTT_Reconnect_Backoff_Retries_On_Unstable_Connection: fails(WAITS, NO_SOONER),
    MQTT_Publish_Retry_No_Puback: passes('it repeats with DUP after 2 s, then every second'),
    MQTT_Publish_Retained_Messages: passes('AT+MQTTPUB has a parameter for it'),
    MQTT_Subscribe_Retry_No_Suback: passes('it repeats every second'),
    MQTT_No_Ack_PingResp: passes('it leaves half a keep-alive after a PINGREQ without answer'),
    MQTT_Persistent_Session_Happy_Case: fails(
      'it subscribes again after each reconnect, whatever CONNACK says of its session',
    ),
    MQTT_Expired_Persistent_Session: passes('it subscribes again after each reconnect'),
  },
  '4.1.1.0': READ_FROM_LIBRARIES,
};

/** What is known of a release in a case; undefined where nothing is. */
export const expectationOf = (release: string, id: CaseId): Expectation | undefined =>
  EXPECTATIONS[release]?.[id];
