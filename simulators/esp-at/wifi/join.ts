import type { AccessPoint } from '../../network/world-schema.ts';

/** Why a join fails, by the station's disconnect reason. */
export type JoinFailure =
  /** 201: no such network, or none with the security that was asked for. */
  | 'no-access-point'
  /** None: the station is in, and no DHCP server gives it an address. */
  | 'no-address'
  | WrongPassword;

/** How access points turn a wrong password away. */
type WrongPassword =
  /** 15: the four-way handshake ran out (seen on v3.4.0.0). */
  | 'handshake-timeout'
  /** 204: so did the handshake as a whole. */
  | 'handshake-ended'
  /** 2 */
  | 'authentication-expired'
  /** 202, and whatever has no code of its own. */
  | 'authentication-failed';

/** What a join is made with. */
export interface JoinRequest {
  /** Its bytes, a character each. */
  readonly ssid: string;
  readonly password: string;
  /** Only this access point. */
  readonly bssid?: string | undefined;
}

export type JoinOutcome =
  | { readonly accessPoint: AccessPoint; readonly failure?: never }
  | { readonly accessPoint?: never; readonly failure: JoinFailure };

/** Text as the firmware sees it: the bytes of its UTF-8, a character each. */
export const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

/** Whether, and by which access point in reach, a request is let in (outcomes seen on v3.4.0.0). */
export const tryJoin = (
  accessPoints: readonly AccessPoint[],
  { ssid, password, bssid }: JoinRequest,
): JoinOutcome => {
  const named = accessPoints.filter(
    (candidate) =>
      bytesOf(candidate.ssid) === ssid && (!bssid || candidate.bssid === bssid.toLowerCase()),
  );
  // A password sets the least security the station accepts: open access points drop out of its scan.
  const [accessPoint] = named.filter(({ security }) => security !== 'open' || password === '');
  if (!accessPoint) return { failure: 'no-access-point' };
  const fits = accessPoint.security === 'open' || accessPoint.password === password;
  return fits ? { accessPoint } : { failure: accessPoint.refusal ?? 'handshake-timeout' };
};

/** Is it the same access point, with the same lock, however well it is heard? */
export const isSame = (one: AccessPoint, other: AccessPoint): boolean =>
  one.bssid === other.bssid &&
  one.ssid === other.ssid &&
  one.security === other.security &&
  one.password === other.password;
