import type { Judge, Seen } from './judgement.ts';
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
import { isRestricted } from './policy-judge.ts';
import { REFUSED } from './refusals.ts';
import { exponential, jitterAfterLoss, jitterTwice } from './retry-judges.ts';
import { completesJob, followsDesired, reportsState } from './thing-judges.ts';
import {
  completes,
  offersSuites,
  refuses,
  refusesWithAlert,
  takesFullRecords,
} from './tls-judges.ts';

/** A test case of AWS IoT Device Advisor, as far as it can be played here. */
export interface Case {
  /** Whether AWS's qualification programme wants it. */
  readonly isQualifying: boolean;
  /** What the cloud does, and what it does otherwise than AWS's service. */
  readonly plays: string;
  readonly judge: Judge;
  /** Whether nothing that may follow can change the verdict. Default: when it is no failure. */
  readonly isOver?: (seen: Seen) => boolean;
  /** Whether it is about the firmware's own waits alone, which need no patience with the network. */
  readonly isQuiet?: boolean;
  /** Whether it is about the bench's own policy: no fault of the firmware. */
  readonly isOfBench?: boolean;
}

const hasShakenHands = ({ events }: Seen): boolean =>
  events.some(({ kind }) => kind === 'tls-accepted' || kind === 'tls-refused');

const hasRetried =
  (judge: Judge) =>
  (seen: Seen): boolean =>
    (judge(seen).delays?.length ?? 0) >= REFUSED;

/** The device has shown what it does with the message that waited, and with its subscription. */
const hasResumed = ({ events }: Seen): boolean =>
  events.filter(({ kind }) => kind === 'subscribe').length > 1 &&
  events.some(({ kind }) => kind === 'puback');

const CLOSING = 'closes in the place of CONNACK, where AWS withholds it';

/**
 * All cases that are played, by AWS's ids (AWS IoT developer guide, "Device Advisor test cases"); those of the
 * qualification programme stand first.
 */
export const CASES = {
  TLS_Connect: {
    isQualifying: true,
    plays: 'a server as AWS has it',
    judge: completes,
    isOver: hasShakenHands,
  },
  TLS_Receive_Maximum_Size_Fragments: {
    isQualifying: true,
    plays: 'a server that sends a message of several full TLS records to the topic of the device',
    judge: takesFullRecords,
  },
  TLS_Support_AWS_IoT_Cipher_Suites: {
    isQualifying: true,
    plays: 'a server as AWS has it, which reads the ClientHello',
    judge: offersSuites,
    isOver: hasShakenHands,
  },
  TLS_Large_Size_Server_Cert: {
    isQualifying: true,
    plays: "a server whose certificates are 20 % larger than AWS's",
    judge: completes,
    isOver: hasShakenHands,
  },
  TLS_Unsecure_Server_Cert: {
    isQualifying: true,
    plays: 'a server whose certificate is of an unknown authority',
    judge: refuses,
    isOver: hasShakenHands,
  },
  TLS_Incorrect_Subject_Name_Server_Cert: {
    isQualifying: true,
    plays: 'a server whose certificate bears another name',
    judge: refuses,
    isOver: hasShakenHands,
  },
  TLS_Expired_Server_Cert: {
    isQualifying: true,
    plays: 'a server whose certificate has expired',
    judge: refusesWithAlert,
    isOver: hasShakenHands,
  },
  MQTT_Connect: { isQualifying: true, plays: 'a broker as AWS has it', judge: connects },
  MQTT_Connect_Jitter_Backoff_Retries: {
    isQualifying: true,
    plays: `a broker that refuses the first ${REFUSED} CONNECTs, lets the next one in and ends it, and all of it again; it ${CLOSING}`,
    judge: jitterTwice,
    isQuiet: true,
  },
  MQTT_Publish: { isQualifying: true, plays: 'a broker as AWS has it', judge: publishes },
  MQTT_Subscribe: { isQualifying: true, plays: 'a broker as AWS has it', judge: subscribes },
  MQTT_Client_Puback_Qos1: {
    isQualifying: false,
    plays: 'a broker that sends a message of QoS 1',
    judge: acknowledges,
  },
  MQTT_Connect_Exponential_Backoff_Retries: {
    isQualifying: false,
    plays: `a broker that refuses the first ${REFUSED} CONNECTs; it ${CLOSING}`,
    judge: exponential,
    isQuiet: true,
  },
  MQTT_Reconnect_Backoff_Retries_On_Server_Disconnect: {
    isQualifying: false,
    plays: `a broker that ends the connection, and then refuses every CONNECT; it ${CLOSING}`,
    judge: jitterAfterLoss,
    isOver: hasRetried(jitterAfterLoss),
  },
  MQTT_Reconnect_Backoff_Retries_On_Unstable_Connection: {
    isQualifying: false,
    plays: 'a broker that ends each connection soon after its CONNACK: in the place of SUBACK',
    judge: jitterAfterLoss,
    isOver: hasRetried(jitterAfterLoss),
  },
  MQTT_Publish_Retry_No_Puback: {
    isQualifying: false,
    plays: 'a broker whose first PUBACK is lost',
    judge: repeatsPublish,
  },
  MQTT_Publish_Retained_Messages: {
    isQualifying: false,
    plays: 'a broker as AWS has it',
    judge: publishesRetained,
  },
  MQTT_Subscribe_Retry_No_Suback: {
    isQualifying: false,
    plays: 'a broker whose first SUBACK is lost',
    judge: repeatsSubscribe,
  },
  MQTT_No_Ack_PingResp: {
    isQualifying: false,
    plays: 'a broker whose PUBACK, SUBACK and PINGRESP are all lost',
    judge: leavesSilence,
  },
  MQTT_Persistent_Session_Happy_Case: {
    isQualifying: false,
    plays: 'a broker that ends the connection and keeps the session, with a message in it',
    judge: resumesSession,
    isOver: hasResumed,
  },
  MQTT_Expired_Persistent_Session: {
    isQualifying: false,
    plays: 'a broker that ends the connection and forgets the session',
    judge: renewsSession,
  },
  Shadow_Publish_Reported_State: {
    isQualifying: false,
    plays: 'a shadow as AWS has it',
    judge: reportsState,
  },
  Shadow_Update_Reported_State: {
    isQualifying: false,
    plays: 'a shadow of which another state is desired once the device listens',
    judge: followsDesired,
  },
  Job_Execution: {
    isQualifying: false,
    plays: 'jobs as AWS has them, and gives the device one once it listens',
    judge: completesJob,
  },
  Security_Device_Policies: {
    isQualifying: false,
    plays: 'a reader of the policies of the device',
    judge: isRestricted,
    isOfBench: true,
  },
} as const satisfies Readonly<Record<string, Case>>;

export type CaseId = keyof typeof CASES;

/** The cases of AWS that are not played, and why. */
export const NOT_PLAYED = {
  MQTT_Long_Duration: 'it takes an hour and more',
} as const satisfies Readonly<Record<string, string>>;
