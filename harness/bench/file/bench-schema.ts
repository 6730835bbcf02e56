import { z } from 'zod';
import { BadInput } from '../../../errors/bench-error.ts';
import { findDefect } from '../../../simulators/defects/defects.ts';
import { DEFAULT_RELEASE, releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import { SEEDS } from '../../../simulators/wire/chance.ts';
import { count, expecting, fields, words } from './strict-fields.ts';

const PORT_URL =
  /^(\/\S.*|COM\d+|serial:\/\/.+|tcp:\/\/(\[[0-9a-f:.]+\]|[^\s:/@]+):\d{1,5}|sim:\/\/.+)$/i;
const PORT_URL_WORDS = 'a port: /dev/ttyUSB0, COM3, tcp://host:port or sim://name?release=2.2.0.0';

const SIM_URL = /^sim:\/\/([\w.-]+)(?:\?release=([\w.-]+))?$/i;

/**
 * Which simulated board a `sim://name?release=3.4.0.0` stands for, its release by the name that `RELEASES` has; null for a
 * port to a board outside.
 * @throws BadInput `UNKNOWN_RELEASE`
 */
export const simulatedBoard = (url: string): { name: string; release: string } | null => {
  const [, name, release = DEFAULT_RELEASE] = SIM_URL.exec(url) ?? [];
  return name === undefined ? null : { name, release: releaseProfile(release).name };
};

/** Whether a port leads to a simulated board of which it is not said which release it is. */
export const isOfAnyRelease = (url: string): boolean => {
  const [, name, release] = SIM_URL.exec(url) ?? [];
  return name !== undefined && release === undefined;
};

const isSimulated = (url: string): boolean => /^sim:/i.test(url);

/** Why no simulated board can be made of a port; undefined if one can, or if it leads to a board outside. */
const whyNotSimulated = (url: string): string | undefined => {
  try {
    return !isSimulated(url) || simulatedBoard(url) !== null
      ? undefined
      : 'expected sim://name or sim://name?release=2.2.0.0';
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
};

const portUrl = words(PORT_URL_WORDS)
  .regex(PORT_URL, `expected ${PORT_URL_WORDS}`)
  .superRefine((url, context) => {
    const message = whyNotSimulated(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const shellCommand = words('a command line for the shell').min(1, 'expected a command line');

const board = fields({
  name: words('a name for the board').regex(
    /^[\w.-]{1,40}$/,
    'expected 1 to 40 letters, digits, dots, hyphens or underscores',
  ),
  at: portUrl,
  log: portUrl.optional(),
  baud: count(80, 5_000_000).default(115_200),
  flowControl: z.enum(['none', 'rts-cts'], { error: expecting('none or rts-cts') }).default('none'),
  afterPromptMs: count(0, 1_000, ' of milliseconds').optional(),
  reset: z
    .union([z.literal('modem-lines'), fields({ run: shellCommand })], {
      error: expecting('modem-lines, or a map with the command line to run: {run: ...}'),
    })
    .optional(),
  power: fields({ off: shellCommand, on: shellCommand }).optional(),
  download: z
    .union(
      [z.enum(['modem-lines', 'at-rst']), fields({ enter: shellCommand, leave: shellCommand })],
      {
        error: expecting(
          'modem-lines, at-rst, or a map with the command lines into the loader and out of it: {enter: ..., leave: ...}',
        ),
      },
    )
    .optional(),
  downloadBaud: count(9_600, 3_000_000).optional(),
  factoryImage: words('a factory image of the firmware that is on the board').optional(),
})
  .refine((entry) => !isSimulated(entry.at) || entry.log === undefined, {
    path: ['log'],
    error: 'a simulated board brings its own log port: leave this key out',
  })
  .refine(
    ({ at, log, download }) => isSimulated(at) || download === undefined || log !== undefined,
    { path: ['download'], error: 'the loader of the chip is at the log port: name that under log' },
  );

const secret = z.union(
  [
    z.string(),
    fields({ env: z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of a variable') }),
  ],
  {
    error: expecting(
      'text (in quotes if it is all digits), or {env: NAME} for the value of an environment variable',
    ),
  },
);

/** 802.11: at most 32 bytes; ESP-AT takes none that is empty. */
const ssid = words('the name of the access point').refine(
  (name) => name !== '' && Buffer.byteLength(name) <= 32,
  { error: 'expected 1 to 32 bytes' },
);

const wifi = fields({
  ssid,
  password: secret.optional(),
  open: z.literal(true, { error: expecting('true, or leave the key out') }).optional(),
}).refine(({ password, open }) => (password === undefined) === (open === true), {
  error: 'expected either a password or open: true',
});

const host = (whose: string) =>
  words(whose).regex(/^[A-Za-z0-9.:-]{1,128}$/, `expected ${whose}, without port`);

const policy = words('a file with an AWS IoT policy').optional();
/** Where a cloud of this computer listens, whichever it is. */
const listening = {
  host: host('the address that the cloud listens on').default('127.0.0.1'),
  port: count(0, 65_535).default(0),
  names: z
    .array(words('a name for the server certificate'), {
      error: expecting('a list of names for the server certificate'),
    })
    .default([]),
};

const cloud = z.discriminatedUnion(
  'kind',
  [
    fields({
      kind: z.literal('stand-in'),
      ...listening,
      policy,
    }),
    fields({
      kind: z.literal('aws'),
      region: words('a region of AWS').regex(
        /^[a-z]{2}(-[a-z]+)+-\d$/,
        'expected a region of AWS such as eu-west-1',
      ),
      port: count(1, 65_535).default(8883),
      rootCa: words('a file with the root certificate that boards must trust').optional(),
      policy,
    }),
    fields({
      kind: z.literal('mosquitto'),
      ...listening,
      run: z
        .enum(['program', 'container'], { error: expecting('program or container') })
        .optional(),
      image: words('the name of a container image').min(1, 'expected a name').optional(),
    }).refine(({ run, image }) => run !== 'program' || image === undefined, {
      path: ['image'],
      error: 'a program has no image: leave this key out, or run a container',
    }),
  ],
  { error: 'expected kind: stand-in, kind: mosquitto, or kind: aws (with a region)' },
);

const reach = fields({
  host: host('the name or address of the cloud as the board must use it'),
  port: count(1, 65_535).optional(),
});

const PATIENCE_MS = 60_000;
const withinMs = count(1_000, 600_000, ' of milliseconds').default(PATIENCE_MS);

const time = z.discriminatedUnion(
  'via',
  [
    fields({
      via: z.literal('sntp'),
      server: host('the name or address of a time server'),
      // ESP-AT: hours from -12 to 14; newer releases also take [+|-][hh]mm.
      zone: count(-1_200, 1_400).default(0),
      withinMs,
    }),
    fields({ via: z.literal('timestamp') }),
  ],
  { error: 'expected via: sntp (with a server) or via: timestamp' },
);

const yesOrNo = z.boolean({ error: expecting('true or false') }).default(false);

/** Joins, boots and the firmware's other waits pass so many times faster than on a board: a run takes seconds. */
const PACE = 20;

/** Why there is no defect of a name; undefined where there is one. */
const whyNoDefect = (name: string): string | undefined => {
  try {
    findDefect(name);
    return undefined;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.message;
  }
};

/** How simulated boards behave. Boards outside have nothing of it. */
const simulator = fields({
  realtime: yesOrNo,
  pace: count(1, 1_000, ' of times faster').default(PACE),
  debugLog: yesOrNo,
  flash: words('a file that keeps the flash').optional(),
  image: words('a factory image to flash simulated boards with').optional(),
  defect: words('the name of a defect').optional(),
  defectFile: words('a file that exports a defect').optional(),
  seed: count(0, SEEDS - 1).optional(),
}).superRefine(({ defect, defectFile }, context) => {
  // Which names a file has is known when it is loaded.
  const message =
    defect === undefined || defectFile !== undefined ? undefined : whyNoDefect(defect);
  if (message !== undefined) context.addIssue({ code: 'custom', path: ['defect'], message });
});

const kitPath = words('a connection kit: a zip archive, a folder, or a file');

/** Files that have what a device was given by AWS, in place of a thing that is made for the run. */
const credentials = fields({
  kit: z.union([kitPath.transform((path) => [path]), z.array(kitPath).min(1)], {
    error: expecting('a connection kit: a zip archive, a folder, a file, or a list of files'),
  }),
});

const written = fields({
  board: board.optional(),
  boards: z.array(board, { error: expecting('a list of boards') }).optional(),
  wifi: wifi.optional(),
  cloud: cloud.prefault({ kind: 'stand-in' }),
  reach: reach.optional(),
  time: time.optional(),
  credentials: credentials.optional(),
  simulator: simulator.prefault({}),
});

/** By what name simulated boards call the cloud. `.test` is no one's domain; as long as AWS's, which firmware may cut. */
export const SIMULATED_CLOUD = 'a3k7odshaiipe8-ats.iot.eu-central-1.bench.test';

/** The world around a simulated board, where the file does not say otherwise. */
const SIMULATED_WORLD = {
  wifi: { ssid: 'bench', password: 'of-the-simulated-bench' },
  reach: { host: SIMULATED_CLOUD, port: 8883 },
  time: { via: 'sntp', server: 'ntp.bench.test', zone: 0, withinMs: PATIENCE_MS },
} as const;

const firstTwice = (values: readonly string[]): string | undefined =>
  values.find((value, i) => values.indexOf(value) !== i);

/** What bench.yaml says, with its defaults filled in. Passwords from the environment are still to be fetched. */
export const benchSchema = written.transform((file, context) => {
  const boards = [...(file.board ? [file.board] : []), ...(file.boards ?? [])];
  const refuse = (path: string[], message: string): void => {
    context.addIssue({ code: 'custom', path, message, input: undefined });
  };
  if (file.board && file.boards) refuse(['boards'], 'expected either board or boards, not both');
  if (boards.length === 0) refuse([], 'names no board; expected board: or boards:');
  const twiceNamed = firstTwice(boards.map((entry) => entry.name));
  if (twiceNamed !== undefined) refuse(['boards'], `two boards are named ${twiceNamed}`);
  const twiceUsed = firstTwice(
    boards.flatMap(({ at, log }) => (log === undefined ? [at] : [at, log])),
  );
  if (twiceUsed !== undefined)
    refuse([file.board ? 'board' : 'boards'], `the port ${twiceUsed} is named twice`);

  // AWS tells itself where boards find it.
  const needsReach = file.cloud.kind !== 'aws';
  const isAllSimulated = boards.every(({ at }) => isSimulated(at));
  const world = isAllSimulated ? SIMULATED_WORLD : undefined;
  const chosen = {
    wifi: file.wifi ?? world?.wifi,
    reach: file.reach ?? (needsReach ? world?.reach : undefined),
    time: file.time ?? world?.time,
  };
  if (!chosen.wifi)
    refuse(['wifi'], 'is missing; expected the access point: ssid, and password or open: true');
  if (needsReach && !chosen.reach)
    refuse(
      ['reach'],
      'is missing; expected host, and perhaps port: where the board finds the cloud',
    );
  if (!chosen.time)
    refuse(['time'], 'is missing; expected via: sntp with a server, or via: timestamp');
  if (!chosen.wifi || !chosen.time || (needsReach && !chosen.reach)) return z.NEVER;
  return {
    boards,
    wifi: chosen.wifi,
    cloud: file.cloud,
    reach: chosen.reach,
    /** Whether the file itself says how boards find the cloud. */
    tellsReach: file.reach !== undefined,
    time: chosen.time,
    credentials: file.credentials,
    simulator: file.simulator,
  };
});
