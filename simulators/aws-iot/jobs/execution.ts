import type { JobStatus } from '../../../harness/clouds/events.ts';
import type { JsonObject } from '../json.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import { JobRefusal } from './refusal.ts';

/** A job as one thing has it. */
export interface Execution {
  readonly jobId: string;
  readonly thing: string;
  readonly document: JsonObject;
  readonly status: JobStatus;
  readonly statusDetails: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, as all times here. */
  readonly queuedAt: number;
  readonly startedAt?: number;
  readonly lastUpdatedAt: number;
  /** 1, and one more with each change. */
  readonly version: number;
}

/** What changes; details that are not given stay as they are. */
export interface Progress {
  readonly status: JobStatus;
  readonly statusDetails?: Readonly<Record<string, string>> | undefined;
  readonly expectedVersion?: number | undefined;
  readonly executionNumber?: number | undefined;
}

const PENDING: readonly JobStatus[] = ['QUEUED', 'IN_PROGRESS'];

/** Whether the job still has to be done; one that is not pending stays as it is for ever. */
export const isPending = ({ status }: Execution): boolean => PENDING.includes(status);

/** Throws JobRefusal VersionMismatch or InvalidStateTransition. */
export const advanced = (execution: Execution, progress: Progress, now: number): Execution => {
  const { status, version } = execution;
  if (progress.expectedVersion !== undefined && progress.expectedVersion !== version) {
    throw new JobRefusal(
      'VersionMismatch',
      `Expected version: ${progress.expectedVersion}, actual version: ${version}`,
      stateText(execution),
    );
  }
  if (!isPending(execution)) {
    throw new JobRefusal(
      'InvalidStateTransition',
      `Invalid job state transition from ${status} to ${progress.status}`,
      stateText(execution),
    );
  }
  const isStarting = progress.status === 'IN_PROGRESS' && execution.startedAt === undefined;
  return {
    ...execution,
    status: progress.status,
    statusDetails: progress.statusDetails ?? execution.statusDetails,
    lastUpdatedAt: now,
    version: version + 1,
    ...(isStarting ? { startedAt: now } : {}),
  };
};

/** AWS's JobExecutionState. */
export const stateText = ({ status, statusDetails, version }: Execution): JsonObject => ({
  status,
  statusDetails: { ...statusDetails },
  versionNumber: version,
});

/** AWS's JobExecutionSummary. Times are whole seconds. */
export const summaryText = (execution: Execution): JsonObject => ({
  jobId: execution.jobId,
  ...timesText(execution),
  versionNumber: execution.version,
  executionNumber: EXECUTION_NUMBER,
});

/** AWS's JobExecution; the document is an object, as devices get it over MQTT. */
export const executionText = (execution: Execution, withDocument = true): JsonObject => ({
  jobId: execution.jobId,
  thingName: execution.thing,
  ...(withDocument ? { jobDocument: execution.document } : {}),
  status: execution.status,
  ...(Object.keys(execution.statusDetails).length > 0
    ? { statusDetails: { ...execution.statusDetails } }
    : {}),
  ...timesText(execution),
  versionNumber: execution.version,
  executionNumber: EXECUTION_NUMBER,
});

/** The stand-in runs a job once on a thing. */
export const EXECUTION_NUMBER = 1;

const timesText = ({ queuedAt, startedAt, lastUpdatedAt }: Execution): JsonObject => ({
  queuedAt: wholeSeconds(queuedAt),
  ...(startedAt === undefined ? {} : { startedAt: wholeSeconds(startedAt) }),
  lastUpdatedAt: wholeSeconds(lastUpdatedAt),
});
