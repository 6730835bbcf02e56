import { EventEmitter } from 'node:events';
import type { ISubackPacket } from 'mqtt-packet';
import { pause } from '../../network/timers.ts';
import type { ConnectFailure } from '../tls/connect-failure.ts';
import type { MqttOptions } from './mqtt-options.ts';
import type { Loss, Subscription } from './mqtt-seams.ts';
import { MQTT_TIMES, type MqttTimes } from './mqtt-times.ts';
import { openSession } from './open-session.ts';
import type { MqttSession } from './session.ts';

/** How many topics are listed and subscribed again after a reconnect. */
const REMEMBERED_TOPICS = 10;

export interface MqttLinkEvents {
  /** A message, or a part of one that is larger than the client's buffer. */
  part: [topic: string, payload: Buffer];
  /** The connection has gone, not by `disconnect`. Commands under way end with `lost` after this. */
  lost: [];
  /** It was made anew; the remembered topics are being subscribed again. */
  restored: [];
  /** An attempt to make it anew has failed; the next one follows. */
  retryFailed: [failure: ConnectFailure];
}

/** What became of a command: `lost` when the connection went first. */
export type Done = 'done' | 'lost';

/** What the broker granted, where that was waited for: a QoS, or 128 for a refusal. */
export type Subscribed = { readonly granted: number | undefined } | 'lost';

/** The modem's MQTT link from its first CONNACK to its end: reconnects included, where they are wanted. */
export class MqttLink extends EventEmitter<MqttLinkEvents> {
  readonly #options: MqttOptions;
  readonly #times: MqttTimes;
  readonly #closing = new AbortController();
  readonly #signal: AbortSignal;
  readonly #remembered: Subscription[] = [];
  #session: MqttSession;
  #lostAt: number | undefined;
  #cause: Loss['cause'] = 'server';
  #isClosing = false;

