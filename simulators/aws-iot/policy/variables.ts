import { type CertificateFacts, certificateVariables } from './certificate-variables.ts';
import type { Variables } from './pattern.ts';

/** A thing, as far as policies may speak of it. */
interface ThingFacts {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly typeName?: string | undefined;
  /** Attached as EXCLUSIVE_THING: then the client id may be another one than its name. */
  readonly isExclusive?: boolean | undefined;
}

/** What policies may know of a CONNECT. */
export interface ConnectFacts {
  /** The device asks for its session to be kept. */
  readonly isPersistent: boolean;
  /** The ARN of the last will's topic. */
  readonly lastWill?: string | undefined;
}

/** What policy variables may speak of. */
export interface Speaker {
  readonly clientId: string;
  /** Undefined where no certificate is looked at. */
  readonly certificateId?: string;
  readonly certificate?: CertificateFacts;
  /** The things that the certificate is attached to. */
  readonly things: readonly ThingFacts[];
  readonly sourceIp?: string | undefined;
  /** Where the action is iot:Connect. */
  readonly connect?: ConnectFacts | undefined;
}

/** The variables of one connection. Thing variables exist only where the client id is the name of an attached thing. */
export const variablesOf = (speaker: Speaker): Variables => {
  const { clientId, certificateId, certificate, things, sourceIp, connect } = speaker;
  const thing = things.find(({ name, isExclusive }) => isExclusive || name === clientId);
  const now = Date.now();
  return new Map<string, string | readonly string[]>([
    ['iot:ClientId', clientId],
    ['iot:Connection.Thing.IsAttached', String(thing !== undefined)],
    // IAM has these two for every request; that AWS IoT has them too is not known.
    ['aws:CurrentTime', new Date(now).toISOString()],
    ['aws:EpochTime', String(Math.floor(now / 1000))],
    ...(sourceIp === undefined ? [] : [['aws:SourceIp', sourceIp] as const]),
    // Its spelling is not known for sure.
    ...(certificateId === undefined ? [] : [['iot:CertificateId', certificateId] as const]),
    ...(certificate ? certificateVariables(certificate) : []),
    ...(thing ? thingVariables(thing) : []),
    ...(connect ? connectVariables(connect) : []),
  ]);
};

const thingVariables = ({ name, attributes, typeName }: ThingFacts): [string, string][] => [
  ['iot:Connection.Thing.ThingName', name],
  ...(typeName === undefined
    ? []
    : [['iot:Connection.Thing.ThingTypeName', typeName] as [string, string]]),
  ...Object.entries(attributes).map(([attribute, value]): [string, string] => [
    `iot:Connection.Thing.Attributes[${attribute}]`,
    value,
  ]),
];

const connectVariables = ({
  isPersistent,
  lastWill,
}: ConnectFacts): [string, string | readonly string[]][] => [
  [
    'iot:ConnectAttributes',
    [
      ...(isPersistent ? ['PersistentConnect'] : []),
      ...(lastWill === undefined ? [] : ['LastWill']),
    ],
  ],
  ...(lastWill === undefined ? [] : [['iot:LastWillTopic', lastWill] as [string, string]]),
];
