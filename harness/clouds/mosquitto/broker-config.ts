/** The files that a Mosquitto of ours reads besides its configuration. */
export const FILES = {
  config: 'mosquitto.conf',
  /** Whose certificates devices must have. */
  deviceIssuer: 'device-issuer.pem',
  revoked: 'revoked.crl',
  chain: 'server-chain.pem',
  key: 'server.key',
} as const;

/**
 * Mutual TLS as AWS IoT asks for it: 1.2 or newer, a certificate of the right issuer from everybody, no passwords. The
 * certificate's common name becomes the user name, which the log then tells. Everybody may publish and subscribe:
 * Mosquitto's access lists know topics, but neither client ids nor AWS's way to end a connection over a refusal.
 * The log goes to stderr, as only that is not held back in a buffer.
 * @param folder where the files are, as Mosquitto sees it
 */
export const brokerConfig = (folder: string, host: string, port: number): string =>
  `listener ${port} ${host}
cafile ${folder}/${FILES.deviceIssuer}
crlfile ${folder}/${FILES.revoked}
certfile ${folder}/${FILES.chain}
keyfile ${folder}/${FILES.key}
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
allow_anonymous false
persistence false
max_queued_messages 0
log_dest stderr
log_type all
log_timestamp false
connection_messages true
`;
