import type { CloudEvent } from '../clouds/events.ts';
import type { Evidence } from './evidence.ts';
import { toldCommands } from './told-commands.ts';

type Scene = Pick<Evidence, 'failure' | 'transcript' | 'asked' | 'stored' | 'cloud'>;

/** Commands that give the board a client id, and which of their values that is. */
const GIVES_ID: Readonly<Record<string, number>> = { MQTTUSERCFG: 2, MQTTCLIENTID: 1 };
/** Sent as data, which no transcript shows. */
const GIVES_HIDDEN_ID = 'MQTTLONGCLIENTID';
/** What a client of the test's own threw: then it may be the one that matters. */
const BY_THE_TEST = 'UNEXPECTED_ERROR';

/** As what the board may have connected; undefined where that cannot be told. */
const idsOf = ({ transcript, asked }: Scene): ReadonlySet<string> | undefined => {
  const told = toldCommands(transcript);
  if (told.some(({ name }) => name === GIVES_HIDDEN_ID)) return undefined;
  const ids = told.flatMap(({ name, values }) => values[GIVES_ID[name] ?? -1] ?? []);
  const all = new Set([...ids, asked?.mqtt?.clientId ?? ''].filter((id) => id !== ''));
  return all.size === 0 ? undefined : all;
};

/** The client id that an event bears; null where it bears none. */
const idIn = (event: CloudEvent): string | null => ('clientId' in event ? event.clientId : null);

/**
 * What the cloud saw of this board. A cloud has other clients besides: what becomes of those that call themselves
 * otherwise, and show another certificate, is nothing to a board, unless the failure speaks of them.
 */
export const ownEvents = (scene: Scene): readonly CloudEvent[] => {
  const { failure, stored, cloud } = scene;
  const ids = idsOf(scene);
  if (ids === undefined || failure?.code === BY_THE_TEST) return cloud;
  const own = stored?.find(({ place }) => place === 'mqtt_cert')?.certificate?.id;
  const isOther = (id: string): boolean => !ids.has(id) && !failure?.message.includes(id);
  const strangers = new Set(
    cloud.flatMap((event) =>
      event.kind === 'connect' && isOther(event.clientId) && event.certificateId !== own
        ? [event.connection]
        : [],
    ),
  );
  return cloud.filter((event) => {
    const id = idIn(event);
    if (strangers.has(event.connection)) return false;
    return event.kind === 'connect' || id === null || !isOther(id);
  });
};
