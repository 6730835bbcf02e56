/** Which shadow: the classic one of a thing has no name. */
export interface ShadowAddress {
  readonly thing: string;
  readonly shadow: string | null;
}

export type ShadowAction = 'get' | 'update' | 'delete';

const REQUEST =
  /^\$aws\/things\/([a-zA-Z0-9:_-]{1,128})\/shadow(?:\/name\/([$a-zA-Z0-9:_-]{1,64}))?\/(get|update|delete)$/;

/** What a message on this topic asks of a shadow; undefined where it asks nothing. */
export const shadowRequestAt = (
  topic: string,
): (ShadowAddress & { readonly action: ShadowAction }) | undefined => {
  const [, thing, shadow, action] = REQUEST.exec(topic) ?? [];
  if (thing === undefined || action === undefined) return undefined;
  return { thing, shadow: shadow ?? null, action: action as ShadowAction };
};

/** Where a request to a shadow is published; its answers go to topics below. */
export const topicOf = ({ thing, shadow }: ShadowAddress, action: ShadowAction): string =>
  `$aws/things/${thing}/shadow/${shadow === null ? '' : `name/${shadow}/`}${action}`;