  constructor(options: MqttOptions, session: MqttSession) {
    super();
    this.#options = options;
    const { seams, times = MQTT_TIMES } = options;
    this.#times = seams?.times?.(times) ?? times;
    this.#signal = AbortSignal.any([options.signal, this.#closing.signal]);
    this.#session = session;
    this.#live().catch((error: unknown) => {
      if (!this.#signal.aborted) throw error;
    });
  }

  get isConnected(): boolean {
    const isOpen = this.#session.isOpen || (this.#options.seams?.overlooksLoss ?? false);
    return this.#lostAt === undefined && isOpen;
  }

  /** Topics in the order of their first subscription, each with its first QoS. */
  get remembered(): readonly Subscription[] {
    return this.#remembered;
  }

  /** QoS 0 is done when it is sent, the others when they are acknowledged, however long that takes. */
  async publish(
    topic: string,
    payload: Uint8Array,
    qos: 0 | 1 | 2,
    retain: boolean,
  ): Promise<Done> {
    const session = this.#session;
    if (!(await this.#ready(session))) return 'lost';
    const asked = { topic, payload: Buffer.from(payload), qos, retain };
    const message = this.#options.seams?.publish?.(asked) ?? asked;
    const packet = { cmd: 'publish', ...message, dup: false } as const;
    if (message.qos === 0) {
      session.tell(packet);
      return 'done';
    }
    return (await this.#whileOn(session.exchange(packet))) === 'lost' ? 'lost' : 'done';
  }

  /** QoS 0 is done when it is sent, the others with the SUBACK, whatever that says. */
  async subscribe(topic: string, qos: 0 | 1 | 2): Promise<Subscribed> {
    const session = this.#session;
    if (!(await this.#ready(session))) return 'lost';
    const subscribedQos = this.#options.seams?.subscribedQos?.(qos) ?? qos;
    const answer = this.#ask(session, { topic, qos: subscribedQos });
    const came = qos === 0 ? undefined : await this.#whileOn(answer);
    if (came === 'lost') return 'lost';
    this.#remember({ topic, qos });
    const [granted] = (came as ISubackPacket | undefined)?.granted ?? [];
    return { granted: granted as number | undefined };
  }

  async unsubscribe(topic: string): Promise<Done> {
    const session = this.#session;
    if (!(await this.#ready(session))) return 'lost';
    const answer = session.exchange({ cmd: 'unsubscribe', unsubscriptions: [topic], messageId: 0 });
    if ((await this.#whileOn(answer)) === 'lost') return 'lost';
    const at = this.#remembered.findIndex((known) => known.topic === topic);
    if (at >= 0) this.#remembered.splice(at, 1);
    return 'done';
  }

  /** `AT+MQTTCLEAN`: takes leave. A link that was lost ends at the next look of the client's task. */
  async disconnect(): Promise<void> {
    this.#isClosing = true;
    if (this.#options.seams?.staysConnected) return;
    const closed = new Error('the link was closed');
    if (this.#lostAt === undefined) {
      await this.#session.leave();
      this.#closing.abort(closed);
    } else {
      this.#closing.abort(closed);
      const { timers, signal } = this.#options;
      const sinceMs = timers.now() - this.#lostAt;
      const { reconnectStepMs: stepMs } = this.#times;
      await pause(timers, stepMs - (sinceMs % stepMs), signal);
    }
    this.#options.signal.throwIfAborted();
  }

  /** The network under the link has gone, as when the station leaves its access point: the loss is told at once. */
  drop(): void {
    this.#cause = 'network';
    this.#session.drop();
    this.#lose();
  }

  async #live(): Promise<void> {
    const { reconnects: asked, seams } = this.#options;
    for (let before = 0; ; before += 1) {
      await this.#session.ended;
      this.#signal.throwIfAborted();
      if (this.#isClosing || seams?.overlooksLoss) return;
      this.#lose();
      const reconnects = seams?.reconnects?.(asked, { cause: this.#cause, before }) ?? asked;
      this.#cause = 'server';
      if (!reconnects) return;
      const session = await this.#openAgain();
      if (!session) return;
      this.#session = session;
      this.#lostAt = undefined;
      this.emit('restored');
      const again = seams?.resubscribe?.(this.#remembered) ?? this.#remembered;
      for (const subscription of again) void this.#ask(this.#session, subscription);
    }
  }

  #lose(): void {
    const { timers, seams } = this.#options;
    if (this.#lostAt !== undefined || this.#isClosing || seams?.overlooksLoss) return;
    this.#lostAt = timers.now();
    this.emit('lost');
  }

  /** Undefined only with a defect that gives up. */
  async #openAgain(): Promise<MqttSession | undefined> {
    const { timers, random = Math.random } = this.#options;
    const { reconnectAfterMs, reconnectStepMs, reconnectSoonShare } = this.#times;
    for (;;) {
      const extraMs = random() < reconnectSoonShare ? 0 : reconnectStepMs;
      await pause(timers, reconnectAfterMs + extraMs, this.#signal);
      const outcome = await openSession({ ...this.#options, signal: this.#signal }, this.#onPart);
      if ('failure' in outcome) {
        this.emit('retryFailed', outcome.failure);
        if (this.#options.seams?.triesAgain?.() === false) return undefined;
      } else if (this.#options.network()) return outcome.session;
      // The network has gone in the meantime.
      else outcome.session.drop();
    }
  }

  readonly #onPart = ({ topic, payload }: { topic: string; payload: Buffer }): void => {
    this.emit('part', topic, payload);
  };

  #ask(session: MqttSession, { topic, qos }: Subscription) {
    return session.exchange({ cmd: 'subscribe', subscriptions: [{ topic, qos }], messageId: 0 });
  }

  #remember(subscription: Subscription): void {
    const isKnown = this.#remembered.some(({ topic }) => topic === subscription.topic);
    if (!isKnown && this.#remembered.length < REMEMBERED_TOPICS)
      this.#remembered.push(subscription);
  }

  async #ready(session: MqttSession): Promise<boolean> {
    return this.#whileOn(session.ready());
  }

  /** What a command waits for; it hears nothing any more when the power has gone. */
  async #whileOn<T>(answer: Promise<T>): Promise<T> {
    const came = await answer;
    this.#options.signal.throwIfAborted();
    return came;
  }
}
