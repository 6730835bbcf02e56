import type { Arns } from '../arns.ts';
import { type DeviceAction, resourceOf } from './actions.ts';
import type { Request } from './evaluate.ts';

/** What a device is going to do over MQTT. */
export interface Script {
  readonly clientId: string;
  /** Whether it asks for its session to be kept. */
  readonly isPersistent?: boolean;
  readonly lastWill?: { readonly topic: string; readonly retain: boolean } | undefined;
  /** Filters. One without a wildcard is also a topic that it wants to receive. */
  readonly subscribes?: readonly string[];
  readonly receives?: readonly string[];
  readonly publishes?: readonly string[];
  /** Topics of messages that it publishes to be retained. */
  readonly retains?: readonly string[];
}

/** One thing that a device does and the policy may forbid. */
export interface Step extends Request {
  /** `publish to sdk/test/java`. */
  readonly does: string;
  /** What comes of it where it is forbidden (seen at AWS with MQTT 3.1.1). */
  readonly ifForbidden: string;
}

const IF_FORBIDDEN: Readonly<Record<DeviceAction, string>> = {
  'iot:Connect': 'AWS closes the connection instead of answering CONNECT.',
  'iot:Subscribe': 'AWS closes the connection instead of answering SUBSCRIBE.',
  'iot:Receive': 'AWS keeps such messages back without a word.',
  'iot:Publish': 'AWS closes the connection, and the message is lost.',
  'iot:RetainPublish': 'AWS closes the connection, and the message is lost.',
};

/** The steps of a script, in the order in which a device takes them. */
export const stepsOf = (script: Script, arns: Arns): Step[] => {
  const { clientId, lastWill, subscribes = [], publishes = [], retains = [] } = script;
  const step = (does: string, action: DeviceAction, name: string, when = action): Step => ({
    does,
    action,
    resource: resourceOf(arns, action, name),
    ifForbidden: IF_FORBIDDEN[when],
  });
  const exact = subscribes
    .map((filter) => filter.replace(/^\$share\/[^/]+\//, ''))
    .filter((filter) => !/[+#]/.test(filter));
  const receives = [...new Set([...exact, ...(script.receives ?? [])])];
  return [
    step(`connect as ${clientId}`, 'iot:Connect', clientId),
    ...(lastWill
      ? [
          step(
            `leave a last will for ${lastWill.topic}`,
            'iot:Publish',
            lastWill.topic,
            'iot:Connect',
          ),
        ]
      : []),
    ...(lastWill?.retain
      ? [
          step(
            `have the last will for ${lastWill.topic} retained`,
            'iot:RetainPublish',
            lastWill.topic,
            'iot:Connect',
          ),
        ]
      : []),
    ...subscribes.map((filter) => step(`subscribe to ${filter}`, 'iot:Subscribe', filter)),
    ...receives.map((topic) => step(`receive from ${topic}`, 'iot:Receive', topic)),
    ...[...new Set([...publishes, ...retains])].map((topic) =>
      step(`publish to ${topic}`, 'iot:Publish', topic),
    ),
    ...retains.map((topic) =>
      step(`have a message to ${topic} retained`, 'iot:RetainPublish', topic),
    ),
  ];
};
