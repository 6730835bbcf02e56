import { isDeepStrictEqual } from 'node:util';
import { RegistryRefusal } from './refusal.ts';

/** What a person says of a thing. */
export interface ThingTraits {
  readonly attributes?: Readonly<Record<string, string>>;
  /** A thing type or billing group of any name: the stand-in keeps no list of them. */
  readonly typeName?: string | undefined;
  readonly billingGroup?: string | undefined;
}

export interface RegisteredThing extends ThingTraits {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** A UUID, another one for each thing that ever had this name. */
  readonly id: string;
  /** 1, and one more with each update. */
  readonly version: number;
}

export interface ThingUpdate extends ThingTraits {
  /** Adds to the attributes that there are, and takes away those with an empty value. */
  readonly merge?: boolean;
  readonly expectedVersion?: number;
}

const NAME = /^[a-zA-Z0-9:_-]{1,128}$/;
const ATTRIBUTE_NAME = /^[a-zA-Z0-9_.,@/:#-]{1,128}$/;
const ATTRIBUTE_VALUE = /^[a-zA-Z0-9_.,@/:#-]{0,800}$/;
/** AWS IoT quotas: so many with a thing type, and so many without. */
const MAX_ATTRIBUTES = 50;
const MAX_UNTYPED_ATTRIBUTES = 3;

/** The things of an account. */
export class Things {
  readonly #things = new Map<string, RegisteredThing>();

  /**
   * Creates a thing; doing the same again changes nothing. Throws RegistryRefusal THING_NAME_INVALID,
   * THING_ATTRIBUTES_INVALID or, for one that is there and is different, THING_EXISTS.
   */
  create(name: string, traits: ThingTraits = {}): RegisteredThing {
    if (!NAME.test(name)) {
      throw new RegistryRefusal(
        'THING_NAME_INVALID',
        `The thing name ${JSON.stringify(name)} should be 1 to 128 letters, digits, colons, underscores or hyphens.`,
      );
    }
    const { attributes = {}, typeName, billingGroup } = traits;
    const wanted = { attributes, typeName, billingGroup };
    const existing = this.#things.get(name);
    if (existing) {
      const { attributes, typeName, billingGroup } = existing;
      if (isDeepStrictEqual({ attributes, typeName, billingGroup }, wanted)) return existing;
      throw new RegistryRefusal(
        'THING_EXISTS',
        `Thing ${name} already exists in account with different attributes.`,
        { kind: 'thing', id: name },
      );
    }
    return this.#keep({ ...wanted, name, id: crypto.randomUUID(), version: 1 });
  }

  get(name: string): RegisteredThing | undefined {
    return this.#things.get(name);
  }

  /** Throws RegistryRefusal THING_NOT_FOUND. */
  require(name: string): RegisteredThing {
    const thing = this.#things.get(name);
    if (thing) return thing;
    throw new RegistryRefusal('THING_NOT_FOUND', `There is no thing ${name}; create it first.`);
  }

  /** In the order of their creation. */
  all(): RegisteredThing[] {
    return [...this.#things.values()];
  }

  /** Throws RegistryRefusal THING_NOT_FOUND, THING_VERSION_CONFLICT or THING_ATTRIBUTES_INVALID. */
  update(name: string, { merge = false, expectedVersion, ...traits }: ThingUpdate): void {
    const thing = this.require(name);
    requireVersion(thing, expectedVersion);
    const attributes = Object.entries({
      ...(merge || !traits.attributes ? thing.attributes : {}),
      ...traits.attributes,
    }).filter(([, value]) => value !== '');
    this.#keep({
      ...thing,
      ...traits,
      attributes: Object.fromEntries(attributes),
      version: thing.version + 1,
    });
  }

  /** No thing of this name is no error. Throws RegistryRefusal THING_VERSION_CONFLICT. */
  delete(name: string, expectedVersion?: number): void {
    const thing = this.#things.get(name);
    if (!thing) return;
    requireVersion(thing, expectedVersion);
    this.#things.delete(name);
  }

  #keep(thing: RegisteredThing): RegisteredThing {
    requireAttributes(thing);
    this.#things.set(thing.name, thing);
    return thing;
  }
}

const requireVersion = ({ name, version }: RegisteredThing, expected?: number): void => {
  if (expected === undefined || expected === version) return;
  throw new RegistryRefusal(
    'THING_VERSION_CONFLICT',
    `Thing ${name} is at version ${version}, and version ${expected} was expected.`,
  );
};

const requireAttributes = ({ attributes, typeName }: RegisteredThing): void => {
  const entries = Object.entries(attributes);
  const most = typeName === undefined ? MAX_UNTYPED_ATTRIBUTES : MAX_ATTRIBUTES;
  const odd = entries.find(
    ([name, value]) => !ATTRIBUTE_NAME.test(name) || !ATTRIBUTE_VALUE.test(value),
  );
  if (odd) {
    throw new RegistryRefusal(
      'THING_ATTRIBUTES_INVALID',
      `The attribute ${JSON.stringify(odd[0])} should be of letters, digits and any of _.,@/:#-, at most 128 in its name and 800 in its value.`,
    );
  }
  if (entries.length > most) {
    throw new RegistryRefusal(
      'THING_ATTRIBUTES_INVALID',
      `A thing ${typeName === undefined ? 'without' : 'with'} a type has at most ${most} attributes, and ${entries.length} were given.`,
    );
  }
};
