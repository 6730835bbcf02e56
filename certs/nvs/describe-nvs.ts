import { FACTORY_PARAMETERS } from '../factory-parameters.ts';
import { type ContentDescription, describeContent } from '../kits/describe-content.ts';
import type { NvsEntry, NvsImage } from './nvs-image.ts';
import type { NvsType } from './nvs-value.ts';

/** What may be said about a value: numbers and harmless texts as they are, of all else what it is and how long. */
export type NvsValueDescription = {
  readonly namespace: string;
  readonly key: string;
  readonly type: NvsType;
} & ({ readonly value: string } | { readonly content: ContentDescription });

const describeEntry = ({ namespace, key, type, value }: NvsEntry): NvsValueDescription => {
  if (!(value instanceof Uint8Array)) return { namespace, key, type, value: String(value) };
  // Texts about the module are no secrets; others may be a Wi-Fi password.
  if (type === 'string' && namespace === FACTORY_PARAMETERS) {
    return { namespace, key, type, value: Buffer.from(value).toString() };
  }
  return { namespace, key, type, content: describeContent(value) };
};

export const describeNvs = ({ entries }: NvsImage): NvsValueDescription[] =>
  entries.map(describeEntry);
