import type { Defect } from '../defect.ts';
import { anyServerAccepted } from './any-server-accepted.ts';
import { brokenCipherOffered } from './broken-cipher-offered.ts';
import { clientCertificateAlwaysSent } from './client-certificate-always-sent.ts';
import { clientCertificateAsServer } from './client-certificate-as-server.ts';
import { clientCertificateShownOnce } from './client-certificate-shown-once.ts';
import { clientCertificateUnsent } from './client-certificate-unsent.ts';
import { credentialsOfFirstStartUsed } from './credentials-of-first-start-used.ts';
import { crlfPemRefused } from './crlf-pem-refused.ts';
import { curveKeyRefused } from './curve-key-refused.ts';
import { curveServersNotSpokenTo } from './curve-servers-not-spoken-to.ts';
import { expiredServerAccepted } from './expired-server-accepted.ts';
import { futureServerAccepted } from './future-server-accepted.ts';
import { lastRootAloneTrusted } from './last-root-alone-trusted.ts';
import { oldTlsOffered } from './old-tls-offered.ts';
import { ownChainCut } from './own-chain-cut.ts';
import { pkiHeaderStripped } from './pki-header-stripped.ts';
import { powerCutHalfUsed } from './power-cut-half-used.ts';
import { protocolsKept } from './protocols-kept.ts';
import { protocolsNotOffered } from './protocols-not-offered.ts';
import { serverBelievedForEver } from './server-believed-for-ever.ts';
import { serverNameCutAt32 } from './server-name-cut-at-32.ts';
import { serverNameUnchecked } from './server-name-unchecked.ts';
import { serverNameUnsent } from './server-name-unsent.ts';
import { serverNameWithPort } from './server-name-with-port.ts';
import { datesPast2038Expired } from './servers/dates-past-2038-expired.ts';
import { leafAcceptedAsAuthority } from './servers/leaf-accepted-as-authority.ts';
import { shortKeyAccepted } from './servers/short-key-accepted.ts';
import { wildcardForSeveralLabels } from './servers/wildcard-for-several-labels.ts';
import { slot0AlwaysUsed } from './slot-0-always-used.ts';

export const TLS_DEFECTS: readonly Defect[] = [
  anyServerAccepted,
  brokenCipherOffered,
  clientCertificateAlwaysSent,
  clientCertificateShownOnce,
  clientCertificateUnsent,
  credentialsOfFirstStartUsed,
  crlfPemRefused,
  curveKeyRefused,
  curveServersNotSpokenTo,
  expiredServerAccepted,
  futureServerAccepted,
  oldTlsOffered,
  pkiHeaderStripped,
  powerCutHalfUsed,
  protocolsKept,
  protocolsNotOffered,
  serverBelievedForEver,
  serverNameUnchecked,
  serverNameUnsent,
  serverNameWithPort,
  slot0AlwaysUsed,
  clientCertificateAsServer,
  lastRootAloneTrusted,
  shortKeyAccepted,
  leafAcceptedAsAuthority,
  wildcardForSeveralLabels,
  datesPast2038Expired,
  serverNameCutAt32,
  ownChainCut,
];
