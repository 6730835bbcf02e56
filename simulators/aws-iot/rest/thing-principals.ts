import { unfitValue } from './aws-refusal.ts';
import { type ControlPlane, certificateOf } from './control-plane.ts';
import type { Operation } from './operations.ts';
import { BY_TOKEN, pageOf } from './paging.ts';
import type { RestRequest } from './request.ts';

const PRINCIPALS = '/things/{thingName}/principals';
const TYPES = ['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING'] as const;

/** Which things which certificates belong to. */
export const thingPrincipalOperations = (cloud: ControlPlane): Operation[] => {
  const { registry, arns } = cloud;
  const principal = (request: RestRequest): string =>
    certificateOf(cloud, request.header('x-amzn-principal', 'principal'));
  const typeOf = (id: string) => TYPES[registry.isExclusive(id) ? 0 : 1];
  const principalsOf = (request: RestRequest): readonly string[] => {
    const { name } = registry.things.require(request.param('thingName'));
    const type = askedType(request);
    return registry.principalsOf(name).filter((id) => type === undefined || typeOf(id) === type);
  };
  const page = (request: RestRequest, items: readonly string[]) =>
    pageOf(request, { items, keyOf: String, words: BY_TOKEN });
  return [
    {
      name: 'AttachThingPrincipal',
      method: 'PUT',
      path: PRINCIPALS,
      answer: (request) => {
        const exclusively = askedType(request) === 'EXCLUSIVE_THING';
        registry.attachThing(request.param('thingName'), principal(request), { exclusively });
        return {};
      },
    },
    {
      name: 'DetachThingPrincipal',
      method: 'DELETE',
      path: PRINCIPALS,
      answer: (request) => {
        registry.detachThing(request.param('thingName'), principal(request));
        return {};
      },
    },
    {
      name: 'ListThingPrincipals',
      method: 'GET',
      path: PRINCIPALS,
      answer: (request) => {
        const { page: ids, next } = page(request, principalsOf(request));
        return { principals: ids.map((id) => arns('cert', id)), nextToken: next };
      },
    },
    {
      name: 'ListThingPrincipalsV2',
      method: 'GET',
      path: `${PRINCIPALS}-v2`,
      answer: (request) => {
        const { page: ids, next } = page(request, principalsOf(request));
        return {
          thingPrincipalObjects: ids.map((id) => ({
            principal: arns('cert', id),
            thingPrincipalType: typeOf(id),
          })),
          nextToken: next,
        };
      },
    },
    {
      name: 'ListPrincipalThings',
      method: 'GET',
      path: '/principals/things',
      answer: (request) => {
        const names = registry.thingsOf(principal(request)).map(({ name }) => name);
        const { page: things, next } = page(request, names);
        return { things, nextToken: next };
      },
    },
  ];
};

const askedType = (request: RestRequest): (typeof TYPES)[number] | undefined => {
  const text = request.query('thingPrincipalType');
  const type = TYPES.find((one) => one === text);
  if (type === undefined && text !== undefined) {
    throw unfitValue(text, 'thingPrincipalType', `satisfy enum value set: [${TYPES.join(', ')}]`);
  }
  return type;
};
