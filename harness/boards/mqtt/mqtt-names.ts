import { BadInput } from '../../../errors/bench-error.ts';
import type { Values } from '../../at/commands/command.ts';
import { fitsOnLine } from '../../at/commands/encode.ts';
import { commands } from '../../at/commands/index.ts';
import type { BoardAbilities } from '../board-abilities.ts';
import type { Hands } from '../verb.ts';

/** The only one that firmware has. */
export const LINK = 0;

const MOST_PROTOCOLS = 5;

/** The command that takes a name by itself, as raw data of up to 1024 bytes, and whether it may be seen. */
const ALONE = {
  clientId: { operation: commands.mqttLongClientId.set, isPublic: true },
  username: { operation: commands.mqttLongUsername.set, isPublic: true },
  password: { operation: commands.mqttLongPassword.set, isPublic: false },
} as const;

type Name = keyof typeof ALONE;
type User = Values<typeof commands.mqttUser.set.params>;

const NAMES = Object.keys(ALONE) as Name[];

/** Takes the longest names out of the line until it fits; they follow by themselves. */
const cutToLine = (user: User): { line: User; alone: readonly Name[] } => {
  const bytes = (name: Name): number => Buffer.byteLength(user[name]);
  let line = user;
  const alone: Name[] = [];
  for (const longest of NAMES.toSorted((a, b) => bytes(b) - bytes(a))) {
    if (fitsOnLine(commands.mqttUser.set, line)) break;
    line = { ...line, [longest]: '' };
    alone.push(longest);
  }
  return { line, alone };
};

/**
 * Tells the board who it is: on one line, or where that is too long with the longest names by themselves.
 * @throws BadInput `ABILITY_MISSING` where the board cannot take them so
 */
export const applyUser = async (
  { client }: Hands,
  abilities: BoardAbilities,
  user: User,
): Promise<void> => {
  const { line, alone } = cutToLine(user);
  if (alone.length > 0) abilities.require('long names');
  await client.do(commands.mqttUser.set, line);
  for (const name of alone) {
    const { operation, isPublic } = ALONE[name];
    const data = Buffer.from(user[name]);
    const options = { data, dataIsPublic: isPublic };
    await client.do(operation, { link: LINK, length: data.length }, options);
  }
};

/** What TLS tells the server at its beginning. */
export interface TlsNames {
  /**
   * The server's name: sent (SNI), and checked against its certificate. Without it, firmware that verifies the server
   * does neither. 3.4.0.0 was seen to send and check the host of the connection instead, whatever name it was told.
   */
  readonly serverName?: string;
  /** Offered to the server (ALPN), at most five: `['x-amzn-mqtt-ca']` for AWS IoT on port 443. */
  readonly protocols?: readonly string[];
}

/**
 * Looks at names before anything is sent.
 * @throws BadInput `ABILITY_MISSING`, `TOO_MANY_PROTOCOLS`
 */
export const requireTlsNames = (
  abilities: BoardAbilities,
  { serverName, protocols }: TlsNames,
): void => {
  if (serverName !== undefined) abilities.require('sni');
  if (protocols === undefined) return;
  abilities.require('alpn');
  if (protocols.length <= MOST_PROTOCOLS) return;
  throw new BadInput(
    'TOO_MANY_PROTOCOLS',
    `AT+MQTTALPN takes up to ${MOST_PROTOCOLS} protocols, and ${protocols.length} are wanted. Leave out those that the server does not speak.`,
  );
};

/** Between user and session: afterwards the firmware takes no names any more (seen on v3.4.0.0). */
export const applyTlsNames = async (
  { client }: Hands,
  { serverName, protocols }: TlsNames,
): Promise<void> => {
  if (serverName !== undefined) {
    await client.do(commands.mqttServerName.set, { link: LINK, name: serverName });
  }
  if (protocols !== undefined) {
    const named = Object.fromEntries(protocols.map((name, i) => [`protocol${i + 1}`, name]));
    await client.do(commands.mqttProtocols.set, { link: LINK, count: protocols.length, ...named });
  }
};
