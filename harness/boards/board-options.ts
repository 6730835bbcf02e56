import type { Journal } from '../../reports/journal.ts';
import type { Port } from '../ports/port.ts';
import type { Download } from './board-download.ts';
import type { Witness } from './mqtt/board-mqtt.ts';
import type { PowerSwitch, ResetButton } from './power.ts';

/** What a bench has for a board. */
export interface BoardOptions {
  /** How reports call the board. */
  readonly name: string;
  /** The AT port. Belongs to the board from now on, as does the log port. */
  readonly at: Port;
  readonly log?: Port;
  readonly journal: Journal;
  /** How long after `>` data starts; unless told, as long as the board's release needs. */
  readonly afterPromptMs?: number;
  /** Patience with a board that may be booting, or waiting for data of an earlier run; 10 s unless told. */
  readonly answerWithinMs?: number;
  readonly reset?: ResetButton;
  readonly power?: PowerSwitch;
  /** The way into the chip's loader, which is at the log port. */
  readonly download?: Download;
  /** The cloud that the board calls. Without one, nobody knows whether a failed call got anywhere. */
  readonly witness?: Witness;
}

/** What a bench may or may not have for a board. A spec that needs one asks first, and says so when it is skipped. */
export type BoardCapability =
  | 'log'
  | 'reset'
  | 'power'
  /** Its flash can be written by the loader of its chip. */
  | 'download'
  /** The rate of the wire to its AT port can be changed. */
  | 'rate'
  /** Its power can go in the middle of what its flash chip does. */
  | 'power-at-chip';

/** What there is of it, by the names that specs ask for. */
export const capabilitiesOf = (options: BoardOptions): ReadonlySet<BoardCapability> =>
  new Set<BoardCapability>([
    ...(['log', 'reset', 'power'] as const).filter((each) => options[each] !== undefined),
    ...(options.log && options.download ? (['download'] as const) : []),
    ...(options.at.setBaudRate ? (['rate'] as const) : []),
    ...(options.power?.chip ? (['power-at-chip'] as const) : []),
  ]);
