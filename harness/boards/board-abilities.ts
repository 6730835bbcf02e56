import { BadInput } from '../../errors/bench-error.ts';
import { isSince } from './release-order.ts';

/** What was asked of a board to know what it can. */
export interface Answers {
  /** As reports call its firmware: `WROOM-32 2.2.0.0`. */
  readonly name: string;
  readonly release: string;
  /** The names of its commands; null before 2.2, which does not tell. */
  readonly commands: ReadonlySet<string> | null;
  /** It answered `AT+SYSMFG?` with OK. */
  readonly hasManufacturing: boolean;
  /** It lists `AT+RST` with parameters. */
  readonly restartsIntoLoader: boolean;
  /** The names of its partitions. */
  readonly partitions: ReadonlySet<string>;
}

/** How to know whether a board can do something, and what follows where it cannot. */
interface Row {
  /** Asked where the board tells its commands. */
  readonly command?: string;
  /** Asked of the board itself; the table's word for it. */
  readonly asked?: (answers: Answers) => boolean;
  /** The first release with it, where nothing can be asked. */
  readonly since: string;
  /** The end of a sentence that begins with the board's name. */
  readonly without: string;
}

/**
 * The differences between releases that a harness must care about, from the strings of the core libraries and from what
 * 2.1, 3.4.0.0 and 4.1 were seen to do.
 */
const TABLE = {
  sni: {
    command: 'AT+MQTTSNI',
    // 3.3 was never released for ESP32, where 3.4 brought it.
    since: '3.3',
    without: 'it tells a verified server no name in TLS, and checks none',
  },
  alpn: { command: 'AT+MQTTALPN', since: '2.4', without: 'it offers no protocol in TLS' },
  'long names': {
    command: 'AT+MQTTLONGCLIENTID',
    since: '3.2',
    without: 'client id, user name and password must fit on one command line',
  },
  'command list': { command: 'AT+CMD', since: '2.2', without: 'it does not tell its commands' },
  'wifi state': {
    command: 'AT+CWSTATE',
    since: '2.2',
    without: 'it does not tell how a join goes',
  },
  'reconnect configuration': {
    command: 'AT+CWRECONNCFG',
    since: '2.2',
    without: 'nobody can say how often it tries to rejoin an access point',
  },
  sysmfg: {
    asked: ({ hasManufacturing }) => hasManufacturing,
    since: '3.2',
    without: 'refuses AT+SYSMFG?: it keeps its credentials in partitions of their own',
  },
  sysflash: {
    asked: ({ partitions }) => partitions.has('mqtt_cert'),
    since: '2.1',
    without: 'has no partition for each credential: it keeps them in its NVS',
  },
  'restart into the loader': {
    asked: ({ restartsIntoLoader }) => restartsIntoLoader,
    since: '3.3',
    without:
      'takes no AT+RST=1, which later chips than the ESP32 have: bring it into its loader by its pins',
  },
  'tls 1.2 alone': {
    since: '3.2',
    without: 'offers TLS 1.0 and 1.1 besides TLS 1.2',
  },
  'time interval': {
    command: 'AT+CIPSNTPINTV',
    since: '2.4',
    without: 'nobody can say how often it asks for the time',
  },
  'time announcement': { since: '3.2', without: 'gives no sign when it has the time' },
  'prompt in one piece': {
    since: '2.4',
    without: 'writes OK and > of AT+MQTTPUBRAW apart, so that an event may stand between them',
  },
  // Between 2.1 and 3.4; in which release, is not known.
  'zones of minutes': { since: '3.4', without: 'takes whole hours alone for a time zone' },
  'zone left out': { since: '3.4', without: 'takes no AT+CIPSNTPCFG without a time zone' },
} as const satisfies Record<string, Row>;

/** What some boards can and others cannot. */
export type BoardAbility = keyof typeof TABLE;

const ALL = Object.entries(TABLE) as [BoardAbility, Row][];

/** Figures that changed, each with the release that brought it; the last one that applies counts. */
const LIMITS = {
  /** The longest message of a last will, in bytes. */
  willMessageBytes: [
    ['0', 64],
    ['3.4', 128],
  ],
  /**
   * How long after `>` the data may start, in milliseconds: up to 2.2 it is printed before the firmware is ready for
   * them, and what comes too early is rejected as busy.
   */
  afterPromptMs: [
    ['0', 10],
    ['2.4', 0],
  ],
} as const satisfies Record<string, readonly (readonly [since: string, value: number])[]>;

type Limits = Readonly<Record<keyof typeof LIMITS, number>>;

const limitsOf = (release: string): Limits => {
  const latest = (steps: readonly (readonly [string, number])[]): number => {
    const [, value] = steps.findLast(([since]) => isSince(release, since)) ?? steps[0] ?? [];
    return value ?? 0;
  };
  return {
    willMessageBytes: latest(LIMITS.willMessageBytes),
    afterPromptMs: latest(LIMITS.afterPromptMs),
  };
};

const can = ({ command, asked, since }: Row, answers: Answers): boolean => {
  if (asked) return asked(answers);
  if (command !== undefined && answers.commands) return answers.commands.has(command);
  return isSince(answers.release, since);
};

/** What a board can, as far as boards differ in it: asked of the board where it tells, or else known of its release. */
export class BoardAbilities {
  readonly limits: Limits;
  readonly #name: string;
  readonly #all: ReadonlySet<BoardAbility>;

  constructor(answers: Answers) {
    this.#name = answers.name;
    this.#all = new Set(ALL.filter(([, row]) => can(row, answers)).map(([ability]) => ability));
    this.limits = limitsOf(answers.release);
  }

  has(ability: BoardAbility): boolean {
    return this.#all.has(ability);
  }

  /** All there are, for the report. */
  list(): readonly BoardAbility[] {
    return [...this.#all];
  }

  /** Why something cannot be done with this board: `WROOM-32 2.2.0.0 has no AT+MQTTSNI, which came with ESP-AT 3.3: ...`. */
  whyNot(ability: BoardAbility): string {
    const { command, asked, since, without }: Row = TABLE[ability];
    if (command !== undefined) {
      return `${this.#name} has no ${command}, which came with ESP-AT ${since}: ${without}`;
    }
    return asked
      ? `${this.#name} ${without}`
      : `${this.#name}, older than ESP-AT ${since}, ${without}`;
  }

  /** @throws BadInput `ABILITY_MISSING` */
  require(ability: BoardAbility): void {
    if (!this.has(ability)) throw new BadInput('ABILITY_MISSING', `${this.whyNot(ability)}.`);
  }
}
