import { dnsPatience } from './dns/patience.ts';
import type { Firmware } from './firmware.ts';
import { connectMqtt } from './mqtt/connect-mqtt.ts';
import type { MqttLink } from './mqtt/mqtt-link.ts';
import { MQTT_TIMES } from './mqtt/mqtt-times.ts';
import { loadCredentials, missingCredential } from './mqtt-credentials.ts';
import {
  DEFAULT_SESSION,
  type MqttSession,
  type MqttState,
  type MqttTarget,
  type MqttUser,
  NOBODY,
  type Publication,
} from './mqtt-settings.ts';
import type { ConnectFailure } from './tls/connect-failure.ts';
import { DIAL_TIMES } from './tls/dial.ts';

/** No server that works is silent for so long within a handshake, be it on the other side of the world. */
const LEAST_PATIENCE_MS = 2_000;

/** An AT line is bytes; MQTT names are UTF-8. */
const utf8 = (line: string): string => Buffer.from(line, 'latin1').toString();

/** The AT core's side of MQTT: configuration, state, and what is printed of the link. */
export class MqttService {
  readonly #firmware: Firmware;
  #user: MqttUser | undefined;
  #session: MqttSession | undefined;
  #target: MqttTarget | undefined;
  #link: MqttLink | undefined;
  #hasUnsubscribed = false;
  /** Nothing is printed of a loss while a payload is entered. */
  #isEntering = false;

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
    firmware.station.on('offline', () => this.#link?.drop());
  }

  /** What `AT+MQTTCONN?` tells. */
  get toldState(): number {
    const { state } = this;
    return this.#firmware.hardware.seams.mqtt?.state?.(state) ?? state;
  }

