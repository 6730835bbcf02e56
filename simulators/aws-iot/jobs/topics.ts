/** What a device asks of its jobs, and of which where that is said; `$next` stands for the next one. */
export interface JobAddress {
  readonly thing: string;
  readonly command: 'get' | 'start-next' | 'describe' | 'update';
  /** Empty where the command speaks of no job. */
  readonly jobId: string;
}

/** AWS's form of a job's name. */
export const JOB_ID = '[a-zA-Z0-9_-]{1,64}';

const REQUEST = new RegExp(
  `^\\$aws/things/([a-zA-Z0-9:_-]{1,128})/jobs/(?:(get|start-next)|(${JOB_ID}|\\$next)/(get|update))$`,
);

/** What a message on this topic asks; undefined where it asks nothing. */
export const jobRequestAt = (topic: string): JobAddress | undefined => {
  const [, thing, general, jobId = '', special] = REQUEST.exec(topic) ?? [];
  if (thing === undefined) return undefined;
  if (general === 'get' || general === 'start-next') return { thing, command: general, jobId };
  return { thing, command: special === 'get' ? 'describe' : 'update', jobId };
};

/** Below this, all that is said of a thing's jobs. */
export const jobsTopic = (thing: string): string => `$aws/things/${thing}/jobs`;
