/** Whose cloud it is, and where: both stand in every ARN. */
export interface Account {
  /** `eu-west-1`. China's regions belong to the partition `aws-cn`. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

/** Names things as AWS does: `arn('client', 'sdk-java')` is `arn:aws:iot:REGION:ACCOUNT:client/sdk-java`. */
export const arnsOf =
  ({ region, account }: Account) =>
  (
    kind: 'client' | 'topic' | 'topicfilter' | 'cert' | 'thing' | 'policy' | 'rolealias',
    name: string,
  ): string =>
    `arn:${region.startsWith('cn-') ? 'aws-cn' : 'aws'}:iot:${region}:${account}:${kind}/${name}`;

export type Arns = ReturnType<typeof arnsOf>;
