import { BadInput } from '../../../errors/bench-error.ts';
import type { Draft } from '../../../harness/clouds/events.ts';
import { isDeeper, type JsonObject } from '../json.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import {
  advanced,
  EXECUTION_NUMBER,
  type Execution,
  executionText,
  isPending,
  type Progress,
  summaryText,
} from './execution.ts';
import { JobRefusal } from './refusal.ts';
import { JOB_ID, jobsTopic } from './topics.ts';

export interface JobParts {
  readonly isThing: (name: string) => boolean;
  /** Publishes from the cloud's side. */
  readonly publish: (topic: string, message: JsonObject) => void;
  readonly report: (event: Draft) => void;
  readonly now?: () => number;
}

export interface NewJob {
  readonly id: string;
  /** The names of the things that have to do it. */
  readonly things: readonly string[];
  /** What devices are to do, in whatever words they understand. */
  readonly document: JsonObject;
}

export interface Job extends NewJob {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** AWS IoT Jobs quotas. */
const MAX_DOCUMENT_BYTES = 32 * 1024;
/** Not known of AWS; what is nested by the thousand, nobody can write down again. */
const MAX_DOCUMENT_LEVELS = 100;

const requireDocument = (document: JsonObject): void => {
  const isTooDeep = isDeeper(document, MAX_DOCUMENT_LEVELS);
  const bytes = isTooDeep ? 0 : Buffer.byteLength(JSON.stringify(document));
  if (!isTooDeep && bytes <= MAX_DOCUMENT_BYTES) return;
  throw new BadInput(
    'JOB_DOCUMENT_TOO_LARGE',
    isTooDeep
      ? `The job document is nested more than ${MAX_DOCUMENT_LEVELS} levels deep.`
      : `The job document has ${bytes} bytes, AWS takes ${MAX_DOCUMENT_BYTES}.`,
  );
};

/** The jobs of an account, and how far each thing has got with them. Tells the things what is next. */
export class Jobs {
  readonly #parts: JobParts;
  readonly #now: () => number;
  readonly #jobs = new Map<string, Job>();
  /** By thing, in the order in which they were queued. */
  readonly #executions = new Map<string, Map<string, Execution>>();

  constructor(parts: JobParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  /** The time now, as all messages about jobs tell it: whole seconds since 1970. */
  seconds(): number {
    return wholeSeconds(this.#now());
  }

  /**
   * Gives a job to things. Throws BadInput JOB_ID_INVALID, JOB_DOCUMENT_TOO_LARGE, JOB_EXISTS or JOB_TARGET_UNKNOWN.
   */
  create({ id, things, document }: NewJob): Job {
    if (!new RegExp(`^${JOB_ID}$`).test(id)) {
      throw new BadInput(
        'JOB_ID_INVALID',
        `The job id ${JSON.stringify(id)} should be 1 to 64 letters, digits, underscores or hyphens.`,
      );
    }
    requireDocument(document);
    if (this.#jobs.has(id)) throw new BadInput('JOB_EXISTS', `There is a job ${id} already.`);
    const stranger = things.find((thing) => !this.#parts.isThing(thing));
    if (stranger !== undefined) {
      throw new BadInput('JOB_TARGET_UNKNOWN', `There is no thing ${stranger}; create it first.`);
    }
    const now = this.#now();
    const job = { id, things, document, createdAt: now };
    this.#jobs.set(id, job);
    for (const thing of new Set(things)) {
      this.#put({
        jobId: id,
        thing,
        document,
        status: 'QUEUED',
        statusDetails: {},
        queuedAt: now,
        lastUpdatedAt: now,
        version: 1,
      });
    }
    return job;
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  /** How far a thing has got with a job; undefined where it was never given that one. */
  executionOf(thing: string, jobId: string): Execution | undefined {
    return this.#of(thing).get(jobId);
  }

  /** The same. Throws JobRefusal ResourceNotFound, also for any run but the first: the stand-in runs a job once. */
  execution(thing: string, jobId: string, number = EXECUTION_NUMBER): Execution {
    const execution = this.executionOf(thing, jobId);
    if (execution && number === EXECUTION_NUMBER) return execution;
    throw new JobRefusal('ResourceNotFound', `Job ${jobId} was not found for thing ${thing}.`);
  }

  /** What a thing still has to do: what it is at first, then what waits. Throws JobRefusal ResourceNotFound. */
  pending(thing: string): Execution[] {
    if (!this.#parts.isThing(thing)) {
      throw new JobRefusal('ResourceNotFound', `There is no thing ${thing}.`);
    }
    const pending = [...this.#of(thing).values()].filter(isPending);
    const started = pending.filter(({ status }) => status === 'IN_PROGRESS');
    return [...started, ...pending.filter(({ status }) => status !== 'IN_PROGRESS')];
  }

  /** Throws JobRefusal ResourceNotFound, VersionMismatch or InvalidStateTransition. */
  advance(thing: string, jobId: string, progress: Progress, clientId: string | null): Execution {
    const { executionNumber } = progress;
    const execution = advanced(
      this.execution(thing, jobId, executionNumber),
      progress,
      this.#now(),
    );
    this.#put(execution, clientId);
    return execution;
  }

  #of(thing: string): ReadonlyMap<string, Execution> {
    return this.#executions.get(thing) ?? new Map();
  }

  #put(execution: Execution, clientId: string | null = null): void {
    const { thing, jobId, status, statusDetails, version } = execution;
    const before = this.#pendingIds(thing);
    this.#executions.set(thing, new Map(this.#of(thing)).set(jobId, execution));
    const about = { connection: 0, remote: '', clientId, thing, jobId };
    this.#parts.report({ kind: 'job', ...about, status, statusDetails, version });
    this.#notify(thing, before);
  }

  #pendingIds(thing: string): string[] {
    return this.#parts.isThing(thing) ? this.pending(thing).map(({ jobId }) => jobId) : [];
  }

  /** AWS tells of a list that has grown or shrunk, and of another job that has become the next one. */
  #notify(thing: string, before: readonly string[]): void {
    const after = this.#pendingIds(thing);
    const timestamp = this.seconds();
    if (after.length !== before.length) {
      const jobs: Record<string, JsonObject[]> = {};
      for (const execution of this.pending(thing)) {
        jobs[execution.status] = [...(jobs[execution.status] ?? []), summaryText(execution)];
      }
      this.#parts.publish(`${jobsTopic(thing)}/notify`, { timestamp, jobs });
    }
    if (after[0] === before[0]) return;
    const [next] = this.pending(thing);
    const execution = next ? { execution: executionText(next) } : {};
    this.#parts.publish(`${jobsTopic(thing)}/notify-next`, { timestamp, ...execution });
  }
}
