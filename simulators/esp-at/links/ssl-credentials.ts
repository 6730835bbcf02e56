import type { MissingCredential } from '../../../harness/at/commands/ssl-clients.ts';
import type { Firmware } from '../firmware.ts';
import type { SslClient } from '../settings.ts';
import { storedCredential } from '../stored-credential.ts';
import type { CredentialBytes } from '../tls/credentials.ts';

/** Before `AT+CIPSSLCCONF`. */
export const NO_AUTHENTICATION: SslClient = { authentication: 0, certificate: 0, authority: 0 };

/** Whether the board shows a certificate of its own, and whether it verifies the server's. */
export const authenticationOf = ({ authentication }: SslClient) => ({
  hasIdentity: (authentication & 1) !== 0,
  isServerVerified: (authentication & 2) !== 0,
});

/** The client's credentials as they stand in the flash now. */
export const clientCredentials = (
  firmware: Firmware,
  { certificate, authority }: SslClient,
): CredentialBytes => ({
  certificate: storedCredential(firmware, 'client_cert', certificate),
  key: storedCredential(firmware, 'client_key', certificate),
  ca: storedCredential(firmware, 'client_ca', authority),
});

/** What a configuration needs and the flash does not hold, in the order in which the firmware looks. */
export const missingCredentials = (firmware: Firmware, client: SslClient): MissingCredential[] => {
  const { hasIdentity, isServerVerified } = authenticationOf(client);
  const { certificate, key, ca } = clientCredentials(firmware, client);
  return [
    ...(hasIdentity && !certificate ? (['CERT'] as const) : []),
    ...(hasIdentity && !key ? (['PRVT_KEY'] as const) : []),
    ...(isServerVerified && !ca ? (['CA'] as const) : []),
  ];
};
