import { fieldOf, isDeeper, isObject, type Json, type JsonObject } from '../json.ts';
import type { Limits } from '../options.ts';
import { ShadowRefusal } from './refusal.ts';

/** What of AWS's limits shadows have. */
export type ShadowLimits = Pick<Limits, 'maxShadowBytes' | 'maxShadowLevels' | 'maxShadows'>;

export const SECTIONS = ['desired', 'reported'] as const;
export type Section = (typeof SECTIONS)[number];

/** What a request asks of a shadow. */
export interface ShadowUpdate {
  /** The sections to change; null takes a whole section away. */
  readonly changes: { readonly [S in Section]?: JsonObject | null };
  readonly version: number | undefined;
}

/** AWS IoT Device Shadow quotas. */
const MAX_TOKEN_BYTES = 64;

/** Reads the payload of a request; an empty one says nothing. Throws ShadowRefusal. */
export const readRequest = (payload: Uint8Array, { maxShadowBytes }: ShadowLimits): JsonObject => {
  if (payload.length > maxShadowBytes) throw tooLarge();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    throw new ShadowRefusal(415, 'Unsupported documented encoding; supported encoding is UTF-8');
  }
  if (text.trim() === '') return {};
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    throw invalid('Invalid JSON');
  }
  if (isObject(request)) return request;
  throw invalid('Invalid JSON');
};

/** By which an answer finds its request. Throws ShadowRefusal. */
export const tokenOf = (request: JsonObject): string | undefined => {
  const token = fieldOf(request, 'clientToken');
  if (token === undefined) return undefined;
  if (typeof token === 'string' && Buffer.byteLength(token) <= MAX_TOKEN_BYTES) return token;
  throw invalid('Invalid clientToken');
};

/** What the request wants changed. Throws ShadowRefusal. */
export const updateOf = (request: JsonObject, limits: ShadowLimits): ShadowUpdate => {
  const version = fieldOf(request, 'version');
  if (version !== undefined && !isVersion(version)) throw invalid('Invalid version');
  const state = fieldOf(request, 'state');
  if (state === undefined) throw invalid('Missing required node: state');
  if (!isObject(state)) throw invalid('State node must be an object');
  for (const [name, section] of Object.entries(state)) {
    if (!isSection(name)) throw invalid(`State contains an invalid node: '${name}'`);
    if (section !== null && !isObject(section)) {
      throw invalid(`${name === 'desired' ? 'Desired' : 'Reported'} node must be an object`);
    }
    if (section !== null && isDeeper(section, limits.maxShadowLevels)) {
      throw invalid(
        `JSON contains too many levels of nesting; maximum is ${limits.maxShadowLevels}`,
      );
    }
  }
  return { changes: state, version };
};

export const tooLarge = (): ShadowRefusal =>
  new ShadowRefusal(413, 'The payload exceeds the maximum size allowed');

const invalid = (message: string): ShadowRefusal => new ShadowRefusal(400, message);

const isVersion = (value: Json): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isSection = (name: string): name is Section => SECTIONS.some((one) => one === name);
