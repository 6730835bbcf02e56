/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an object says under its own name, and not what every object inherits. */
export const fieldOf = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** Whether names or lists are nested deeper; it looks no further, for what is deeper may be deeper than the stack. */
export const isDeeper = (value: Json, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const fields = Object.values(value);
  return levels === 0 ? fields.length > 0 : fields.some((field) => isDeeper(field, levels - 1));
};
