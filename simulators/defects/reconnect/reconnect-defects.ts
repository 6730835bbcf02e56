import type { Defect } from '../defect.ts';
import { laterTopicsForgotten } from './behind-a-return/later-topics-forgotten.ts';
import { lossAmidAPublishHangs } from './behind-a-return/loss-amid-a-publish-hangs.ts';
import { returnsWithoutAName } from './behind-a-return/returns-without-a-name.ts';
import { staysAwayBehindSilence } from './behind-a-return/stays-away-behind-silence.ts';
import { toldTwiceBehindAReturn } from './behind-a-return/told-twice-behind-a-return.ts';
import { cancelledTopicsReturn } from './cancelled-topics-return.ts';
import { givesUpAtRefusal } from './gives-up-at-refusal.ts';
import { lastWillForgottenOnReturn } from './last-will-forgotten-on-return.ts';
import { lossUntold } from './loss-untold.ts';
import { neverReconnects } from './never-reconnects.ts';
import { noResubscribe } from './no-resubscribe.ts';
import { pingsStopAfterReturn } from './pings-stop-after-return.ts';
import { protocolsNotOfferedAgain } from './protocols-not-offered-again.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { reconnectsInSpiteOf0 } from './reconnects-in-spite-of-0.ts';
import { reconnectsOnce } from './reconnects-once.ts';
import { resubscribesAtQos0 } from './resubscribes-at-qos-0.ts';
import { resubscribesFirstTopicAlone } from './resubscribes-first-topic-alone.ts';
import { resubscribesTwoTopics } from './resubscribes-two-topics.ts';
import { returnUntold } from './return-untold.ts';
import { returnsAsAnother } from './returns-as-another.ts';
import { serverUncheckedOnReturn } from './server-unchecked-on-return.ts';
import { sessionDroppedOnReturn } from './session-dropped-on-return.ts';
import { staysAwayAfterWifi } from './stays-away-after-wifi.ts';
import { thirdLossIsTheLast } from './third-loss-is-the-last.ts';

export const RECONNECT_DEFECTS: readonly Defect[] = [
  givesUpAtRefusal,
  lastWillForgottenOnReturn,
  lossUntold,
  neverReconnects,
  noResubscribe,
  pingsStopAfterReturn,
  reconnectStorm,
  reconnectsInSpiteOf0,
  reconnectsOnce,
  resubscribesAtQos0,
  resubscribesFirstTopicAlone,
  returnUntold,
  returnsAsAnother,
  sessionDroppedOnReturn,
  staysAwayAfterWifi,
  thirdLossIsTheLast,
  resubscribesTwoTopics,
  cancelledTopicsReturn,
  protocolsNotOfferedAgain,
  serverUncheckedOnReturn,
  toldTwiceBehindAReturn,
  staysAwayBehindSilence,
  laterTopicsForgotten,
  returnsWithoutAName,
  lossAmidAPublishHangs,
];
