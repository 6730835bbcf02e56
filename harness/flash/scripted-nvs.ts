import { type Answer, ERROR, OK } from './scripted-board.ts';

const BINARY = 8;

interface Value {
  readonly namespace: string;
  readonly key: string;
  readonly type: number;
  readonly bytes: Buffer;
}

/** The NVS of a board for unit tests, as `AT+SYSMFG` shows it. A test that wants a fault overrides a method. */
export class ScriptedNvs {
  values: Value[];
  /** Erases and writes, in the order in which they came. */
  readonly touched: string[] = [];

  constructor(values: readonly Value[] = []) {
    this.values = [...values];
  }

  /** The binary value under a key. */
  get(namespace: string, key: string): Buffer | undefined {
    return this.#under(namespace, key).find(({ type }) => type === BINARY)?.bytes;
  }

  store(value: Value): void {
    const isOther = ({ namespace, key, type }: Value): boolean =>
      namespace !== value.namespace || key !== value.key || type !== value.type;
    this.values = [...this.values.filter(isOther), value];
  }

  read(bytes: Buffer): Buffer {
    return bytes;
  }

  /** What `AT+SYSMFG` answers. */
  answer(line: string): Answer | undefined {
    if (line === 'AT+SYSMFG?') return this.#namespaces() + OK;
    const [, operation, namespace = '', key, ...numbers] =
      /^AT\+SYSMFG=(\d),"([^"]*)"(?:,"([^"]*)")?(?:,(\d+),(\d+))?$/.exec(line) ?? [];
    const [first, second] = numbers.map(Number);
    if (operation === '0') return this.#erase(line, namespace, key);
    if (operation === '1') return this.#read(namespace, key, numbers[0] ? [first, second] : []);
    if (operation !== '2' || key === undefined) return undefined;
    this.touched.push(line);
    return {
      prompt: `${OK}\r\n>`,
      length: second ?? 0,
      accept: (data) => {
        this.store({ namespace, key, type: first ?? 0, bytes: Buffer.from(data) });
        return OK;
      },
    };
  }

  #under(namespace: string, key?: string): Value[] {
    return this.values.filter(
      (value) => value.namespace === namespace && (key === undefined || value.key === key),
    );
  }

  #namespaces(): string {
    const names = new Set(this.values.map(({ namespace }) => namespace));
    return [...names].map((name) => `+SYSMFG:"${name}"\r\n`).join('');
  }

  #erase(line: string, namespace: string, key: string | undefined): string {
    this.touched.push(line);
    const [oldest] = this.#under(namespace, key);
    if (key !== undefined && !oldest) return ERROR;
    this.values = this.values.filter((value) =>
      key === undefined ? value.namespace !== namespace : value !== oldest,
    );
    return OK;
  }

  #read(namespace: string, key: string | undefined, part: (number | undefined)[]): Answer {
    const found = this.#under(namespace, key);
    const [oldest] = found;
    if (!oldest) return ERROR;
    if (key === undefined) {
      return (
        found.map((each) => `+SYSMFG:"${namespace}","${each.key}",${each.type}\r\n`).join('') + OK
      );
    }
    const [offset = 0, length = oldest.bytes.length] = part;
    const bytes = this.read(oldest.bytes).subarray(offset, offset + length);
    const head = `+SYSMFG:"${namespace}","${key}",${oldest.type},${bytes.length},`;
    return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n${OK}`)]);
  }
}
