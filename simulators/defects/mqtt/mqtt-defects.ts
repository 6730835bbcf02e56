import type { Defect } from '../defect.ts';
import { burstLosesMessages } from './burst-loses-messages.ts';
import { cleanLeavesConnection } from './clean-leaves-connection.ts';
import { clientIdCutAt23 } from './client-id-cut-at-23.ts';
import { connectedEventTellsScheme1 } from './connected-event-tells-scheme-1.ts';
import { emptyMessageFilled } from './empty-message-filled.ts';
import { emptyMessageUntold } from './empty-message-untold.ts';
import { everythingRetained } from './everything-retained.ts';
import { everythingSentTwice } from './everything-sent-twice.ts';
import { equalMessageSwallowed } from './handshakes/equal-message-swallowed.ts';
import { loneByteLost } from './handshakes/lone-byte-lost.ts';
import { lostMessageToldAsSent } from './handshakes/lost-message-told-as-sent.ts';
import { qos2AcknowledgedAs1 } from './handshakes/qos-2-acknowledged-as-1.ts';
import { qos2NeverReleased } from './handshakes/qos-2-never-released.ts';
import { repeatedMessageDropped } from './handshakes/repeated-message-dropped.ts';
import { turnedAwayTakenAsWelcome } from './handshakes/turned-away-taken-as-welcome.ts';
import { highBitLost } from './high-bit-lost.ts';
import { keepAliveNotKept } from './keep-alive-not-kept.ts';
import { keepAliveUnasked } from './keep-alive-unasked.ts';
import { lastWillCutAt32 } from './last-will-cut-at-32.ts';
import { lastWillUnsent } from './last-will-unsent.ts';
import { leavesWithoutAWord } from './leaves-without-a-word.ts';
import { oddPayloadsReset } from './odd-payloads-reset.ts';
import { oldMqttSpoken } from './old-mqtt-spoken.ts';
import { payloadCutAt1024 } from './payload-cut-at-1024.ts';
import { payloadEndsAtNul } from './payload-ends-at-nul.ts';
import { payloadEndsAtOk } from './payload-ends-at-ok.ts';
import { payloadOf13Lost } from './payload-of-13-lost.ts';
import { payloadOf256Cut } from './payload-of-256-cut.ts';
import { pingsTenTimesTooOften } from './pings-ten-times-too-often.ts';
import { pubackBeforeDelivery } from './puback-before-delivery.ts';
import { pubackNeverSent } from './puback-never-sent.ts';
import { publishNeverRepeated } from './publish-never-repeated.ts';
import { publishNeverSent } from './publish-never-sent.ts';
import { publishedAtQos0 } from './published-at-qos-0.ts';
import { qos1ToldTwice } from './qos-1-told-twice.ts';
import { quotesEscaped } from './quotes-escaped.ts';
import { receivedTopicCutAt100 } from './received-topic-cut-at-100.ts';
import { repeatNotMarked } from './repeat-not-marked.ts';
import { retainedAtQos0 } from './retained-at-qos-0.ts';
import { retainedFlagLost } from './retained-flag-lost.ts';
import { retainedMessageUntold } from './retained-message-untold.ts';
import { secondTopicDropped } from './second-topic-dropped.ts';
import { sessionAlwaysClean } from './session-always-clean.ts';
import { sessionNeverClean } from './session-never-clean.ts';
import { splitPartLost } from './split-part-lost.ts';
import { splitPartsOutOfOrder } from './split-parts-out-of-order.ts';
import { splitTopicDamaged } from './split-topic-damaged.ts';
import { stateForgetsTopics } from './state-forgets-topics.ts';
import { stateSaysConnected } from './state-says-connected.ts';
import { subscribedAtQos0 } from './subscribed-at-qos-0.ts';
import { takeoverUnnoticed } from './takeover-unnoticed.ts';
import { topicCutAtComma } from './topic-cut-at-comma.ts';
import { topicInLowerCase } from './topic-in-lower-case.ts';
import { unsubscribeOfNothing } from './unsubscribe-of-nothing.ts';
import { userAndPasswordSwapped } from './user-and-password-swapped.ts';

export const MQTT_DEFECTS: readonly Defect[] = [
  burstLosesMessages,
  cleanLeavesConnection,
  clientIdCutAt23,
  emptyMessageFilled,
  emptyMessageUntold,
  everythingRetained,
  everythingSentTwice,
  highBitLost,
  keepAliveNotKept,
  keepAliveUnasked,
  lastWillCutAt32,
  lastWillUnsent,
  leavesWithoutAWord,
  oddPayloadsReset,
  oldMqttSpoken,
  payloadCutAt1024,
  payloadEndsAtNul,
  payloadEndsAtOk,
  payloadOf13Lost,
  pubackBeforeDelivery,
  pubackNeverSent,
  publishNeverRepeated,
  publishNeverSent,
  publishedAtQos0,
  qos1ToldTwice,
  quotesEscaped,
  repeatNotMarked,
  retainedFlagLost,
  retainedMessageUntold,
  secondTopicDropped,
  sessionAlwaysClean,
  sessionNeverClean,
  splitPartLost,
  splitPartsOutOfOrder,
  splitTopicDamaged,
  stateForgetsTopics,
  stateSaysConnected,
  subscribedAtQos0,
  takeoverUnnoticed,
  topicCutAtComma,
  topicInLowerCase,
  unsubscribeOfNothing,
  userAndPasswordSwapped,
  retainedAtQos0,
  payloadOf256Cut,
  pingsTenTimesTooOften,
  receivedTopicCutAt100,
  connectedEventTellsScheme1,
  loneByteLost,
  equalMessageSwallowed,
  repeatedMessageDropped,
  qos2NeverReleased,
  qos2AcknowledgedAs1,
  turnedAwayTakenAsWelcome,
  lostMessageToldAsSent,
];
