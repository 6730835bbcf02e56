import type { SimulatedBoard } from '../../simulators/esp-at/board.ts';
import type { SerialPlug } from '../../simulators/esp-at/host-end.ts';
import type { World } from '../../simulators/network/world-schema.ts';

/** How a simulated bench is otherwise than its file says: for plays of benches that are wrong. */
export interface Staging {
  /** The surroundings instead of those that the file speaks of. */
  readonly world?: (asTheFileSays: World) => World;
  /** Which wires lead to the bench's two ports. */
  readonly plugs?: (board: SimulatedBoard) => { readonly at: SerialPlug; readonly log: SerialPlug };
  /** Whether the bench has a reset line; it has one unless told. */
  readonly hasReset?: boolean;
  /** What is done to the board before it gets power. */
  readonly board?: (board: SimulatedBoard) => void;
}

/** As the file says: each port at its own plug. */
export const plugsOf = (
  board: SimulatedBoard,
  { plugs }: Staging,
): { readonly at: SerialPlug; readonly log: SerialPlug } =>
  plugs?.(board) ?? { at: board.connectAt(), log: board.connectLog() };
