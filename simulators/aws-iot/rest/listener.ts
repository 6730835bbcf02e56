import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { lazily } from '../../../certs/lazily.ts';
import { listen } from '../listen.ts';
import { AwsRefusal } from './aws-refusal.ts';
import { findCall, type Operation } from './operations.ts';
import type { RawRequest } from './request.ts';
import { type AccessKey, requireSignature } from './signature.ts';

export interface HttpOptions {
  /** Default `127.0.0.1`: nobody outside this machine reaches it. */
  readonly host?: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Checks the signatures of requests by this key; default: any signature will do, none will not. */
  readonly accessKey?: AccessKey | undefined;
}

interface RestOptions extends HttpOptions {
  readonly operations: readonly Operation[];
  /** AWS's words for an error that an operation threw; undefined for one that it knows nothing of. */
  readonly translate: (error: unknown) => AwsRefusal | undefined;
}

/** A service with AWS's REST interface. There is none before it listens. */
export interface RunningRest extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: what an SDK takes for its endpoint. */
  readonly url: string;
  /** Lets an operation answer with this refusal, whatever it is asked, until the fault is disposed of. */
  fault(operation: string, refusal: AwsRefusal): Disposable;
}

/** Far more than any request of AWS IoT's has. */
const MAX_BODY = 1024 * 1024;

/** Serves a table of operations in the way of AWS's JSON services (restJson1). */
export const startRest = async (options: RestOptions): Promise<RunningRest> => {
  const { host = '127.0.0.1', port = 0, operations, translate, accessKey } = options;
  const faults = new Map<string, AwsRefusal>();
  const answer = async (message: IncomingMessage): Promise<object | undefined> => {
    const request = await received(message);
    requireSignature(request, accessKey);
    const call = findCall(operations, request);
    const fault = faults.get(call.operation.name);
    if (fault) throw fault;
    return call.operation.answer(call.request);
  };
  const server = createServer((message, response) => {
    answer(message).then(
      (body) => send(response, 200, body),
      (error: unknown) => refuse(response, asRefusal(error, translate)),
    );
  });
  const given = await listen(server, host, port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${given}`,
    fault: (operation, refusal) => {
      if (!operations.some(({ name }) => name === operation)) {
        throw new TypeError(`there is no operation ${operation} to fail`);
      }
      faults.set(operation, refusal);
      return { [Symbol.dispose]: () => faults.delete(operation) };
    },
    [Symbol.asyncDispose]: lazily(async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }),
  };
};

const received = async (message: IncomingMessage): Promise<RawRequest> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // Too much of a body must not cut the connection that the refusal goes back on.
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_BODY) {
      throw new AwsRefusal(
        'RequestEntityTooLargeException',
        `A body has at most ${MAX_BODY} bytes.`,
      );
    }
    chunks.push(chunk);
  }
  const { method = '', url = '', headers } = message;
  return { method, url, headers, body: Buffer.concat(chunks) };
};

const asRefusal = (error: unknown, translate: RestOptions['translate']): AwsRefusal => {
  if (error instanceof AwsRefusal) return error;
  const why = error instanceof Error ? error.message : String(error);
  return (
    translate(error) ?? new AwsRefusal('InternalFailureException', `The stand-in failed: ${why}`)
  );
};

const refuse = (response: ServerResponse, { code, status, message, facts }: AwsRefusal): void => {
  if (!response.req.complete) response.setHeader('connection', 'close');
  response.setHeader('x-amzn-errortype', code);
  send(response, status, { message, ...facts });
};

const send = (response: ServerResponse, status: number, body: object | undefined): void => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-amzn-requestid', crypto.randomUUID());
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
