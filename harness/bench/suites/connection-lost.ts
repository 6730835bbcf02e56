import { BenchError, type Colour } from '../../../errors/bench-error.ts';
import type { AwsReason, Disconnect } from '../../clouds/events.ts';
import type { Lab } from '../lab.ts';

/** Ends of a connection that a device has no part in, as the cloud tells them. */
const FROM_OUTSIDE: readonly AwsReason[] = [
  'API_INITIATED_DISCONNECT',
  'CONNECTION_LOST',
  'DUPLICATE_CLIENTID',
  'SERVER_ERROR',
  'SERVER_INITIATED_DISCONNECT',
];

/** The connection was there, and was ended by the network, the cloud, or another device of the same name. */
export class ConnectionLost extends BenchError {
  readonly code = 'CONNECTION_LOST';
  readonly colour: Colour = 'bench';
  /** Null where the cloud has not noticed yet. */
  readonly reason: AwsReason | null;

  constructor(reason: AwsReason | null, cause: unknown) {
    super(
      `the board lost its connection to the cloud in the middle of its work; the cloud says ${reason ?? 'nothing of it'}: check the network between them, and that nobody else uses its client id, then start again`,
      { cause },
    );
    this.reason = reason;
  }
}

/**
 * Why the board is not connected any more, if the board says that it is not and the cloud that it was not the board's
 * doing. What the cloud ended because of what the board sent is no such case.
 */
export const connectionLost = (lab: Lab, cause: unknown): ConnectionLost | undefined => {
  const said = lab.board.heardSinceStart();
  const last = said.filter(({ kind }) => kind === 'mqtt-connected' || kind === 'mqtt-disconnected');
  const wasConnected = last.some(({ kind }) => kind === 'mqtt-connected');
  if (!wasConnected || last.at(-1)?.kind === 'mqtt-connected') return undefined;
  const ends = lab.cloud
    .seen(lab.calledFrom)
    .filter((event): event is Disconnect & typeof event => event.kind === 'disconnect');
  const reason = ends.at(-1)?.reason ?? null;
  return reason === null || FROM_OUTSIDE.includes(reason)
    ? new ConnectionLost(reason, cause)
    : undefined;
};
