import { BadInput } from '../../errors/bench-error.ts';
import { nearestWord } from '../../errors/nearest-word.ts';
import { anyServerAccepted } from './any-server-accepted.ts';
import { busyCommandExecuted } from './busy-command-executed.ts';
import { crlfPemRefused } from './crlf-pem-refused.ts';
import type { Defect } from './defect.ts';
import { erasedBeforeWritten } from './erased-before-written.ts';
import { expiredServerAccepted } from './expired-server-accepted.ts';
import { keepAliveNotKept } from './keep-alive-not-kept.ts';
import { keyIndexAccepted } from './key-index-accepted.ts';
import { neverReconnects } from './never-reconnects.ts';
import { noResubscribe } from './no-resubscribe.ts';
import { payloadCutAt1024 } from './payload-cut-at-1024.ts';
import { payloadEndsAtOk } from './payload-ends-at-ok.ts';
import { payloadOf13Lost } from './payload-of-13-lost.ts';
import { pkiHeaderStripped } from './pki-header-stripped.ts';
import { powerCutHalfUsed } from './power-cut-half-used.ts';
import { pubackNeverSent } from './puback-never-sent.ts';
import { publishNeverRepeated } from './publish-never-repeated.ts';
import { publishNeverSent } from './publish-never-sent.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { reconnectsInSpiteOf0 } from './reconnects-in-spite-of-0.ts';
import { serverNameUnsent } from './server-name-unsent.ts';
import { shortWriteTimesOut } from './short-write-times-out.ts';
import { surplusDropped } from './surplus-dropped.ts';
import { surplusExecuted } from './surplus-executed.ts';
import { takeoverUnnoticed } from './takeover-unnoticed.ts';
import { topicCutAtComma } from './topic-cut-at-comma.ts';
import { unalignedEraseOk } from './unaligned-erase-ok.ts';
import { unknownPartitionOk } from './unknown-partition-ok.ts';
import { writePastEndOk } from './write-past-end-ok.ts';
import { writingSetsBits } from './writing-sets-bits.ts';

/** All that can be planted. */
export const DEFECTS: readonly Defect[] = [
  anyServerAccepted,
  busyCommandExecuted,
  crlfPemRefused,
  erasedBeforeWritten,
  expiredServerAccepted,
  keepAliveNotKept,
  keyIndexAccepted,
  neverReconnects,
  noResubscribe,
  payloadCutAt1024,
  payloadEndsAtOk,
  payloadOf13Lost,
  pkiHeaderStripped,
  powerCutHalfUsed,
  pubackNeverSent,
  publishNeverRepeated,
  publishNeverSent,
  reconnectStorm,
  reconnectsInSpiteOf0,
  serverNameUnsent,
  shortWriteTimesOut,
  surplusDropped,
  surplusExecuted,
  takeoverUnnoticed,
  topicCutAtComma,
  unalignedEraseOk,
  unknownPartitionOk,
  writePastEndOk,
  writingSetsBits,
];

/** The defect of a name. @throws BadInput `UNKNOWN_DEFECT`, with the name that was probably meant */
export const findDefect = (name: string): Defect => {
  const found = DEFECTS.find((defect) => defect.name === name);
  if (found) return found;
  const names = DEFECTS.map((defect) => defect.name);
  const nearest = nearestWord(name, names);
  const hint = nearest === null ? `there are ${names.join(', ')}` : `did you mean "${nearest}"?`;
  throw new BadInput('UNKNOWN_DEFECT', `There is no defect "${name}"; ${hint}`);
};
