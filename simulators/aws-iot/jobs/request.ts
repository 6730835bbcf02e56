import { z } from 'zod';
import { JobRefusal } from './refusal.ts';

/** AWS's form of status details (API reference, UpdateJobExecution). */
const details = z.record(
  z.string().regex(/^[a-zA-Z0-9:_-]{1,128}$/),
  z.string().regex(/^[^\p{C}]{1,1024}$/u),
);

const token = { clientToken: z.string().max(64).optional() };
/** Minutes until AWS would give the job up. The stand-in never does. */
const patience = { stepTimeoutInMinutes: z.int().min(-1).max(10_080).optional() };

/** What requests about jobs may say, by their command; what else they say is passed over. */
export const requests = {
  get: z.object(token),
  'start-next': z.object({ ...token, ...patience, statusDetails: details.optional() }),
  describe: z.object({
    ...token,
    executionNumber: z.int().optional(),
    includeJobDocument: z.boolean().default(true),
  }),
  update: z.object({
    ...token,
    ...patience,
    status: z.enum(['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED']),
    statusDetails: details.optional(),
    expectedVersion: z.int().optional(),
    executionNumber: z.int().optional(),
    includeJobExecutionState: z.boolean().default(false),
    includeJobDocument: z.boolean().default(false),
  }),
} as const;

/** The JSON of a payload; an empty one says nothing. Throws JobRefusal InvalidJson. */
export const jsonOf = (payload: Uint8Array): unknown => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new JobRefusal('InvalidJson', 'The payload is not JSON in UTF-8.');
  }
};

/** Reads what a request says. Throws JobRefusal InvalidRequest. */
export const readJobRequest = <T>(shape: z.ZodType<T>, value: unknown): T => {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new JobRefusal(
    'InvalidRequest',
    `${issue?.path.join('.') || 'The request'}: ${issue?.message}`,
  );
};
