import type { FactoryParameters } from '../../../certs/factory-parameters.ts';
import type { FirmwareVersion } from '../../../harness/at/commands/version.ts';
import type { Chip } from '../chips.ts';
import type { FlashLayout } from '../flash/layouts.ts';
import type { Storage } from '../storage.ts';
import type { TlsProfile } from '../tls/profile.ts';
import type { JoinFailure } from '../wifi/join.ts';
import type { CommandForms } from './command-forms.ts';
import type { LinkProfile } from './link-profile.ts';

/** What one release of the firmware on one module is and does. Data: a reader sees in one file what a release changed. */
export interface ReleaseProfile {
  /** As a person names it, and reports do: `2.2.0.0` on an ESP32-WROOM-32, `2.3.0.0-MINI-1` on an ESP32-C3-MINI-1. */
  readonly name: string;
  /** `2.2.0.0` */
  readonly release: string;
  /** As the firmware spells it: `WROOM-32`. */
  readonly module: string;
  readonly chip: Chip;
  readonly version: FirmwareVersion;
  readonly layout: FlashLayout;
  readonly factory: FactoryParameters;
  /** Looks for `mfg_nvs` at boot, and does without it where the flash has the layout of the generation before. */
  readonly mountsManufacturing: boolean;
  /** Whose demo credentials stand in a factory's `mfg_nvs`, in its order; a user has one set or several. */
  readonly credentialSets: readonly (readonly [user: string, sets: readonly string[]])[];
  readonly commands: CommandForms;
  /** Information lines without CR LF of their own: the one that opens OK ends them. */
  readonly openLines: ReadonlySet<string>;
  /** `AT+SYSRAM?`, in bytes; releases that do not tell the lowest have null. */
  readonly memory: { readonly free: number; readonly lowest: number | null };
  /** The longest last-will message of `AT+MQTTCONNCFG`. */
  readonly willMessageBytes: number;
  /** What `AT+MQTTPUBRAW` writes before its data; between two writes a line of another kind may come. */
  readonly publishPrompt: readonly string[];
  /** What the log port says of a topic that is subscribed already. */
  readonly alreadySubscribed: string;
  /** Of `AT+CWMODE`. */
  readonly highestWifiMode: number;
  /** `AT+CWJAP?` ends with the PMF setting, whose default this is; null where the field is missing. */
  readonly pmf: number | null;
  /** What `AT+CWJAP?` tells of parameters that were left out. */
  readonly joinDefaults: { readonly reconnectSeconds: number; readonly listenInterval: number };
  /** The numbers that a scan tells behind the channel, for an open and a WPA2 access point. */
  readonly scanFields: { readonly open: readonly number[]; readonly wpa2: readonly number[] };
  /** `AT+CWLAP` also while the station tries to join by itself; false: ERROR. */
  readonly scansWhileJoining: boolean;
  /** `+CWJAP:<n>` for a cause. */
  readonly joinCodes: Readonly<Record<JoinFailure, number>>;
  /** `AT+CWDHCP?` as it leaves the factory. */
  readonly dhcpInterfaces: number;
  /** Which zones `AT+CIPSNTPCFG` takes. */
  readonly zones: 'hours' | 'hours-and-minutes';
  /** `AT+CIPSNTPCFG=1` alone is allowed. */
  readonly zoneIsOptional: boolean;
  /** The longest name of a time server; Infinity: as long as the line allows. */
  readonly timeServerBytes: number;
  /** `AT+CIPSNTPCFG?` tells the zone also while it is off. */
  readonly tellsZoneWhileOff: boolean;
  /** The DNS servers without DHCP; DHCP's takes the place of the first. Those behind it are asked after it. */
  readonly nameServers: readonly string[];
  /** `AT+CIPDOMAIN` takes a time-out as its third parameter. */
  readonly resolveTakesTimeout: boolean;
  readonly defaultTimeServers: readonly string[];
  /** Prints `+TIME_UPDATED` when the time has come. */
  readonly announcesTime: boolean;
  readonly tls: TlsProfile;
  /** `AT+CIPSTART` and what belongs to it. */
  readonly links: LinkProfile;
  /** The log port's lines from the application, each without line end; `number` is that of `Bin version`. */
  readonly applicationLog: (storage: Storage, number: string) => readonly string[];
  readonly logLineEnd: '\r\r\n' | '\r\n';
  /** The second-stage bootloader's version, as its log names it. */
  readonly bootloaderVersion: string;
  readonly waits: FirmwareWaits;
}

/** Waits of the firmware itself, in milliseconds: they pass whatever the network does. */
interface FirmwareWaits {
  readonly boot: number;
  /** The station begins to join this long before `ready`: an access point that answers at once is told of first. */
  readonly radioBeforeReady: number;
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
  /** From the `>` of `AT+SYSFLASH` until data is taken for data; what comes sooner is answered busy. */
  readonly promptRace: number;
}
