import type { DeviceCredentials } from './credentials.ts';

const crlf = (pem: string): string => pem.replaceAll(/\r?\n/g, '\r\n');

/** The same credentials as a checkout on Windows makes them: each line ends with CR LF. */
export const withWindowsLineEnds = (credentials: DeviceCredentials): DeviceCredentials => ({
  certificatePem: crlf(credentials.certificatePem),
  keyPem: crlf(credentials.keyPem),
  caPem: crlf(credentials.caPem),
});
