import type { TlsProfile } from '../tls/profile.ts';

/** What a scheme of `AT+MQTTUSERCFG` stands for (ESP-AT MQTT commands). */
export interface Scheme {
  readonly isEncrypted: boolean;
  readonly isServerVerified: boolean;
  readonly hasIdentity: boolean;
}

const row = (isEncrypted: boolean, isServerVerified: boolean, hasIdentity: boolean): Scheme => ({
  isEncrypted,
  isServerVerified,
  hasIdentity,
});

/** MQTT over TCP and TLS; 6 to 10 are the same over WebSocket, which is not simulated. */
const SCHEMES: Readonly<Record<number, Scheme>> = {
  1: row(false, false, false),
  2: row(true, false, false),
  3: row(true, true, false),
  4: row(true, false, true),
  5: row(true, true, true),
};

export const schemeOf = (number: number): Scheme | undefined => SCHEMES[number];

/** The names that go into a handshake. */
export interface Names {
  readonly serverName?: string;
  readonly checkedName?: string;
}

/**
 * Which name is sent and which is checked. ESP-TLS does both or neither: where a server is verified, AT asks for
 * neither unless `AT+MQTTSNI` was given; where it is not, the name is sent and there is nothing to check.
 */
export const namesFor = (
  { isServerVerified }: Scheme,
  host: string,
  sni: string | undefined,
  { nameAfterSni }: TlsProfile,
): Names => {
  if (!isServerVerified) return { serverName: host };
  if (sni === undefined || sni === '') return {};
  const name = nameAfterSni === 'host' ? host : sni;
  return { serverName: name, checkedName: name };
};
