import { ShadowRefusal } from '../shadow/refusal.ts';
import type { ShadowAction } from '../shadow/topics.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import { type AwsName, AwsRefusal, unfitValue } from './aws-refusal.ts';
import type { DataPlane } from './data-plane.ts';
import type { Operation } from './operations.ts';
import { pageOf } from './paging.ts';
import type { RestRequest } from './request.ts';

const NAME = /^[$a-zA-Z0-9:_-]{1,64}$/;

/** Shadows, classic and named. */
export const shadowOperations = ({ shadows }: DataPlane): Operation[] => {
  const ask = (action: ShadowAction) => (request: RestRequest) =>
    shadows.ask({
      thing: request.param('thingName'),
      shadow: nameIn(request),
      action,
      payload: action === 'update' ? request.body : new Uint8Array(),
      clientId: null,
    });
  const path = '/things/{thingName}/shadow';
  return [
    { name: 'GetThingShadow', method: 'GET', path, answer: ask('get') },
    { name: 'UpdateThingShadow', method: 'POST', path, answer: ask('update') },
    { name: 'DeleteThingShadow', method: 'DELETE', path, answer: ask('delete') },
    {
      name: 'ListNamedShadowsForThing',
      method: 'GET',
      path: '/api/things/shadow/ListNamedShadowsForThing/{thingName}',
      answer: (request) => {
        const items = shadows.namesOf(request.param('thingName'));
        const words = { size: 'pageSize', token: 'nextToken' };
        const { page, next } = pageOf(request, { items, keyOf: (name) => name, words });
        return { results: page, nextToken: next, timestamp: wholeSeconds(Date.now()) };
      },
    },
  ];
};

const nameIn = (request: RestRequest): string | null => {
  const name = request.query('name') ?? null;
  if (name === null || NAME.test(name)) return name;
  throw unfitValue(name, 'shadowName', 'satisfy regular expression pattern: [$a-zA-Z0-9:_-]+');
};

/** The API's names for the codes of shadows. */
const NAMES: Readonly<Record<ShadowRefusal['status'], AwsName>> = {
  400: 'InvalidRequestException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  413: 'RequestEntityTooLargeException',
  415: 'UnsupportedDocumentEncodingException',
  429: 'ThrottlingException',
};

/** What AWS answers where a shadow refused; undefined for an error that is no refusal. */
export const shadowRefusal = (error: unknown): AwsRefusal | undefined =>
  error instanceof ShadowRefusal ? new AwsRefusal(NAMES[error.status], error.message) : undefined;
