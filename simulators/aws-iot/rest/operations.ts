import { AwsRefusal, unfitValue } from './aws-refusal.ts';
import { type RawRequest, RestRequest } from './request.ts';

/** One thing that an AWS service does, and how it is asked for. */
export interface Operation {
  /** AWS's name for it: `DescribeThing`. */
  readonly name: string;
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  /** `/things/{thingName}/principals`: names in braces stand for one part each, `{topic+}` for all that follow. */
  readonly path: string;
  /** What it answers with as JSON; undefined for an empty body. */
  answer(request: RestRequest): Promise<object | undefined> | object | undefined;
}

/** A request that found its operation. */
export interface Call {
  readonly operation: Operation;
  readonly request: RestRequest;
}

/** What the named parts of paths look like at AWS. */
const FORMS: Readonly<Record<string, { pattern: string; most: number }>> = {
  thingName: { pattern: '[a-zA-Z0-9:_-]+', most: 128 },
  policyName: { pattern: '[\\w+=,.@-]+', most: 128 },
  policyVersionId: { pattern: '[0-9]+', most: 9 },
  jobId: { pattern: '[a-zA-Z0-9_-]+', most: 64 },
  certificateId: { pattern: '(0x)?[a-fA-F0-9]+', most: 64 },
};

/** Finds the operation of a request. Throws AwsRefusal UnknownOperationException or InvalidRequestException. */
export const findCall = (operations: readonly Operation[], raw: RawRequest): Call => {
  const [path = ''] = raw.url.split('?');
  for (const operation of operations) {
    if (operation.method !== raw.method) continue;
    const params = match(operation.path, path);
    if (!params) continue;
    for (const [name, value] of Object.entries(params)) requireForm(name, value);
    return { operation, request: new RestRequest(raw, params) };
  }
  throw new AwsRefusal(
    'UnknownOperationException',
    `The stand-in has no operation at ${raw.method} ${path}.`,
  );
};

/** Splits before it decodes: a name may hold an encoded slash. */
const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const rest = /^\{(\w+)\+\}$/.exec(wanted.at(-1) ?? '')?.[1];
  if (rest !== undefined) wanted.splice(-1, 1, `{${rest}}`);
  const parts = rest === undefined ? path.split('/') : severed(path, wanted.length);
  if (wanted.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    const part = parts[i] ?? '';
    const name = /^\{(\w+)\}$/.exec(want)?.[1];
    if (name === undefined) {
      if (want !== part) return undefined;
    } else if (part === '') return undefined;
    else params[name] = decoded(part, name);
  }
  return params;
};

/** As many parts as are wanted; the last one has all the slashes that are left. */
const severed = (path: string, count: number): string[] => {
  const parts = path.split('/');
  const last = parts.slice(count - 1);
  return last.length === 0 ? parts : [...parts.slice(0, count - 1), last.join('/')];
};

const decoded = (part: string, name: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unfitValue(part, name, 'be percent-encoded UTF-8');
  }
};

const requireForm = (name: string, value: string): void => {
  const form = FORMS[name];
  if (!form) return;
  if (!new RegExp(`^${form.pattern}$`).test(value)) {
    throw unfitValue(value, name, `satisfy regular expression pattern: ${form.pattern}`);
  }
  if (value.length > form.most) {
    throw unfitValue(value, name, `have length less than or equal to ${form.most}`);
  }
};
