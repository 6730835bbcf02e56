import type { Colour } from '../../errors/bench-error.ts';
import type { KnownCertificate } from '../clouds/cloud.ts';
import type { CloudEvent } from '../clouds/events.ts';

/** What a step failed with, as it told it. */
export interface SeenFailure {
  /** `MQTT_CONNECT_FAILED`, `WIFI_JOIN_FAILED`, ... */
  readonly code: string;
  readonly colour: Colour;
  readonly message: string;
  /** What the error had with it: lines of the transcript, errors below it. */
  readonly lines: readonly string[];
}

/** One entry of the AT port's transcript: escaped, without secrets. */
export interface SaidLine {
  /** Since the port was opened. */
  readonly ms: number;
  readonly from: 'host' | 'board';
  readonly text: string;
}

/** The bench file as far as it is no secret. */
export interface BenchFacts {
  readonly board: {
    readonly name: string;
    readonly at: string;
    readonly log: string | null;
    readonly baud: number;
    readonly flowControl: string;
  };
  readonly ssid: string;
  /** Where the board was told to find the cloud. */
  readonly reach: { readonly host: string; readonly port: number };
  readonly time: { readonly via: 'sntp' | 'timestamp'; readonly server: string | null };
  /** Where the cloud listens, as seen from this computer. */
  readonly cloud: { readonly name: string; readonly host: string; readonly port: number };
}

/** What stands in one of the board's places for credentials, as it was read back. Never a secret. */
export interface StoredItem {
  /** `mqtt_ca`, `client_cert`. */
  readonly place: string;
  /** `pki-image` with its 12-byte header, bare `pem`, `erased` (all FF), `empty` (no such key), `other`. */
  readonly form: 'pki-image' | 'pem' | 'erased' | 'empty' | 'other';
  /** What is inside: a private key, or certificates; null where neither can be read. */
  readonly holds: 'certificate' | 'key' | null;
  /** Of the first certificate. */
  readonly certificate: {
    readonly subject: string;
    readonly issuer: string;
    /** SHA-256 of the DER in lower-case hex, as AWS names certificates. */
    readonly id: string;
    /** ISO 8601. */
    readonly validFrom: string;
    readonly validTo: string;
    readonly isAuthority: boolean;
  } | null;
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) of the certificate or key, in hex: equal where they belong together. */
  readonly publicKeyId: string | null;
  /** What is wrong with its bytes, in a sentence: `the length field says 1200, the image ends after 900`. */
  readonly damage: string | null;
  /** It begins as a PEM file, and what is there of it is clean, but its end is missing. */
  readonly endsEarly: boolean;
  /** How many bytes it is: of an image as its header announces, of a value of an NVS as it came. */
  readonly bytes: number;
  /** SHA-256 of those bytes, in hex; where it is known what was meant to stand there, of as many as that is long. */
  readonly sha256: string;
  /** How it differs from what was meant to stand there; null where it does not, or nobody knows. */
  readonly difference: StoredDifference | null;
}

/** What was meant to stand in a place, against what was read back from it. */
interface StoredDifference {
  /** `tail-missing`, `not-erased`, `not-written`, `other-length`, ... as `harness/flash/explain-mismatch.ts` has them. */
  readonly pattern: string;
  /** The first byte that differs. */
  readonly offset: number;
  /** How many differ. */
  readonly count: number;
  /** The pattern in words. */
  readonly reason: string;
}

/** What was meant to stand in a place: what the harness was last told to write there. */
export interface MeantItem {
  readonly place: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What the board answered when it was asked after the failure; null where it could not be asked, or did not tell. */
export interface AskedBoard {
  /** Whether it answers `AT` at all. */
  readonly answers: boolean;
  readonly release: string | null;
  readonly module: string | null;
  /** As `AT+CIPSNTPTIME?` and the like have it, in milliseconds since 1970. */
  readonly clockMs: number | null;
  /** `ip` is `0.0.0.0` without an address. */
  readonly station: { readonly ssid: string | null; readonly ip: string | null } | null;
  /** The access points that it hears; asked only of a board that is not joined. */
  readonly heard: readonly HeardAccessPoint[] | null;
  /** Its DNS servers. */
  readonly nameServers: readonly string[] | null;
  /** What the name under which the board calls the cloud is to it; the address itself where it calls it by one. */
  readonly serverAddress: string | null;
  /** Whether it could find an address for that name; null where nothing was looked up. */
  readonly resolves: boolean | null;
  readonly pings: boolean | null;
  /**
   * What became of a TCP connection from the board to where it finds the cloud: `opened`; `refused`, which takes no time;
   * `silent`, which takes its whole patience. Null where it was not tried.
   */
  readonly opens: 'opened' | 'refused' | 'silent' | null;
  /** What it was told about its time servers: switched on, and their names. */
  readonly timeServers: { readonly on: boolean; readonly names: readonly string[] } | null;
  /** Likewise whether it finds the first of them by its name. */
  readonly timeServerResolves: boolean | null;
  /** Of its MQTT client: what it tells itself, and where it does not tell, what the transcript shows that it was told. */
  readonly mqtt: {
    readonly scheme: number | null;
    readonly clientId: string | null;
    readonly keepAlive: number | null;
    readonly host: string | null;
    readonly port: number | null;
    readonly sni: string | null;
    readonly state: number | null;
  } | null;
}

/** One access point, as a board hears it. */
export interface HeardAccessPoint {
  readonly ssid: string;
  /** dBm */
  readonly rssi: number | null;
  readonly channel: number | null;
  /** 0 stands for open. */
  readonly security: number | null;
}

/** Stands for the bytes that the loader of a chip's ROM answers to. */
export const LOADER_SYNC = 'SYNC of the ROM loader';

/** What was heard when the ports were tried after a board had been silent. */
export interface PortTrial {
  readonly port: 'at' | 'log';
  readonly label: string;
  /** Null where the rate was left as it was. */
  readonly baud: number | null;
  /** What was sent, escaped; `reset` where the reset line was pulled, `AT+RST` where firmware answers on the log port, LOADER_SYNC where the loader was asked. */
  readonly sent: string;
  /** What came, escaped, at most a few hundred characters. */
  readonly heard: string;
  /** Why the port could not be opened or used: `EBUSY`, `ENOENT`, ... with its sentence. */
  readonly error: string | null;
}

/**
 * All that a bench has in its hands after a failed step, from both ends. Plain data, so that a finished run's folder can
 * be looked at again. Nothing in here comes from inside a simulator, and nothing is a secret.
 */
export interface Evidence {
  /** Null where nothing failed. */
  readonly failure: SeenFailure | null;
  readonly bench: BenchFacts;
  /** Of this test; the examination after the failure is not part of it. */
  readonly transcript: readonly SaidLine[];
  /** The log port's text of this test; null without one. */
  readonly log: string | null;
  /** Null where they could not be read back. */
  readonly stored: readonly StoredItem[] | null;
  readonly meant: readonly MeantItem[];
  readonly asked: AskedBoard | null;
  readonly trials: readonly PortTrial[];
  /** What the cloud saw during this test. */
  readonly cloud: readonly CloudEvent[];
  /** The SHA-256 of the DER of the root that the cloud's own certificate hangs from, and its subject. */
  readonly root: { readonly id: string; readonly subject: string } | null;
  /** What the cloud's registry says of the certificates that have to do with the board; empty where it has none. */
  readonly certificates: readonly KnownCertificate[];
}
