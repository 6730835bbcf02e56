import type { DisconnectOptions } from '../mqtt/conversation.ts';
import type { Limits } from '../options.ts';
import type { RetainedMessages } from '../retained-messages.ts';
import type { Shadows } from '../shadow/shadows.ts';
import { connectionOperations } from './connections.ts';
import { type HttpOptions, type RunningRest, startRest } from './listener.ts';
import { messageOperations, messageRefusal } from './messages.ts';
import type { Operation } from './operations.ts';
import { shadowOperations, shadowRefusal } from './shadows.ts';

/** What the operations of AWS IoT's data plane work on. */
export interface DataPlane {
  readonly shadows: Shadows;
  readonly retained: RetainedMessages;
  readonly limits: Limits;
  /** Ends a device's connection; false where there is none. */
  readonly disconnect: (clientId: string, options: DisconnectOptions) => boolean;
  /** Publishes from the cloud's side. */
  readonly publish: (
    topic: string,
    payload: Uint8Array,
    options: { readonly qos: 0 | 1; readonly retain: boolean },
  ) => Promise<void>;
}

const FAMILIES = [connectionOperations, messageOperations, shadowOperations];

/** Serves all that the stand-in does of AWS IoT's data plane. Throws BadInput ADDRESS_UNUSABLE. */
export const startDataPlane = (cloud: DataPlane, options: HttpOptions): Promise<RunningRest> =>
  startRest({
    ...options,
    operations: FAMILIES.flatMap((family): Operation[] => family(cloud)),
    translate: (error) => shadowRefusal(error) ?? messageRefusal(error),
  });