  get state(): MqttState {
    const link = this.#link;
    if (link && !link.isConnected) return 3;
    if (link) return link.remembered.length > 0 ? 6 : this.#hasUnsubscribed ? 5 : 4;
    if (this.#session) return 2;
    return this.#user ? 1 : 0;
  }

  get isConnected(): boolean {
    return this.#link?.isConnected ?? false;
  }

  get user(): MqttUser | undefined {
    return this.#user;
  }

  get session(): MqttSession | undefined {
    return this.#session;
  }

  get target(): MqttTarget | undefined {
    return this.#target;
  }

  /** In the order of subscribing, ten at most; as bytes in Latin-1. */
  get topics(): readonly { readonly topic: string; readonly qos: number }[] {
    const remembered = this.#link?.remembered ?? [];
    return remembered.map(({ topic, qos }) => ({
      topic: Buffer.from(topic).toString('latin1'),
      qos,
    }));
  }

  setUser(user: MqttUser): void {
    this.#user = user;
    this.#session = undefined;
  }

  changeUser(change: Partial<MqttUser>): void {
    if (this.#user) this.#user = { ...this.#user, ...change };
  }

  setSession(session: MqttSession): void {
    this.#session = session;
  }

  /** The code of the first credential that the scheme needs and the flash does not hold. */
  missingCredential(): number | undefined {
    return missingCredential(this.#firmware, this.#user?.scheme ?? 0);
  }

  /** One attempt. False: it failed, and why only a debug build says, on the log port. */
  async connect(target: MqttTarget): Promise<boolean> {
    const { hardware, station, profile, signal } = this.#firmware;
    const { networkTimers: timers, networkPace: pace } = hardware;
    const user = this.#user ?? NOBODY;
    const session = this.#session ?? DEFAULT_SESSION;
    const outcome = await connectMqtt({
      network: () => (station.isOnline ? hardware.network : undefined),
      scheme: user.scheme,
      host: target.host,
      port: target.port,
      clientId: utf8(user.clientId),
      username: utf8(user.username),
      password: utf8(user.password),
      keepAliveSeconds: session.keepAliveSeconds,
      isSessionClean: !session.keepSession,
      will: session.will && {
        ...session.will,
        topic: utf8(session.will.topic),
        message: utf8(session.will.message),
      },
      reconnects: target.reconnect,
      credentials: () => loadCredentials(this.#firmware),
      tls: profile.tls,
      sni: user.serverName,
      alpn: user.protocols,
      now: () => new Date(hardware.clock.now()),
      // Patience with the network is not shortened below what networks take: the other end is never faster than life.
      timers,
      random: hardware.random,
      times: {
        ...MQTT_TIMES,
        handshakeMs: Math.max(LEAST_PATIENCE_MS, MQTT_TIMES.handshakeMs / pace),
        firstPacketMs: MQTT_TIMES.firstPacketMs / pace,
        reconnectAfterMs: MQTT_TIMES.reconnectAfterMs / pace,
        reconnectStepMs: MQTT_TIMES.reconnectStepMs / pace,
      },
      dialTimes: { ...DIAL_TIMES, dns: dnsPatience(this.#firmware, pace) },
      signal,
      ...(hardware.seams.mqtt ? { seams: hardware.seams.mqtt } : {}),
      ...(hardware.seams.tls ? { tlsSeams: hardware.seams.tls } : {}),
    });
    if ('failure' in outcome) {
      this.#logFailure(outcome.failure);
      return false;
    }
    this.#adopt(outcome.link, target);
    return true;
  }

  /** The attempt has failed: it may be repeated at once, as after `AT+MQTTCONNCFG`. */
  giveUp(): void {
    this.#session ??= DEFAULT_SESSION;
    this.#target = undefined;
  }

  /** Disconnects where there is a link, and forgets everything. */
  async clean(): Promise<void> {
    this.fallSilent();
    await this.#link?.disconnect();
    this.#link = undefined;
    this.#user = undefined;
    this.#session = undefined;
    this.#target = undefined;
  }

  /** False: the link went first. */
  async publish({ topic, payload, qos, retain }: Publication): Promise<boolean> {
    return (await this.#link?.publish(utf8(topic), payload, qos, retain)) === 'done';
  }

  /** False: the link went first. A broker's refusal is as good as its consent. */
  async subscribe(topic: string, qos: 0 | 1 | 2): Promise<boolean> {
    const isKnown = this.topics.some((known) => known.topic === topic);
    const outcome = (await this.#link?.subscribe(utf8(topic), qos)) ?? 'lost';
    if (isKnown) this.#firmware.logLine(this.#firmware.profile.alreadySubscribed);
    return outcome !== 'lost';
  }

  /** False: the link went first. */
  async unsubscribe(topic: string): Promise<boolean> {
    const isKnown = this.topics.some((known) => known.topic === topic);
    const outcome = (await this.#link?.unsubscribe(utf8(topic))) ?? 'lost';
    if (!isKnown) this.#firmware.logLine('NO UNSUBSCRIBE');
    else this.#hasUnsubscribed = true;
    return outcome !== 'lost';
  }

  /** Takes a payload, and holds back what would be printed of a loss meanwhile. */
  async whileEntering<T>(enter: () => Promise<T>): Promise<T> {
    this.#isEntering = true;
    try {
      return await enter();
    } finally {
      this.#isEntering = false;
    }
  }

  /** What becomes of the link is told no more. */
  fallSilent(): void {
    this.#link?.removeAllListeners();
  }

  #adopt(link: MqttLink, target: MqttTarget): void {
    this.#link = link;
    this.#target = target;
    this.#hasUnsubscribed = false;
    link.on('part', (topic, payload) => this.#sayMessage(topic, payload));
    link.on('lost', () => this.#sayLost());
    link.on('restored', () => this.#sayConnected());
    link.on('retryFailed', (failure) => {
      this.#logFailure(failure);
      this.#sayLost();
    });
    this.#sayConnected();
  }

  #sayConnected(): void {
    const { scheme, path } = this.#user ?? NOBODY;
    const { host, port, reconnect } = this.#target as MqttTarget;
    const again = Number(reconnect);
    this.#sayLine(`+MQTTCONNECTED:0,${scheme},"${host}","${port}","${path}",${again}\r\n`);
  }

  #sayLost(): void {
    if (!this.#isEntering) this.#sayLine('+MQTTDISCONNECTED:0\r\n');
  }

  #sayLine(text: string): void {
    const { mqtt } = this.#firmware.hardware.seams;
    const said = mqtt?.line ? mqtt.line(text) : text;
    if (said !== undefined) this.#firmware.shell.say(said);
  }

  #sayMessage(topic: string, payload: Uint8Array): void {
    const head = Buffer.from(`+MQTTSUBRECV:0,"${topic}",${payload.length},`);
    this.#firmware.shell.say(Buffer.concat([head, payload, Buffer.from('\r\n')]));
  }

  /** A release build is silent here. */
  #logFailure({ log }: ConnectFailure): void {
    const { hardware, bootedAt } = this.#firmware;
    if (!hardware.isDebugBuild) return;
    const ms = Math.floor(hardware.timers.now() - bootedAt);
    for (const { level, tag, text } of log)
      this.#firmware.logLine(`${level} (${ms}) ${tag}: ${text}`);
  }
}
