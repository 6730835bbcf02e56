import { commands } from '../../at/commands/index.ts';
import { AtRefused } from '../../at/errors.ts';
import type { BoardAbilities } from '../board-abilities.ts';
import { MqttConnectFailed } from '../errors.ts';
import { type Hands, verb } from '../verb.ts';
import { expectLoss, expectReturn } from './mqtt-losses.ts';
import {
  type Expected,
  type ExpectOptions,
  expectMessage,
  type IncomingMessage,
  messages,
  type WholeMessage,
} from './mqtt-messages.ts';
import { LINK } from './mqtt-names.ts';
import { type PublishOptions, publish } from './mqtt-publish.ts';
import { cleanMqtt, configureMqtt, type MqttSettings } from './mqtt-settings.ts';

export interface Broker {
  readonly host: string;
  /** 8883 unless told. */
  readonly port?: number;
  /** The firmware connects again by itself when an established connection is lost. */
  readonly reconnect?: boolean;
}

/** The states of `AT+MQTTCONN?`, by their numbers. */
const STATES = [
  'not configured',
  'user configured',
  'session configured',
  'lost',
  'connected',
  'connected, no topics left',
  'connected with topics',
] as const;

export interface MqttState {
  readonly state: (typeof STATES)[number] | 'unknown';
  readonly number: number;
  readonly isConnected: boolean;
  readonly scheme: number;
  readonly host: string;
  readonly port: number | null;
  readonly reconnect: boolean;
}

const FIRST_CONNECTED = 4;
const AWS_PORT = 8883;

/** Who would see a board's call: the cloud. */
export interface Witness {
  /** The place in its record where the next thing it sees will stand. */
  position(): number;
  /** What it has seen from a position on. */
  seen(from: number): readonly unknown[];
}

/** The MQTT client of a board. Every verb is a step of the journal and says what the board said. */
export class BoardMqtt {
  readonly #hands: Hands;
  readonly #abilities: () => BoardAbilities;
  readonly #witness: Witness | undefined;
  #subscriptions = new Map<string, 0 | 1 | 2>();

  /** @param abilities those of the board, which are known when it has been identified */
  constructor(hands: Hands, abilities: () => BoardAbilities, witness?: Witness) {
    this.#hands = hands;
    this.#abilities = abilities;
    this.#witness = witness;
  }

  /**
   * Cleans what was configured before, then configures.
   * @throws AtRefused; BadInput where the board cannot do what is asked for
   */
  configure(settings: MqttSettings): Promise<void> {
    this.#subscriptions = new Map();
    return configureMqtt(this.#hands, this.#abilities(), settings);
  }

  /**
   * Connects as configured; gives how long it took.
   * @throws MqttConnectFailed, whose cause no AT port tells
   */
  connect({ host, port = AWS_PORT, reconnect = false }: Broker): Promise<{ tookMs: number }> {
    const where = `${host}:${port}`;
    return verb(this.#hands, `connect to ${where}`, { host, port, reconnect }, async () => {
      const { client } = this.#hands;
      const from = client.position();
      const said = client.transcript.position();
      const seenFrom = this.#witness?.position() ?? 0;
      const start = performance.now();
      const failed = (cause?: unknown): MqttConnectFailed => {
        // It says so of attempts alone; a client that lacks something it needs is refused with codes.
        const hasTried = client.heard(from).some(({ kind }) => kind === 'mqtt-disconnected');
        const afterMs = performance.now() - start;
        const lines = hasTried ? ['+MQTTDISCONNECTED:0', 'ERROR'] : codesOf(cause);
        const isUnseen = hasTried && this.#witness?.seen(seenFrom).length === 0;
        const evidence = client.transcript.lines(said);
        return new MqttConnectFailed(
          { where, afterMs, said: lines, isUnseen },
          { cause, evidence },
        );
      };
      try {
        await client.do(commands.mqttConnect.set, {
          link: LINK,
          host,
          port,
          reconnect: reconnect ? 1 : 0,
        });
      } catch (cause) {
        throw cause instanceof AtRefused ? failed(cause) : cause;
      }
      const tookMs = performance.now() - start;
      // It comes before OK; an OK alone is no connection.
      if (!client.heard(from).some(({ kind }) => kind === 'mqtt-connected')) throw failed();
      return { tookMs };
    });
  }

  /**
   * Subscribes. Before 5.0 the firmware says OK to a broker's refusal as well: only a message proves a subscription.
   * @throws AtRefused
   */
  subscribe(topic: string, qos: 0 | 1 | 2 = 0): Promise<void> {
    return verb(this.#hands, `subscribe to ${topic}`, { topic, qos }, async () => {
      await this.#hands.client.do(commands.mqttSubscribe.set, { link: LINK, topic, qos });
      this.#subscriptions.set(topic, qos);
    });
  }

  /** What it was told to subscribe to, and took, since it was last configured or cleaned. */
  get subscriptions(): ReadonlyMap<string, 0 | 1 | 2> {
    return this.#subscriptions;
  }

  /** Also for a topic that was never subscribed. */
  unsubscribe(topic: string): Promise<void> {
    return verb(this.#hands, `unsubscribe from ${topic}`, { topic }, async () => {
      await this.#hands.client.do(commands.mqttUnsubscribe.set, { link: LINK, topic });
      this.#subscriptions.delete(topic);
    });
  }

  /** The topics that the board remembers, at most ten. */
  async topics(): Promise<readonly { topic: string; qos: number }[]> {
    const entries = await this.#hands.client.do(commands.mqttSubscribe.query);
    return entries.filter(({ topic }) => topic !== '').map(({ topic, qos }) => ({ topic, qos }));
  }

  /** @throws AtRefused, AtTimeout, BadInput */
  publish(topic: string, payload: string | Uint8Array, options?: PublishOptions): Promise<void> {
    return publish(this.#hands, topic, payload, options);
  }

  /** Messages as the board gives them, from a position on, past and to come. Long ones come in parts. */
  messages(from?: number): AsyncIterable<IncomingMessage> {
    return messages(this.#hands.client, from);
  }

  /**
   * Waits for a message and puts it together where the board splits it.
   * @throws MessageMissing
   */
  expectMessage(expected: Expected, options?: ExpectOptions): Promise<WholeMessage> {
    return expectMessage(this.#hands, expected, options);
  }

  /** Waits until the board says that its connection has gone. @throws AtTimeout */
  expectLoss(options?: ExpectOptions): Promise<void> {
    return expectLoss(this.#hands, options);
  }

  /** Waits until the board says that it is connected, by itself. @throws AtTimeout */
  expectReturn(options?: ExpectOptions): Promise<void> {
    return expectReturn(this.#hands, options);
  }

  /** Disconnects and forgets the configuration. Says whether there was one. */
  clean(): Promise<boolean> {
    this.#subscriptions = new Map();
    return verb(this.#hands, 'clean MQTT', {}, () => cleanMqtt(this.#hands));
  }

  /** What the board says of its client. */
  async state(): Promise<MqttState> {
    const answer = await this.#hands.client.do(commands.mqttConnect.query);
    return {
      state: STATES[answer.state] ?? 'unknown',
      number: answer.state,
      isConnected: answer.state >= FIRST_CONNECTED,
      scheme: answer.scheme,
      host: answer.host,
      port: answer.port,
      reconnect: answer.reconnect === 1,
    };
  }
}

const codesOf = (cause: unknown): string[] =>
  cause instanceof AtRefused
    ? [
        ...cause.errorCodes.map((code) => `ERR CODE:0x${code.toString(16).padStart(8, '0')}`),
        'ERROR',
      ]
    : ['OK without +MQTTCONNECTED'];
