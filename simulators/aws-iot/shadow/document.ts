import type { Json, JsonObject } from '../json.ts';
import { ShadowRefusal } from './refusal.ts';
import { SECTIONS, type Section, type ShadowUpdate, tooLarge } from './request.ts';
import { difference, merge, metadataOf, type State, valuesOf } from './state.ts';

/** One shadow at one version. */
export interface ShadowDocument {
  readonly sections: Sections;
  readonly version: number;
}

type Sections = { readonly [S in Section]?: State };

/**
 * The shadow after an update, `last` being its version up to now. Throws ShadowRefusal 409 where the request speaks of
 * another version, and 413 where the state grows too large.
 */
export const updated = (
  { sections, version: last }: ShadowDocument,
  { changes, version }: ShadowUpdate,
  { at, maxBytes }: { readonly at: number; readonly maxBytes: number },
): ShadowDocument => {
  if (version !== undefined && version !== last) throw new ShadowRefusal(409, 'Version conflict');
  const after: { [S in Section]?: State } = { ...sections };
  for (const name of SECTIONS) {
    const change = changes[name];
    if (change === undefined) continue;
    const merged = merge(after[name], change, at);
    if (merged) after[name] = merged;
    else delete after[name];
  }
  if (Buffer.byteLength(JSON.stringify(shown(after, valuesOf))) > maxBytes) throw tooLarge();
  return { sections: after, version: last + 1 };
};

/** What AWS tells of a shadow whose state is asked for; `delta` only where there is one. */
export const fullText = ({ sections }: ShadowDocument): { state: Json; metadata: Json } => {
  const delta = difference(sections.desired, sections.reported);
  const state = shown(sections, valuesOf);
  return {
    state: delta ? { ...state, delta: valuesOf(delta) } : state,
    metadata: shown(sections, metadataOf),
  };
};

/** The same without the delta, as `update/documents` tells it. */
export const plainText = ({ sections, version }: ShadowDocument): JsonObject => ({
  state: shown(sections, valuesOf),
  metadata: shown(sections, metadataOf),
  version,
});

/** What is desired and not reported like that; undefined where nothing is. */
export const deltaText = ({
  sections,
}: ShadowDocument): { state: Json; metadata: Json } | undefined => {
  const delta = difference(sections.desired, sections.reported);
  return delta && { state: valuesOf(delta), metadata: metadataOf(delta) };
};

/** What AWS repeats of an update that it accepted: the sections of the request, and no others. */
export const acceptedText = (
  { changes }: ShadowUpdate,
  at: number,
): { state: Json; metadata: Json } => {
  const stamped: { [S in Section]?: State } = {};
  for (const name of SECTIONS) {
    const section = changes[name] && merge(undefined, changes[name], at);
    if (section) stamped[name] = section;
  }
  return { state: changes as JsonObject, metadata: shown(stamped, metadataOf) };
};

const shown = (sections: Sections, as: (state: State) => Json): JsonObject => {
  const text: Record<string, Json> = {};
  for (const name of SECTIONS) {
    const section = sections[name];
    if (section) text[name] = as(section);
  }
  return text;
};
