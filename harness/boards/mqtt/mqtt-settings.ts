import { BadInput } from '../../../errors/bench-error.ts';
import { commands } from '../../at/commands/index.ts';
import { AtRefused } from '../../at/errors.ts';
import type { BoardAbilities } from '../board-abilities.ts';
import { type Hands, verb } from '../verb.ts';
import { applyTlsNames, applyUser, LINK, requireTlsNames, type TlsNames } from './mqtt-names.ts';

/**
 * 1 TCP; 2 TLS; 3 TLS, server verified; 4 TLS, client certificate; 5 TLS, both (what AWS IoT wants); 6 to 10 the same
 * over WebSocket.
 */
export type MqttScheme = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** What the broker publishes when the board is gone. */
export interface LastWill {
  readonly topic: string;
  readonly message: string;
  readonly qos?: 0 | 1 | 2;
  readonly retain?: boolean;
}

export interface MqttSettings extends TlsNames {
  readonly scheme: MqttScheme;
  readonly clientId: string;
  readonly username?: string;
  /** Secret. */
  readonly password?: string;
  /** The path of a WebSocket. */
  readonly path?: string;
  /** The firmware's own is 120 s; 0 stands for that too. */
  readonly keepAliveSeconds?: number;
  /** Keeps the session at the broker: clean session off. */
  readonly keepSession?: boolean;
  readonly will?: LastWill;
}

/** `ERR CODE` 0x6003: there was nothing to clean. */
const ALREADY_CLEAN = 0x010a6003;

/** Disconnects and forgets the configuration. Says whether there was one. */
export const cleanMqtt = async ({ client }: Hands): Promise<boolean> => {
  try {
    await client.do(commands.mqttClean.set, { link: LINK });
    return true;
  } catch (error) {
    if (error instanceof AtRefused && error.errorCodes.includes(ALREADY_CLEAN)) return false;
    throw error;
  }
};

/**
 * Looks at settings before anything is sent.
 * @throws BadInput `ABILITY_MISSING`, `TOO_MANY_PROTOCOLS`, `WILL_TOO_LONG`
 */
const requireSettings = (abilities: BoardAbilities, settings: MqttSettings): void => {
  requireTlsNames(abilities, settings);
  const { willMessageBytes: most } = abilities.limits;
  const bytes = Buffer.byteLength(settings.will?.message ?? '');
  if (bytes <= most) return;
  throw new BadInput(
    'WILL_TOO_LONG',
    `This firmware takes up to ${most} bytes for the message of a last will, and this one has ${bytes}. Shorten it.`,
  );
};

/** Configures a client that has not been connected since the last clean. */
const applySettings = async (
  hands: Hands,
  abilities: BoardAbilities,
  { scheme, clientId, username = '', password = '', path = '', ...session }: MqttSettings,
): Promise<void> => {
  await applyUser(hands, abilities, {
    link: LINK,
    scheme,
    clientId,
    username,
    password,
    certificateAndKey: 0,
    ca: 0,
    path,
  });
  await applyTlsNames(hands, session);
  const { keepAliveSeconds, keepSession, will } = session;
  if (keepAliveSeconds === undefined && keepSession === undefined && will === undefined) return;
  await hands.client.do(commands.mqttSession.set, {
    link: LINK,
    keepAliveSeconds: keepAliveSeconds ?? 0,
    keepSession: keepSession ? 1 : 0,
    willTopic: will?.topic ?? '',
    willMessage: will?.message ?? '',
    willQos: will?.qos ?? 0,
    willRetain: will?.retain ? 1 : 0,
  });
};

/** Cleans, since a client that was connected takes no settings, then configures. */
export const configureMqtt = (
  hands: Hands,
  abilities: BoardAbilities,
  settings: MqttSettings,
): Promise<void> => {
  const { scheme, clientId, keepAliveSeconds, serverName, protocols } = settings;
  const parameters = {
    scheme,
    'client id': clientId,
    ...(keepAliveSeconds === undefined ? {} : { 'keep-alive': `${keepAliveSeconds} s` }),
    ...(serverName === undefined ? {} : { 'server name': serverName }),
    ...(protocols === undefined ? {} : { protocols: protocols.join(', ') }),
  };
  return verb(hands, 'configure MQTT', parameters, async () => {
    requireSettings(abilities, settings);
    await cleanMqtt(hands);
    await applySettings(hands, abilities, settings);
  });
};
