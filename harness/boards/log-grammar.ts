/** What an ESP32 running ESP-AT says on its log port. What is not understood is noise, never dropped. */
export type LogEvent =
  | { readonly kind: 'reset'; readonly reason: string; readonly line: string }
  | { readonly kind: 'bootloader'; readonly idf: string; readonly line: string }
  | { readonly kind: 'app-loaded'; readonly address: string; readonly line: string }
  /** Where credentials are kept: 1 `mfg_nvs`, 2 the old partitions, 0 nowhere. */
  | { readonly kind: 'param-mode'; readonly mode: string; readonly line: string }
  | {
      readonly kind: 'at-port';
      readonly uart: string;
      readonly baud: string;
      readonly line: string;
    }
  | { readonly kind: 'module'; readonly module: string; readonly line: string }
  | { readonly kind: 'app-version'; readonly version: string; readonly line: string }
  | { readonly kind: 'panic'; readonly cause: string; readonly line: string }
  | { readonly kind: 'abort'; readonly line: string }
  | { readonly kind: 'brown-out'; readonly line: string }
  | { readonly kind: 'watchdog'; readonly line: string }
  /** mbedTLS's code as it stands there, without its sign: `0x2700`. Debug builds only. */
  | { readonly kind: 'tls-error'; readonly tlsError: string; readonly line: string }
  | { readonly kind: 'noise'; readonly line: string };

/** Some builds put `I (5600) at-init: ` in front. */
const TAG = '(?:[EWIDV] \\(\\d+\\) [\\w-]+: )?';

const rule = (kind: LogEvent['kind'], pattern: string) => ({ kind, pattern: new RegExp(pattern) });

/** The first that matches counts; its named groups are the event's fields. */
const GRAMMAR = [
  rule('reset', '^rst:0x[0-9a-f]+ \\((?<reason>\\w+)\\)'),
  rule('bootloader', 'boot: ESP-IDF (?<idf>\\S+) 2nd stage bootloader'),
  rule('app-loaded', 'Loaded app from partition at offset (?<address>0x[0-9a-f]+)'),
  rule('param-mode', `^${TAG}at param mode: ?(?<mode>\\d+)`),
  rule('at-port', `^${TAG}AT cmd port:(?<uart>uart\\d) .*baudrate:(?<baud>\\d+)`),
  rule('module', `^${TAG}module_name: ?(?<module>\\S+)`),
  rule('panic', '^Guru Meditation Error: .*\\((?<cause>[^)]+)\\)'),
  rule('abort', '^abort\\(\\) was called'),
  rule('brown-out', '^Brownout detector was triggered'),
  rule('watchdog', 'Task watchdog got triggered'),
  rule('tls-error', 'mbedtls_ssl_handshake returned -(?<tlsError>0x[0-9a-fA-F]+)'),
  rule('app-version', '^v?(?<version>\\d+(?:\\.\\d+){2,3}(?:-dev)?)$'),
] as const;

/** What a line of the log means. */
export const readLogLine = (line: string): LogEvent => {
  for (const { kind, pattern } of GRAMMAR) {
    const match = pattern.exec(line);
    if (match) return { kind, line, ...match.groups } as LogEvent;
  }
  return { kind: 'noise', line };
};
