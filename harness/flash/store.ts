import type { Journal, Parameters } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import type { PieceOptions } from './pieces.ts';

/** What everything that is done to a board's flash works with. */
export interface Workplace {
  readonly client: AtClient;
  readonly journal: Journal;
}

/** A place on a board that takes bytes and gives them back: a partition, or a key of its NVS. */
export interface Store {
  /** `mqtt_cert` */
  readonly name: string;
  /** What it is a part of: `flash`, `mfg_nvs`. */
  readonly holder: string;
  /** `0x37000`, `mqtt_cert/mqtt_cert in mfg_nvs` */
  readonly where: string;
  /** For the report. */
  readonly facts: Parameters;
  /** A place in it, for a sentence: `offset 3 (0x37003)`. */
  spellOffset(offset: number): string;
  /** Puts bytes in the place of what is there. */
  write(bytes: Uint8Array, pieces: PieceOptions): Promise<void>;
  /** Reads from its beginning. */
  read(length: number, pieces: PieceOptions): Promise<Uint8Array>;
}

/** What was written, for the report and for whoever compares it. */
export interface Written {
  /** The credential's place: `mqtt_cert`. */
  readonly name: string;
  /** Where on the board that is: `0x37000`, `mqtt_cert/mqtt_cert in mfg_nvs`. */
  readonly where: string;
  readonly bytes: number;
  readonly sha256: string;
}
