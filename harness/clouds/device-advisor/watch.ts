import type { Cloud } from '../cloud.ts';
import type { Seen } from './judgement.ts';

export interface WatchOptions {
  /** A position in the cloud's record. */
  readonly from: number;
  readonly pace: number;
  /** Whether nothing more needs to be seen. */
  readonly isOver: (seen: Seen) => boolean;
  /** Nothing more comes when nothing has come for so long. */
  readonly stillMs: number;
  /** The whole of it takes no longer. */
  readonly withinMs: number;
}

/** What a cloud sees of a device, until that is enough, or all that there is. */
export const watch = async (
  cloud: Pick<Cloud, 'events'>,
  { from, pace, isOver, stillMs, withinMs }: WatchOptions,
): Promise<Seen> => {
  const events: Seen['events'][number][] = [];
  const seen: Seen = { events, pace };
  const enough = new AbortController();
  const still = setTimeout(() => enough.abort(), stillMs);
  const deadline = setTimeout(() => enough.abort(), withinMs);
  try {
    for await (const event of cloud.events(from, enough.signal)) {
      events.push(event);
      still.refresh();
      if (isOver(seen)) break;
    }
    return seen;
  } finally {
    clearTimeout(still);
    clearTimeout(deadline);
  }
};
