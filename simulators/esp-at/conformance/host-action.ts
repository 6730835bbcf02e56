/** What somebody else publishes. */
export interface HostMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** Something that was done outside of the board while it was recorded. */
export type HostAction =
  | { readonly kind: 'publish'; readonly message: HostMessage }
  /** The broker ends, with all its connections; comes back; or both. */
  | { readonly kind: 'broker'; readonly goes: 'down' | 'up' | 'down and up' }
  /** The broker lives on, its connections are cut. */
  | { readonly kind: 'cut' }
  /** Somebody else connects to the broker under the board's client id. */
  | { readonly kind: 'takeover' }
  /** The access points go off the air, or come back. */
  | { readonly kind: 'air'; readonly goes: 'off' | 'on' };

const PUBLISHED =
  /^HOST: mosquitto_pub (?<topic>\S+) qos(?<qos>[012]) '(?<shown>.*)'\((?<bytes>\d+)\)(?: retain=(?<retain>\w+))?/s;

/** Does a note tell of something that was done outside of the board? */
export const isOutside = (note: string): boolean => note.startsWith('HOST:');

/** The message that a note tells of; long payloads are shown in part, and repeat what is shown. */
const publication = (note: string): HostAction | undefined => {
  const { topic, qos, shown, bytes, retain } = PUBLISHED.exec(note)?.groups ?? {};
  if (topic === undefined || shown === undefined) return undefined;
  const length = Number(bytes);
  const payload =
    shown.length < length ? shown.repeat(Math.ceil(length / shown.length)).slice(0, length) : shown;
  const isRetained = retain?.toLowerCase() === 'true';
  const message = { topic, qos: Number(qos) as 0 | 1 | 2, payload, retain: isRetained };
  return { kind: 'publish', message };
};

const BROKER = /\b(?:mosquitto|broker)\b/i;
const ACCESS_POINT = /\b(?:access points?|aps?|wi-?fi)\b/i;
const CONNECTION = /\b(?:connections?|links?|sockets?)\b/i;

/** The first row that fits says what was meant: what it is about, the verb, the action. */
const WORDS: readonly (readonly [about: RegExp, verb: RegExp, action: HostAction])[] = [
  [
    /\bclient\b|\bid\b/i,
    /\b(?:same (?:client )?id|second|takes? over|takeover)\b/i,
    { kind: 'takeover' },
  ],
  [CONNECTION, /\b(?:cut|drop|clos|kill|reset)\w*/i, { kind: 'cut' }],
  [BROKER, /\brestart\w*/i, { kind: 'broker', goes: 'down and up' }],
  [BROKER, /\b(?:stop|kill|terminat|end|down|off)\w*/i, { kind: 'broker', goes: 'down' }],
  [BROKER, /\b(?:start|up|back|on)\w*/i, { kind: 'broker', goes: 'up' }],
  [ACCESS_POINT, /\b(?:off|down|gone|stop|disabl|vanish)\w*/i, { kind: 'air', goes: 'off' }],
  [ACCESS_POINT, /\b(?:on|up|back|start|enabl)\w*/i, { kind: 'air', goes: 'on' }],
];

/** What a note that begins with `HOST:` tells of; undefined for what cannot be played. */
export const hostAction = (note: string): HostAction | undefined =>
  publication(note) ??
  WORDS.find(([about, verb]) => about.test(note) && verb.test(note.replace(about, '')))?.[2];
