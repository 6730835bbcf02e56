import { type ConnectFailure, FAILED_TO_OPEN, type LogLine } from './connect-failure.ts';
import { spelled } from './credentials.ts';
import type { HandshakeWatch } from './handshake-watch.ts';

/** mbedTLS' error numbers (x509.h, ssl.h, net_sockets.h). */
const CERT_VERIFY_FAILED = 0x2700;
const FATAL_ALERT_MESSAGE = 0x7780;
const CONNECTION_ENDED = 0x7280;
const INVALID_RECORD = 0x7200;
const CONNECTION_RESET = 0x0050;
const HANDSHAKE_FAILURE = 0x6e00;

interface Cause {
  readonly text: string;
  readonly mbedtls?: number;
}

/** What a handshake failed of, and what a debug build logs of it. */
export const handshakeFailure = (
  watch: HandshakeWatch,
  faults: readonly string[],
  problem: Error | 'silence',
): ConnectFailure => {
  const { text, mbedtls } = causeOf(watch, problem);
  const { alertSent, alertReceived } = watch;
  return {
    stage: 'tls',
    text,
    ...(alertSent === undefined ? {} : { alertSent }),
    ...(alertReceived === undefined ? {} : { alertReceived }),
    ...(mbedtls === undefined ? {} : { mbedtls }),
    log: [...logOf(mbedtls, faults), ...FAILED_TO_OPEN],
  };
};

const causeOf = (watch: HandshakeWatch, problem: Error | 'silence'): Cause => {
  if (watch.isRefused) {
    return {
      text: `the server's certificate was refused with alert ${watch.alertSent}`,
      mbedtls: CERT_VERIFY_FAILED,
    };
  }
  if (watch.alertReceived !== undefined) {
    return {
      text: `the server sent alert ${watch.alertReceived}`,
      mbedtls: FATAL_ALERT_MESSAGE,
    };
  }
  if (problem === 'silence') {
    return { text: 'the server did not go on with the handshake' };
  }
  if (watch.isForeign) {
    return { text: 'what the server sent is not TLS', mbedtls: INVALID_RECORD };
  }
  if (
    (problem as NodeJS.ErrnoException).code === 'ECONNRESET' &&
    problem.message.includes('read')
  ) {
    return { text: 'the server reset the connection', mbedtls: CONNECTION_RESET };
  }
  if (watch.alertSent !== undefined) {
    return { text: `the handshake broke: ${reasonOf(problem)}`, mbedtls: HANDSHAKE_FAILURE };
  }
  return { text: 'the server closed the connection', mbedtls: CONNECTION_ENDED };
};

/** OpenSSL's own word; its message is a line of its log. */
const reasonOf = (problem: Error & { readonly reason?: string }): string =>
  problem.reason ?? problem.message;

const logOf = (mbedtls: number | undefined, faults: readonly string[]): LogLine[] => {
  const tag = 'esp-tls-mbedtls';
  if (mbedtls === undefined) {
    return [
      { level: 'W', tag: 'esp-tls', text: 'Failed to open new connection in specified timeout' },
    ];
  }
  const error: LogLine = {
    level: 'E',
    tag,
    text: `mbedtls_ssl_handshake returned ${spelled(mbedtls)}`,
  };
  if (faults.length === 0) return [error];
  const info = faults.map((text) => `* ${text}`).join('\n');
  return [
    error,
    { level: 'I', tag, text: 'Failed to verify peer certificate!' },
    { level: 'I', tag, text: `verification info: ${info}` },
  ];
};
