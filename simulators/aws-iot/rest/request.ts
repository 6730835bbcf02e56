import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { AwsRefusal, unfitValue } from './aws-refusal.ts';

/** A request as it came, before anybody knows what it asks for. */
export interface RawRequest {
  readonly method: string;
  /** Path and query as sent, still percent-encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request to one operation, and what it says in path, query, headers and body. */
export class RestRequest {
  /** The path's parts that have names, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly #query: URLSearchParams;
  readonly #headers: IncomingHttpHeaders;
  /** As it came, for operations that take bytes. */
  readonly body: Buffer;

  constructor({ url, headers, body }: RawRequest, params: Readonly<Record<string, string>>) {
    this.params = params;
    this.#query = new URLSearchParams(queryOf(url));
    this.#headers = headers;
    this.body = body;
  }

  /** A part of the path. */
  param(name: string): string {
    const value = this.params[name];
    if (value !== undefined) return value;
    throw new TypeError(`the path of this operation has no {${name}}`);
  }

  query(name: string): string | undefined {
    return this.#query.get(name) ?? undefined;
  }

  /** A truth value of the query; false where it is not there. */
  flag(name: string): boolean {
    const value = this.query(name);
    if (value === undefined || value === 'false') return false;
    if (value === 'true') return true;
    throw unfitValue(value, name, 'be true or false');
  }

  /** A whole number of the query. */
  whole(name: string, { least = 0, most = Number.MAX_SAFE_INTEGER } = {}): number | undefined {
    const value = this.query(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least) {
      throw unfitValue(value, name, `have value greater than or equal to ${least}`);
    }
    if (number > most) throw unfitValue(value, name, `have value less than or equal to ${most}`);
    return number;
  }

  /** A header that the operation cannot do without. */
  header(name: string, called: string): string {
    const value = this.#headers[name];
    if (typeof value === 'string' && value !== '') return value;
    throw unfitValue('null', called, 'not be null');
  }

  /** The body, which is JSON of this shape. */
  json<T>(shape: z.ZodType<T>): T {
    let value: unknown;
    try {
      value = this.body.length === 0 ? {} : JSON.parse(this.body.toString('utf8'));
    } catch {
      throw new AwsRefusal('SerializationException', 'The body of the request is not JSON.');
    }
    const read = shape.safeParse(value);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') || 'the body';
    throw new AwsRefusal(
      'InvalidRequestException',
      `1 validation error detected: ${where}: ${issue?.message}`,
    );
  }
}

const queryOf = (url: string): string => {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
};
