import { commands } from '../at/commands/index.ts';
import { AtRefused } from '../at/errors.ts';
import { WifiJoinFailed } from './errors.ts';
import { type Hands, verb } from './verb.ts';

export interface AccessPoint {
  readonly ssid: string;
  /** Empty for an open access point. Secret. */
  readonly password: string;
}

/** What a board has on the network. */
export interface StationAddress {
  readonly ip: string;
  readonly gateway: string;
  readonly netmask: string;
}

const STATION = 1;
/** DHCP's answer came 1 s after the association, and the event at most 5 ms beside OK (v3.4.0.0). */
const ADDRESS_MS = 5_000;

const joinCodeOf = ({ lines }: AtRefused): number | null => {
  const code = lines.map((line) => /^\+CWJAP:(\d+)/.exec(line)?.[1]).find(Boolean);
  return code === undefined ? null : Number(code);
};

/** Asks for the station's address; three times 0.0.0.0 while it has none. */
export const askAddress = async ({ client }: Hands): Promise<StationAddress> => {
  const entries = await client.do(commands.stationAddress.query);
  const of = (name: string): string =>
    entries.find(({ entry }) => entry.name === name)?.entry.address ?? '';
  return { ip: of('ip'), gateway: of('gateway'), netmask: of('netmask') };
};

/**
 * Joins an access point as a station and waits for an address. A join that fails takes the firmware's whole time-out,
 * 15 s and more.
 * @throws WifiJoinFailed
 */
export const joinWifi = (hands: Hands, { ssid, password }: AccessPoint): Promise<StationAddress> =>
  verb(hands, `join the Wi-Fi ${ssid}`, { ssid }, async (note) => {
    const { client } = hands;
    // The mode after first flashing is 2, an access point only, in which CWJAP is refused.
    await client.do(commands.wifiMode.set, { mode: STATION });
    const from = client.position();
    try {
      await client.do(commands.joinAccessPoint.set, { ssid, password });
    } catch (cause) {
      if (!(cause instanceof AtRefused)) throw cause;
      throw new WifiJoinFailed(ssid, joinCodeOf(cause), { cause, evidence: cause.evidence });
    }
    await client.waitFor(
      'WIFI GOT IP',
      (event) => (event.kind === 'wifi-got-ip' ? event : undefined),
      { from, withinMs: ADDRESS_MS },
    );
    const address = await askAddress(hands);
    note('address', address.ip);
    return address;
  });

/** Leaves the access point and does not come back by itself. */
export const leaveWifi = (hands: Hands): Promise<void> =>
  verb(hands, 'leave the Wi-Fi', {}, () => hands.client.do(commands.leaveAccessPoint.execute));
