import { BenchError, type Colour } from '../../errors/bench-error.ts';
import { describeEvent } from './event-json.ts';
import type { CloudEvent } from './events.ts';

const LAST = 8;

/** The cloud did not see in time what it should have seen. What it saw instead is its evidence. */
export class CloudSilent extends BenchError {
  readonly code = 'CLOUD_SILENT';
  /** As long as the bench is sound it is the device that did not do it; who knows better says so. */
  readonly colour: Colour;
  readonly waitingFor: string;
  readonly withinMs: number;
  /** All that was seen since the position the wait started from, in order. */
  readonly heard: readonly CloudEvent[];

  constructor(
    waitingFor: string,
    withinMs: number,
    heard: readonly CloudEvent[],
    { colour = 'firmware', cause }: { colour?: Colour; cause?: unknown } = {},
  ) {
    const last = heard.slice(-LAST).map(describeEvent);
    super(
      `The cloud waited ${withinMs} ms for ${waitingFor}, which did not come. ${
        heard.length === 0
          ? 'It heard nothing at all: check that the device reaches the address of this cloud.'
          : `It heard ${heard.length} other event(s); the last: ${last.join('; ')}.`
      }`,
      { evidence: heard.map(describeEvent), ...(cause === undefined ? {} : { cause }) },
    );
    this.colour = colour;
    this.waitingFor = waitingFor;
    this.withinMs = withinMs;
    this.heard = heard;
  }
}
