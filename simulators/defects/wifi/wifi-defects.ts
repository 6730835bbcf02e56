import type { Defect } from '../defect.ts';
import { accessPointAddressIgnored } from './access-point-address-ignored.ts';
import { addressKeptAfterLeave } from './address-kept-after-leave.ts';
import { addressToldFirst } from './address-told-first.ts';
import { channelAndStrengthSwapped } from './channel-and-strength-swapped.ts';
import { interfaceAddressStale } from './interface-address-stale.ts';
import { joinCodeWrong } from './join-code-wrong.ts';
import { joinWithoutAddress } from './join-without-address.ts';
import { joinsInSpiteOf0 } from './joins-in-spite-of-0.ts';
import { networkByBeginningJoined } from './network-by-beginning-joined.ts';
import { neverRejoins } from './never-rejoins.ts';
import { noJoinAtBoot } from './no-join-at-boot.ts';
import { openAccessPointRefused } from './open-access-point-refused.ts';
import { reconnectTimesIgnored } from './reconnect-times-ignored.ts';
import { rejoinsAfterLeave } from './rejoins-after-leave.ts';
import { replacedAccessPointNotFound } from './replaced-access-point-not-found.ts';
import { scanShowsAllOpen } from './scan-shows-all-open.ts';
import { secondJoinRefused } from './second-join-refused.ts';
import { vanishedAccessPointKept } from './vanished-access-point-kept.ts';
import { wifiAddressUntold } from './wifi-address-untold.ts';
import { wifiLossUntold } from './wifi-loss-untold.ts';
import { wifiNameCutAtComma } from './wifi-name-cut-at-comma.ts';
import { wifiOtherBytesLost } from './wifi-other-bytes-lost.ts';
import { wifiPasswordCutAt32 } from './wifi-password-cut-at-32.ts';
import { wifiStateStale } from './wifi-state-stale.ts';
import { wrongPasswordOk } from './wrong-password-ok.ts';

export const WIFI_DEFECTS: readonly Defect[] = [
  addressKeptAfterLeave,
  addressToldFirst,
  joinCodeWrong,
  joinWithoutAddress,
  joinsInSpiteOf0,
  neverRejoins,
  noJoinAtBoot,
  openAccessPointRefused,
  rejoinsAfterLeave,
  secondJoinRefused,
  vanishedAccessPointKept,
  wifiAddressUntold,
  wifiLossUntold,
  wifiNameCutAtComma,
  wifiOtherBytesLost,
  wifiPasswordCutAt32,
  wifiStateStale,
  wrongPasswordOk,
  scanShowsAllOpen,
  accessPointAddressIgnored,
  channelAndStrengthSwapped,
  interfaceAddressStale,
  networkByBeginningJoined,
  replacedAccessPointNotFound,
  reconnectTimesIgnored,
];
