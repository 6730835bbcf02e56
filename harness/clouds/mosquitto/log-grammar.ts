/** `127.0.0.1:39684`; IPv6 in plain, as Mosquitto writes it. */
const REMOTE = '(?<remote>\\S+:\\d+)';

/** Seen on 2.0.11; releases after 2.0 put the address behind the client id in some lines. */
const CLIENT = '(?<client>.*?)(?: \\[\\S+\\])?';

/** Flags, topic and size of a message: `(d0, q1, r0, m7, 'a/b', ... (5 bytes))`. */
const MESSAGE =
  "\\(d(?<dup>\\d), q(?<qos>\\d), r(?<retain>\\d), m(?<packetId>\\d+), '(?<topic>.*)', \\.\\.\\. \\((?<bytes>\\d+) bytes\\)\\)";

/**
 * What Mosquitto's log says that this harness understands; seen on 2.0.11. The first that matches counts, its named groups
 * are the facts.
 */
const GRAMMAR = {
  arrival: `^New connection from ${REMOTE} on port \\d+\\.$`,
  connect: `^New client connected from ${REMOTE} as (?<client>.*) \\(p(?<protocol>\\d), c(?<clean>\\d), k(?<keepAlive>\\d+)(?:, u'(?<user>.*)')?\\)\\.$`,
  will: '^Will message specified \\((?<bytes>\\d+) bytes\\) \\(r(?<retain>\\d), q(?<qos>\\d)\\)\\.$',
  connack: '^Sending CONNACK to (?<client>.*) \\((?<present>\\d+), (?<code>\\d+)\\)$',
  publish: `^Received PUBLISH from (?<client>.*) ${MESSAGE}$`,
  delivery: `^Sending PUBLISH to (?<client>.*) ${MESSAGE}$`,
  puback: '^Received PUBACK from (?<client>.*) \\(Mid: (?<packetId>\\d+), RC:\\d+\\)$',
  subscribe: '^Received SUBSCRIBE from (?<client>.*)$',
  suback: '^Sending SUBACK to (?<client>.*)$',
  unsubscribe: '^Received UNSUBSCRIBE from (?<client>.*)$',
  unsuback: '^Sending UNSUBACK to (?<client>.*)$',
  ping: '^Received PINGREQ from (?<client>.*)$',
  leave: '^Received DISCONNECT from (?<client>.*)$',
  replaced: '^Client (?<client>.*) already connected, closing old connection\\.$',
  timedOut: `^Client ${CLIENT} has exceeded timeout, disconnecting\\.$`,
  closed: `^Client ${CLIENT} closed its connection\\.$`,
  disconnected: `^Client ${CLIENT} disconnected(?::? (?<why>.*?))?\\.$`,
  tlsError: '^OpenSSL Error\\[\\d+\\]: error:[0-9A-F]+:SSL routines:[^:]*:(?<tlsError>.*)$',
  /** Belongs to the line before: a filter, or the topic of a last will. */
  detail: '^\\t(?<detail>.*?)(?: \\(QoS (?<qos>\\d)\\))?$',
} as const;

export type LogLineKind = keyof typeof GRAMMAR;

/** A line that is understood: what it is about, and its facts in Mosquitto's spelling. */
export interface LogLine {
  readonly kind: LogLineKind;
  readonly facts: Readonly<Record<string, string>>;
}

const RULES = Object.entries(GRAMMAR).map(([kind, pattern]) => ({
  kind: kind as LogLineKind,
  pattern: new RegExp(pattern),
}));

/** What a line of the log means; null for one that says nothing about devices. */
export const readLogLine = (line: string): LogLine | null => {
  for (const { kind, pattern } of RULES) {
    const match = pattern.exec(line);
    if (match) return { kind, facts: { ...match.groups } };
  }
  return null;
};
