import type { Spelling } from '../../../harness/at/commands/command.ts';
import type { FirmwareVersion } from '../../../harness/at/commands/version.ts';
import type { FlashLayout } from '../flash/layouts.ts';
import type { TlsProfile } from '../tls/profile.ts';
import type { JoinFailure } from '../wifi/join.ts';
import type { LinkProfile } from './link-profile.ts';

/** What one release of the firmware on one module is and does. Data: a reader sees in one file what a release changed. */
export interface ReleaseProfile {
  /** `2.2.0.0` */
  readonly release: string;
  /** As the firmware spells it: `WROOM-32`. */
  readonly module: string;
  readonly chip: string;
  readonly version: FirmwareVersion;
  readonly layout: FlashLayout;
  /** Commands in the order of `AT+CMD?`, with the forms they have. */
  readonly commands: ReadonlyMap<string, readonly Spelling[]>;
  /** Information lines without CR LF of their own: the one that opens OK ends them. */
  readonly openLines: ReadonlySet<string>;
  /** The longest last-will message of `AT+MQTTCONNCFG`. */
  readonly willMessageBytes: number;
  /** `AT+CWJAP?` ends with the PMF setting, whose default this is; null where the field is missing. */
  readonly pmf: number | null;
  /** The numbers that a scan tells behind the channel, for an open and a WPA2 access point. */
  readonly scanFields: { readonly open: readonly number[]; readonly wpa2: readonly number[] };
  /** `+CWJAP:<n>` for a cause. */
  readonly joinCodes: Readonly<Record<JoinFailure, number>>;
  /** Which zones `AT+CIPSNTPCFG` takes. */
  readonly zones: 'hours' | 'hours-and-minutes';
  /** `AT+CIPSNTPCFG=1` alone is allowed. */
  readonly zoneIsOptional: boolean;
  /** `AT+CIPSNTPCFG?` tells the zone also while it is off. */
  readonly tellsZoneWhileOff: boolean;
  /** The DNS servers without DHCP; DHCP's takes the place of the first. */
  readonly nameServers: readonly string[];
  readonly defaultTimeServers: readonly string[];
  /** Prints `+TIME_UPDATED` when the time has come. */
  readonly announcesTime: boolean;
  readonly tls: TlsProfile;
  /** `AT+CIPSTART` and what belongs to it. */
  readonly links: LinkProfile;
  /** The log port's lines from the application, each without line end. */
  readonly applicationLog: readonly string[];
  /** The second-stage bootloader's version, as its log names it. */
  readonly bootloaderVersion: string;
  readonly waits: FirmwareWaits;
}

/** Waits of the firmware itself, in milliseconds: they pass whatever the network does. */
interface FirmwareWaits {
  readonly boot: number;
  /** From the OK of `AT+RST` to the reset. */
  readonly restart: number;
  /** From the start of a join to WIFI CONNECTED. */
  readonly association: number;
  /** From WIFI CONNECTED to WIFI GOT IP: the DHCP client's check that nobody has the address. */
  readonly addressCheck: number;
  /** What a failing join takes beyond its time-out, and still more after leaving another access point. */
  readonly joinOverrun: number;
  readonly joinOverrunWhenJoined: number;
  readonly scan: number;
  /** Until the answer of `AT+PING`, whatever the round trip. */
  readonly ping: number;
  /** From the OK of `AT+CIPSNTPCFG` to the first question. */
  readonly timeRequest: number;
  /** From +MQTTDISCONNECTED:0 to the ERROR of a failed `AT+MQTTCONN`. */
  readonly connectFailure: number;
}

const SPELLINGS: Readonly<Record<string, Spelling>> = { q: 'query', s: 'set', x: 'execute' };

/** Reads `AT+CWMODE qs` pairs, a command and its forms (q query, s set, x execute), one a line or with `;` between. */
export const commandForms = (table: string): ReadonlyMap<string, readonly Spelling[]> =>
  new Map(
    table
      .trim()
      .split(/;|\n/)
      .filter((pair) => pair.trim() !== '')
      .map((line) => {
        const [name = '', forms = ''] = line.trim().split(' ');
        return [name, [...forms].map((mark) => SPELLINGS[mark] as Spelling)];
      }),
  );
