import type { Defect } from '../defect.ts';
import { erasedBeforeWritten } from './erased-before-written.ts';
import { keyIndexAccepted } from './key-index-accepted.ts';
import { nvsEraseTakesNeighbours } from './nvs-erase-takes-neighbours.ts';
import { nvsFactoryParametersLost } from './nvs-factory-parameters-lost.ts';
import { nvsFullToldOk } from './nvs-full-told-ok.ts';
import { nvsListForgetsLast } from './nvs-list-forgets-last.ts';
import { nvsLostAtPowerOff } from './nvs-lost-at-power-off.ts';
import { nvsMissingKeyMadeUp } from './nvs-missing-key-made-up.ts';
import { nvsNameCutAt12 } from './nvs-name-cut-at-12.ts';
import { nvsNamespaceEraseSparesLast } from './nvs-namespace-erase-spares-last.ts';
import { nvsNamespaceUnlisted } from './nvs-namespace-unlisted.ts';
import { nvsNumberCutAt16Bits } from './nvs-number-cut-at-16-bits.ts';
import { nvsOtherCredentialsOverwritten } from './nvs-other-credentials-overwritten.ts';
import { nvsOverwriteKeepsTail } from './nvs-overwrite-keeps-tail.ts';
import { nvsSameValueErased } from './nvs-same-value-erased.ts';
import { nvsSecondPageRepeats } from './nvs-second-page-repeats.ts';
import { nvsValueCutAt4000 } from './nvs-value-cut-at-4000.ts';
import { nvsValueEndsWithNul } from './nvs-value-ends-with-nul.ts';
import { nvsWrongNamespace } from './nvs-wrong-namespace.ts';
import { ownAccessPointLost } from './own-access-point-lost.ts';
import { restoreForgetsNothing } from './restore-forgets-nothing.ts';
import { settingsAlwaysStored } from './settings-always-stored.ts';
import { settingsForgetEachOther } from './settings-forget-each-other.ts';
import { settingsLostAtRestart } from './settings-lost-at-restart.ts';
import { staticAddressLost } from './static-address-lost.ts';

export const NVS_DEFECTS: readonly Defect[] = [
  erasedBeforeWritten,
  keyIndexAccepted,
  nvsEraseTakesNeighbours,
  nvsFactoryParametersLost,
  nvsListForgetsLast,
  nvsLostAtPowerOff,
  nvsMissingKeyMadeUp,
  nvsNameCutAt12,
  nvsNamespaceEraseSparesLast,
  nvsOtherCredentialsOverwritten,
  nvsOverwriteKeepsTail,
  nvsSecondPageRepeats,
  nvsValueCutAt4000,
  nvsValueEndsWithNul,
  nvsWrongNamespace,
  settingsAlwaysStored,
  settingsForgetEachOther,
  settingsLostAtRestart,
  nvsNumberCutAt16Bits,
  nvsNamespaceUnlisted,
  staticAddressLost,
  restoreForgetsNothing,
  nvsSameValueErased,
  nvsFullToldOk,
  ownAccessPointLost,
];
