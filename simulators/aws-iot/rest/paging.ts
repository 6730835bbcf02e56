import { unfitValue } from './aws-refusal.ts';
import type { RestRequest } from './request.ts';

/** How an operation calls the two ends of a page in its query. */
export interface PageWords {
  readonly size: string;
  readonly token: string;
}

export const BY_MARKER: PageWords = { size: 'pageSize', token: 'marker' };
export const BY_TOKEN: PageWords = { size: 'maxResults', token: 'nextToken' };

/** AWS's when none is asked for (ListCertificates), and its most. */
const DEFAULT_SIZE = 25;
const MAX_SIZE = 250;
const MARK = 'after:';

interface Listing<T> {
  readonly items: readonly T[];
  /** Unique, and in the order in which the items are listed. */
  readonly keyOf: (item: T) => string;
  readonly isDescending?: boolean;
  readonly words: PageWords;
}

/**
 * The page that a request asks for. A token holds the last key of its page: what is added or deleted between two pages
 * makes no item come twice or not at all. Throws AwsRefusal InvalidRequestException.
 */
export const pageOf = <T>(
  request: RestRequest,
  { items, keyOf, isDescending = false, words }: Listing<T>,
): { page: T[]; next: string | undefined } => {
  const size = request.whole(words.size, { least: 1, most: MAX_SIZE }) ?? DEFAULT_SIZE;
  const token = request.query(words.token);
  const direction = isDescending ? -1 : 1;
  const compare = (a: string, b: string): number => direction * (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...items].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const after = token === undefined ? undefined : keyIn(token, words.token);
  const rest =
    after === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), after) > 0);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const next = last !== undefined && rest.length > size ? tokenFor(keyOf(last)) : undefined;
  return { page, next };
};

const tokenFor = (key: string): string => Buffer.from(MARK + key).toString('base64url');

const keyIn = (token: string, name: string): string => {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith(MARK)) return text.slice(MARK.length);
  throw unfitValue(token, name, 'be one that a page before gave');
};
