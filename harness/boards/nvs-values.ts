import { commands } from '../at/commands/index.ts';
import { AtRefused, AtUnexpected } from '../at/errors.ts';
import { type Hands, verb } from './verb.ts';

/** As `AT+SYSMFG` numbers the types of values that are bytes. */
const TEXT = 7;
const BINARY = 8;
/** And those that are numbers. */
const NUMBERS = { u8: 1, i8: 2, u16: 3, i16: 4, u32: 5, i32: 6 } as const;
const TYPES = { ...NUMBERS, text: TEXT, binary: BINARY };

const DONE = '\r\nOK\r\n';
/** A write that makes room first was seen to take 4 s. */
const WRITTEN_MS = 10_000;

/** A refusal without a code says that there is nothing. */
const unlessMissing = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AtRefused && error.errorCodes.length === 0) return null;
    throw error;
  }
};

/** The values of the NVS that `AT+SYSMFG` knows, by namespace and key. */
export class NvsValues {
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Binary. @throws AtRefused */
  put(namespace: string, key: string, bytes: Uint8Array): Promise<void> {
    return this.#write({ namespace, key, type: BINARY }, bytes);
  }

  /** @throws AtRefused */
  putText(namespace: string, key: string, text: string): Promise<void> {
    return this.#write({ namespace, key, type: TEXT }, Buffer.from(text));
  }

  /** The board asks for no data: the number stands where the length of others does. @throws AtUnexpected */
  putNumber(
    namespace: string,
    key: string,
    type: keyof typeof NUMBERS,
    value: number,
  ): Promise<void> {
    return verb(this.#hands, `write ${namespace}/${key}`, { type, value }, async () => {
      const line = `AT+SYSMFG=2,"${namespace}","${key}",${NUMBERS[type]},${value}`;
      const plan = { length: DONE.length, withinMs: WRITTEN_MS };
      const came = await this.#hands.client.talk(`${line}\r\n`, plan);
      if (came !== DONE) throw new AtUnexpected(line, 'OK', [came], {});
    });
  }

  /** All of a value, or a part of it; null if there is none. */
  async take(
    namespace: string,
    key: string,
    part: { readonly offset?: number; readonly length?: number } = {},
  ): Promise<Uint8Array | number | null> {
    const answer = await unlessMissing(
      this.#hands.client.do(commands.manufacturing.read, { namespace, key, ...part }),
    );
    return answer?.kind === 'value' ? answer.value : null;
  }

  /** The keys of a namespace; none if there is no such namespace. */
  async keys(namespace: string): Promise<readonly string[]> {
    return (await this.#listed(namespace)).map(({ key }) => key);
  }

  /** What each value of a namespace was written as, by their keys. */
  async types(namespace: string): Promise<Readonly<Record<string, string>>> {
    const named = new Map<number, string>(
      Object.entries(TYPES).map(([name, type]) => [type, name]),
    );
    const listed = await this.#listed(namespace);
    return Object.fromEntries(listed.map(({ key, type }) => [key, named.get(type) ?? `${type}`]));
  }

  /** All values of a namespace, by their keys. */
  async all(namespace: string): Promise<Readonly<Record<string, Uint8Array | number | null>>> {
    const values: Record<string, Uint8Array | number | null> = {};
    for (const key of await this.keys(namespace)) values[key] = await this.take(namespace, key);
    return values;
  }

  async namespaces(): Promise<readonly string[]> {
    const answers = await this.#hands.client.do(commands.manufacturing.namespaces);
    return answers.map(({ namespace }) => namespace);
  }

  /** One key, or all of a namespace. @throws AtRefused for a key that is not there */
  erase(namespace: string, key?: string): Promise<void> {
    const place = key === undefined ? { namespace } : { namespace, key };
    return verb(this.#hands, `erase ${Object.values(place).join('/')}`, {}, () =>
      this.#hands.client.do(commands.manufacturing.erase, place),
    );
  }

  async #listed(
    namespace: string,
  ): Promise<readonly { readonly key: string; readonly type: number }[]> {
    const answer = await unlessMissing(
      this.#hands.client.do(commands.manufacturing.read, { namespace }),
    );
    return answer?.kind === 'keys' ? answer.keys : [];
  }

  #write(
    place: { readonly namespace: string; readonly key: string; readonly type: number },
    data: Uint8Array,
  ): Promise<void> {
    const { namespace, key } = place;
    return verb(this.#hands, `write ${namespace}/${key}`, { bytes: data.length }, async () => {
      const to = { ...place, length: data.length };
      await this.#hands.client.do(commands.manufacturing.write, to, { data });
    });
  }
}
