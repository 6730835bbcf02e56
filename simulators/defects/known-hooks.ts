import { nearestWord } from '../../errors/nearest-word.ts';
import type { Seams } from '../esp-at/seams.ts';

type HooksOf<S extends keyof Seams> = Readonly<Record<keyof NonNullable<Seams[S]>, true>>;

/** Every hook that is there: a new one that is forgotten here does not type-check. */
const HOOKS: { readonly [S in Exclude<keyof Seams, 'boot'>]-?: HooksOf<S> } = {
  flash: { request: true, erase: true, program: true, read: true, written: true, answer: true },
  uart: { receive: true, send: true, lateMs: true, line: true },
  memory: { free: true },
  nvs: { get: true, set: true, erase: true, eraseNamespace: true, keys: true },
  settings: { change: true },
  shell: {
    line: true,
    say: true,
    echo: true,
    isHasty: true,
    lineLimitBytes: true,
    whileBusy: true,
  },
  raw: { arrive: true, data: true, giveUpAfterMs: true, surplus: true },
  wifi: {
    request: true,
    join: true,
    line: true,
    failure: true,
    code: true,
    joinsAtBoot: true,
    comesBack: true,
    overlooksLoss: true,
    state: true,
    address: true,
  },
  clock: {
    read: true,
    set: true,
    keeps: true,
    zone: true,
    servers: true,
    interval: true,
    tellsBeforehand: true,
  },
  tls: {
    faults: true,
    verifies: true,
    credentials: true,
    serverName: true,
    hasIdentity: true,
    profile: true,
    protocols: true,
    set: true,
  },
  mqtt: {
    send: true,
    receive: true,
    arrive: true,
    deliver: true,
    acknowledgesFirst: true,
    publish: true,
    subscribedQos: true,
    times: true,
    reconnects: true,
    triesAgain: true,
    overlooksLoss: true,
    resubscribe: true,
    line: true,
    state: true,
    staysConnected: true,
  },
};

const stranger = (what: string, name: string, known: readonly string[]): string => {
  const nearest = nearestWord(name, known);
  const hint = nearest === null ? `there are ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `there is no ${what} "${name}"; ${hint}`;
};

/**
 * Why something cannot be the seams of a defect: a hook that is not there would never be called, and the defect never
 * noticed. Undefined where all of them are known.
 */
export const whyNotSeams = (planted: unknown): string | undefined => {
  if (typeof planted !== 'object' || planted === null)
    return 'expected its plant to return the seams, such as {mqtt: {resubscribe: () => []}}';
  const entries = Object.entries(planted).filter(([, hooks]) => hooks !== undefined);
  if (entries.length === 0) return 'expected its plant to reach into at least one seam';
  for (const [seam, hooks] of entries) {
    if (seam === 'boot') continue;
    const known = Object.hasOwn(HOOKS, seam) ? Object.keys(HOOKS[seam as keyof typeof HOOKS]) : [];
    if (known.length === 0) return stranger('seam', seam, [...Object.keys(HOOKS), 'boot']);
    if (typeof hooks !== 'object' || hooks === null)
      return `expected a map of hooks for the seam ${seam}`;
    const odd = Object.keys(hooks).find((name) => !known.includes(name));
    if (odd !== undefined) return stranger(`hook of the seam ${seam}`, odd, known);
  }
  return undefined;
};
