import type { Draft, TlsAlert, TlsRefused } from '../../../harness/clouds/events.ts';
import { CLOSE_NOTIFY, tlsAlert } from './alerts.ts';
import type { Noticed } from './wire-tap.ts';

/** Who refused a handshake, and why. */
export type Refused = Pick<Draft<TlsRefused>, 'by' | 'code' | 'alert' | 'detail'>;

/** OpenSSL names the number of an alert that it received under encryption only in its text. */
const RECEIVED_ALERT = /SSL alert number (\d+)/;

/** Explains a handshake that failed, from what went over the wire and from OpenSSL's error. */
export const explainRefusal = (
  { alerts, notTls, bytesFromDevice, brokenOff, error: socketError }: Noticed,
  error: NodeJS.ErrnoException & { reason?: string },
): Refused => {
  const received = RECEIVED_ALERT.exec(error.message)?.[1];
  const fromDevice =
    alerts.device ?? (received === undefined ? null : tlsAlert(2, Number(received)));
  if (fromDevice && fromDevice.number !== CLOSE_NOTIFY) return byDevice(fromDevice);
  if (brokenOff?.by === 'reset') {
    const detail = `The cloud reset the connection on purpose, ${brokenOff.at.replaceAll('-', ' ')}.`;
    return byCloud('CONNECTION_RESET', null, detail);
  }
  if (notTls) return notTlsAtAll(notTls);
  if (error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT') {
    return byCloud('HANDSHAKE_TIMEOUT', null, 'The handshake was not complete in time.');
  }
  if (alerts.cloud) {
    const why = error.reason ?? error.message;
    const detail = `The cloud refused with the alert ${alerts.cloud.name} (${alerts.cloud.number}): ${why}.`;
    return byCloud(alerts.cloud.name.toUpperCase(), alerts.cloud, detail);
  }
  if (socketError || error.code === 'ECONNRESET') return broken(socketError, bytesFromDevice);
  const detail = `The handshake failed: ${error.reason ?? error.message}.`;
  return byCloud('TLS_ERROR', null, detail);
};

const byDevice = (alert: TlsAlert): Refused => ({
  by: 'device',
  code: alert.name.toUpperCase(),
  alert,
  detail: `The device refused with the alert ${alert.name} (${alert.number}).`,
});

const byCloud = (code: string, alert: TlsAlert | null, detail: string): Refused => ({
  by: 'cloud',
  code,
  alert,
  detail,
});

const broken = (error: NodeJS.ErrnoException | null, bytes: number): Refused => ({
  by: 'device',
  code: error ? 'CONNECTION_RESET' : 'CONNECTION_CLOSED',
  alert: null,
  detail: `The device ${error ? `broke the connection off (${error.code})` : 'closed the connection'} ${
    bytes === 0
      ? 'before it sent a byte'
      : `in the handshake, after ${bytes} bytes and without an alert`
  }.`,
});

/** What people send by mistake to a TLS port. */
const MISTAKES: readonly [RegExp, string][] = [
  [/^.{2,6}(MQTT|MQIsdp)/s, 'an MQTT CONNECT without TLS'],
  [/^(GET|POST|PUT|HEAD|OPTIONS|CONNECT) /, 'an HTTP request without TLS'],
  [/^SSH-/, 'an SSH greeting'],
];

const notTlsAtAll = (beginning: Buffer): Refused => {
  const text = beginning.toString('latin1');
  const mistake = MISTAKES.find(([pattern]) => pattern.test(text))?.[1];
  return byCloud(
    'NOT_TLS',
    null,
    `Expected a TLS handshake and got ${mistake ?? `bytes that are none (${beginning.toString('hex')})`}.`,
  );
};
