import { z } from 'zod';
import type { RegisteredThing, ThingTraits } from '../registry/things.ts';
import { type ControlPlane, seconds } from './control-plane.ts';
import type { Operation } from './operations.ts';
import { BY_TOKEN, pageOf } from './paging.ts';
import type { RestRequest } from './request.ts';

const attributes = z.record(z.string(), z.string());

const created = z.object({
  thingTypeName: z.string().optional(),
  billingGroupName: z.string().optional(),
  attributePayload: z.object({ attributes: attributes.optional() }).optional(),
});

const updated = z.object({
  thingTypeName: z.string().optional(),
  removeThingType: z.boolean().optional(),
  expectedVersion: z.int().optional(),
  attributePayload: z
    .object({ attributes: attributes.optional(), merge: z.boolean().optional() })
    .optional(),
});

/** Things: what devices are called, and what is known of them. */
export const thingOperations = ({ registry, arns, events }: ControlPlane): Operation[] => {
  const summary = ({ name, typeName, attributes, version }: RegisteredThing) => ({
    thingName: name,
    thingTypeName: typeName,
    thingArn: arns('thing', name),
    attributes,
    version,
  });
  return [
    {
      name: 'CreateThing',
      method: 'POST',
      path: '/things/{thingName}',
      answer: (request) => {
        const { thingTypeName, billingGroupName, attributePayload } = request.json(created);
        const { name, id } = registry.createThing(request.param('thingName'), {
          attributes: attributePayload?.attributes ?? {},
          typeName: thingTypeName,
          billingGroup: billingGroupName,
        });
        return { thingName: name, thingArn: arns('thing', name), thingId: id };
      },
    },
    {
      name: 'DescribeThing',
      method: 'GET',
      path: '/things/{thingName}',
      answer: (request) => {
        const thing = registry.things.require(request.param('thingName'));
        const { name, id, billingGroup } = thing;
        return {
          ...summary(thing),
          defaultClientId: name,
          thingId: id,
          billingGroupName: billingGroup,
        };
      },
    },
    {
      name: 'ListThings',
      method: 'GET',
      path: '/things',
      answer: (request) => {
        const items = registry.things.all().filter(wanted(request));
        const keyOf = ({ name }: RegisteredThing) => name;
        const { page, next } = pageOf(request, { items, keyOf, words: BY_TOKEN });
        return { things: page.map(summary), nextToken: next };
      },
    },
    {
      name: 'UpdateThing',
      method: 'PATCH',
      path: '/things/{thingName}',
      answer: (request) => {
        const update = request.json(updated);
        const { attributePayload = {}, expectedVersion, removeThingType, thingTypeName } = update;
        const traits: ThingTraits = {
          ...(attributePayload.attributes ? { attributes: attributePayload.attributes } : {}),
          ...(thingTypeName === undefined ? {} : { typeName: thingTypeName }),
          ...(removeThingType ? { typeName: undefined } : {}),
        };
        registry.things.update(request.param('thingName'), {
          ...traits,
          merge: attributePayload.merge ?? false,
          ...(expectedVersion === undefined ? {} : { expectedVersion }),
        });
        return {};
      },
    },
    {
      name: 'DeleteThing',
      method: 'DELETE',
      path: '/things/{thingName}',
      answer: (request) => {
        registry.deleteThing(request.param('thingName'), request.whole('expectedVersion'));
        return {};
      },
    },
    {
      // AWS knows it of client ids that are names of things.
      name: 'GetThingConnectivityData',
      method: 'POST',
      path: '/things/{thingName}/connectivity-data',
      answer: (request) => {
        const { name } = registry.things.require(request.param('thingName'));
        const last = events().findLast(
          (event) =>
            (event.kind === 'disconnect' || (event.kind === 'connect' && event.outcome.accepted)) &&
            event.clientId === name,
        );
        return {
          thingName: name,
          connected: last?.kind === 'connect',
          ...(last ? { timestamp: seconds(new Date(last.at)) } : {}),
          ...(last?.kind === 'disconnect' ? { disconnectReason: last.reason } : {}),
        };
      },
    },
  ];
};

const wanted = (request: RestRequest): ((thing: RegisteredThing) => boolean) => {
  const type = request.query('thingTypeName');
  const attribute = request.query('attributeName');
  const value = request.query('attributeValue');
  const isPrefix = request.flag('usePrefixAttributeValue');
  return ({ typeName, attributes }) => {
    if (type !== undefined && type !== typeName) return false;
    if (attribute === undefined) return true;
    const own = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (own === undefined || value === undefined) return own !== undefined;
    return isPrefix ? own.startsWith(value) : own === value;
  };
};
