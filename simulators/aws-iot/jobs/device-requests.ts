import { isObject, type JsonObject } from '../json.ts';
import { type Execution, executionText, isPending, stateText, summaryText } from './execution.ts';
import type { Jobs } from './jobs.ts';
import { JobRefusal } from './refusal.ts';
import { jsonOf, readJobRequest, requests } from './request.ts';
import type { JobAddress } from './topics.ts';

/** What a device that asked about its jobs is told. */
export interface JobAnswer {
  /** The last level of the answer's topic. */
  readonly outcome: 'accepted' | 'rejected';
  readonly message: JsonObject;
}

interface Asked extends JobAddress {
  readonly clientId: string | null;
  /** What the payload says. */
  readonly said: unknown;
}

/** Does what a device asks about its jobs. */
export const answerJobRequest = (
  jobs: Jobs,
  address: JobAddress & { readonly clientId: string | null },
  payload: Uint8Array,
): JobAnswer => {
  let said: unknown;
  const ending = () => ({
    timestamp: jobs.seconds(),
    ...(isObject(said) && typeof said.clientToken === 'string'
      ? { clientToken: said.clientToken }
      : {}),
  });
  try {
    said = jsonOf(payload);
    const answer = COMMANDS[address.command](jobs, { ...address, said });
    return { outcome: 'accepted', message: { ...answer, ...ending() } };
  } catch (error) {
    if (!(error instanceof JobRefusal)) throw error;
    const { code, message, executionState } = error;
    const state = executionState ? { executionState } : {};
    return { outcome: 'rejected', message: { code, message, ...state, ...ending() } };
  }
};

const COMMANDS: Record<JobAddress['command'], (jobs: Jobs, asked: Asked) => JsonObject> = {
  get: (jobs, { thing, said }) => {
    readJobRequest(requests.get, said);
    const pending = jobs.pending(thing);
    const listed = (status: Execution['status']) =>
      pending.filter((one) => one.status === status).map(summaryText);
    return { inProgressJobs: listed('IN_PROGRESS'), queuedJobs: listed('QUEUED') };
  },
  'start-next': (jobs, { thing, said, clientId }) => {
    const { statusDetails } = readJobRequest(requests['start-next'], said);
    const [next] = jobs.pending(thing);
    if (!next) return {};
    // One that is started already is told again, and stays as it is.
    if (next.status === 'IN_PROGRESS') return { execution: executionText(next) };
    const progress = { status: 'IN_PROGRESS', statusDetails } as const;
    return { execution: executionText(jobs.advance(thing, next.jobId, progress, clientId)) };
  },
  describe: (jobs, { thing, jobId, said }) => {
    const { includeJobDocument, executionNumber } = readJobRequest(requests.describe, said);
    const [next] = jobs.pending(thing);
    const execution = jobId === '$next' ? next : jobs.execution(thing, jobId, executionNumber);
    if (!execution) return {};
    if (!isPending(execution)) {
      throw new JobRefusal('TerminalStateReached', `Job ${jobId} is ${execution.status} already.`);
    }
    return { execution: executionText(execution, includeJobDocument) };
  },
  update: (jobs, { thing, jobId, said, clientId }) => {
    const { includeJobExecutionState, includeJobDocument, ...progress } = readJobRequest(
      requests.update,
      said,
    );
    const execution = jobs.advance(thing, jobId, progress, clientId);
    return {
      ...(includeJobExecutionState ? { executionState: stateText(execution) } : {}),
      ...(includeJobDocument ? { jobDocument: execution.document } : {}),
    };
  },
};
