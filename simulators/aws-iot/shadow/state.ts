import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject } from '../json.ts';

/**
 * Part of a shadow's state, and when each value in it was last written. Lists are values: an update replaces the whole
 * of one. A branch is never empty.
 */
export type State = Leaf | Branch;

interface Leaf {
  readonly value: Exclude<Json, null | JsonObject>;
  /** Seconds since 1970. */
  readonly at: number;
}

type Branch = ReadonlyMap<string, State>;

/**
 * What an update makes of a part: named fields change, null takes a field away, others stay. Undefined where nothing is
 * left. That an object without fields goes too is not documented.
 */
export const merge = (state: State | undefined, change: Json, at: number): State | undefined => {
  if (change === null) return undefined;
  if (!isObject(change)) return { value: change, at };
  const fields = new Map(isBranch(state) ? state : undefined);
  for (const [name, value] of Object.entries(change)) {
    const merged = merge(fields.get(name), value, at);
    if (merged) fields.set(name, merged);
    else fields.delete(name);
  }
  return fields.size > 0 ? fields : undefined;
};

/** The parts of what is desired that are not reported like that; undefined where all of them are. */
export const difference = (
  desired: State | undefined,
  reported: State | undefined,
): State | undefined => {
  if (!desired || !reported) return desired;
  if (!isBranch(desired)) {
    const isSame = !isBranch(reported) && isDeepStrictEqual(desired.value, reported.value);
    return isSame ? undefined : desired;
  }
  if (!isBranch(reported)) return desired;
  const fields = new Map<string, State>();
  for (const [name, wanted] of desired) {
    const missing = difference(wanted, reported.get(name));
    if (missing) fields.set(name, missing);
  }
  return fields.size > 0 ? fields : undefined;
};

/** The state as JSON. */
export const valuesOf = (state: State): Json =>
  isBranch(state) ? fieldsOf(state, valuesOf) : state.value;

/** The state's metadata as JSON: of the same shape, with `{"timestamp":s}` in the place of each value. */
export const metadataOf = (state: State): Json =>
  isBranch(state) ? fieldsOf(state, metadataOf) : stamped(state.value, state.at);

/** Each element of a list has its own timestamp. */
const stamped = (value: Json, at: number): Json => {
  if (Array.isArray(value)) return value.map((element) => stamped(element, at));
  if (!isObject(value)) return { timestamp: at };
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, stamped(field, at)]),
  );
};

const fieldsOf = (branch: Branch, as: (state: State) => Json): JsonObject =>
  Object.fromEntries([...branch].map(([name, state]) => [name, as(state)]));

const isBranch = (state: State | undefined): state is Branch => state instanceof Map;
