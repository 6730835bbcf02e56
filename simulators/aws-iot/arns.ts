/** Whose cloud it is, and where: both stand in every ARN. */
export interface Account {
  /** `eu-west-1`. China's regions belong to the partition `aws-cn`. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

type Kind =
  | 'cacert'
  | 'cert'
  | 'client'
  | 'domainconfiguration'
  | 'job'
  | 'policy'
  | 'rolealias'
  | 'thing'
  | 'topic'
  | 'topicfilter';

/** Names things as AWS does: `arn('client', 'sdk-java')` is `arn:aws:iot:REGION:ACCOUNT:client/sdk-java`. */
export const arnsOf =
  ({ region, account }: Account) =>
  (kind: Kind, name: string): string =>
    `arn:${region.startsWith('cn-') ? 'aws-cn' : 'aws'}:iot:${region}:${account}:${kind}/${name}`;

export type Arns = ReturnType<typeof arnsOf>;
