/** What a POSIX basic regular expression (IEEE 1003.1, chapter 9.3) means, spelled for this language's `RegExp`. */
class Translation {
  readonly #text: string;
  #at = 0;
  #written = '';
  #open: number[] = [];
  #closed = 0;
  /** Nothing stands before that an asterisk could repeat. */
  #isAtStart = true;
  #isRepeated = false;

  constructor(text: string) {
    this.#text = text;
  }

  run(): string | undefined {
    while (this.#at < this.#text.length) {
      if (!this.#step(this.#text[this.#at++] as string)) return undefined;
    }
    return this.#open.length === 0 ? this.#written : undefined;
  }

  #step(character: string): boolean {
    if (character === '\\') return this.#escaped();
    if (character === '[') return this.#bracket();
    if (character === '*' && !this.#isAtStart) return this.#repeat('*');
    if (character === '^' && this.#isAtStart && !this.#written.endsWith('^'))
      return this.#anchor('^');
    if (character === '$' && this.#isAtEnd()) return this.#anchor('$');
    return this.#one(character === '.' ? '[\\s\\S]' : literal(character));
  }

  #isAtEnd(): boolean {
    return this.#at === this.#text.length || this.#text.startsWith('\\)', this.#at);
  }

  #one(written: string): boolean {
    this.#written += written;
    this.#isAtStart = false;
    this.#isRepeated = false;
    return true;
  }

  /** Of two repetitions of the same the second has nothing to say. */
  #repeat(written: string): boolean {
    if (!this.#isRepeated) this.#written += written;
    this.#isRepeated = true;
    return true;
  }

  #anchor(written: string): boolean {
    this.#written += written;
    return true;
  }

  #escaped(): boolean {
    const character = this.#text[this.#at++];
    if (character === undefined) return false;
    if (character === '(') {
      this.#open.push(this.#at);
      this.#written += '(';
      this.#isAtStart = true;
      return true;
    }
    if (character === ')') {
      if (this.#open.pop() === undefined) return false;
      this.#closed += 1;
      return this.#one(')');
    }
    if (character === '{') return this.#interval();
    if (/[1-9]/.test(character))
      return Number(character) <= this.#closed && this.#one(`(?:\\${character})`);
    return character !== '}' && this.#one(literal(character));
  }

  #interval(): boolean {
    const found = /^(\d{1,3})(,(\d{1,3})?)?\\\}/.exec(this.#text.slice(this.#at));
    if (!found || this.#isAtStart) return false;
    this.#at += found[0].length;
    const [, least, comma = '', most = ''] = found;
    if (most !== '' && Number(most) < Number(least)) return false;
    return this.#repeat(`{${least}${comma === '' ? '' : `,${most}`}}`);
  }

  #bracket(): boolean {
    const found = /^\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]/.exec(this.#text.slice(this.#at));
    if (!found) return false;
    this.#at += found[0].length;
    const inner = found[0].slice(0, -1);
    const isNegated = inner.startsWith('^');
    const members = bracketMembers(isNegated ? inner.slice(1) : inner);
    return members !== undefined && this.#one(`[${isNegated ? '^' : ''}${members}]`);
  }
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

/** A backslash means nothing in there; a name that is no class, or a range from high to low, is no pattern. */
const bracketMembers = (inner: string): string | undefined => {
  let members = '';
  for (const [part, name] of inner.matchAll(/\[:([a-z]+):\]|.-.|./gs)) {
    const written = name === undefined ? part.replace(/[\\\]^[]/g, '\\$&') : CLASSES[name];
    if (written === undefined) return undefined;
    if (name === undefined && part.length === 3 && part.charCodeAt(0) > part.charCodeAt(2)) {
      return undefined;
    }
    members += part === '-' ? '\\-' : written;
  }
  return members;
};

/** Undefined for what is no basic regular expression. Text is bytes, a character each. */
export const basicPattern = (text: string): RegExp | undefined => {
  const written = new Translation(text).run();
  return written === undefined ? undefined : new RegExp(written);
};
