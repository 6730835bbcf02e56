import type { ConnectPacket } from 'aedes';
import type { IConnackPacket, Packet } from 'mqtt-packet';
import type { Draft, Refusal } from '../../../harness/clouds/events.ts';
import { type ConnectFacts, connectFacts, type Peer } from './connect-facts.ts';
import { type Admitted, type Applicant, judgeConnect } from './connect-rules.ts';
import { BY_API, BY_DEVICE, forbiddenAtFirst, LOST, NO_CONNECT, SILENT } from './endings.ts';
import { Exchange } from './exchange.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Outlet } from './outlet.ts';
import type { RetainedTopics } from './retained-topics.ts';
import type { Sessions } from './sessions.ts';
import { type Ending, end, LAST, PASS, type Verdict } from './verdict.ts';

/** What all conversations of one cloud share. */
export interface CloudParts extends Omit<Applicant, 'certificate' | 'ipAddress'> {
  readonly report: (event: Draft) => void;
  readonly lifecycle: Lifecycle;
  readonly sessions: Sessions;
  readonly retained: RetainedTopics;
  /** Who is connected under which client id. */
  readonly live: Map<string, Conversation>;
}

/** What AWS's DeleteConnection can be asked for. */
export interface DisconnectOptions {
  /** Forgets the persistent session too. */
  readonly cleanSession?: boolean;
  readonly preventWill?: boolean;
}

/** All that is said on one secured connection, from CONNECT to its end, and what it means at AWS. */
export class Conversation {
  readonly #cloud: CloudParts;
  readonly #secured: Peer;
  readonly #outlet: Outlet;
  /** To be told when the cloud ends the connection. */
  onHangUp: (ending: Ending) => void = () => {};
  /** Lets the broker believe that the device sent this. */
  toBroker: (packet: Packet) => void = () => {};
  readonly #sessionIdentifier = crypto.randomUUID();
  #connect: ConnectFacts | undefined;
  #admitted: Admitted | undefined;
  #exchange: Exchange | undefined;
  #version: number | undefined;
  #ending: Ending | undefined;
  /** Ends the connection: at first for want of CONNECT, then for silence. */
  #patience: NodeJS.Timeout;

  constructor(cloud: CloudParts, secured: Peer, outlet: Outlet) {
    this.#cloud = cloud;
    this.#secured = secured;
    this.#outlet = outlet;
    outlet.onCut = (ending) => this.onHangUp(ending);
    this.#patience = this.#hangUpAfter(cloud.behaviour.connectTimeoutMs, NO_CONNECT);
  }

  get admitted(): Admitted | undefined {
    return this.#admitted;
  }

  /** Under which certificate the device is connected; undefined before its CONNECT was accepted. */
  get certificateId(): string | undefined {
    return this.#admitted && (this.#connect?.certificateId ?? undefined);
  }

  /** Whether CONNECT was passed on and CONNACK is still to come: AWS's devices must wait for it. */
  get isConnecting(): boolean {
    return this.#admitted !== undefined && this.#exchange === undefined;
  }

  /** Why the device may not even begin with a packet of this type now. */
  forbids(type: number | undefined): Ending | undefined {
    return this.#connect ? undefined : forbiddenAtFirst(type);
  }

  fromDevice(packet: Packet): Verdict {
    if (!this.#exchange) return this.#onConnect(packet as ConnectPacket);
    this.#patience.refresh();
    if (packet.cmd !== 'disconnect') return this.#exchange.fromDevice(packet);
    this.endsBy(BY_DEVICE);
    return LAST;
  }

  /** What goes to the device in answer; undefined where nothing does, or not now. */
  fromBroker(packet: Packet): Packet | undefined {
    if (packet.cmd === 'connack') return this.#onConnack(packet);
    return this.#exchange?.fromBroker(packet);
  }

  /** A packet has left for the device. */
  sent(packet: Packet): void {
    this.#exchange?.sent(packet);
  }

  /** The broker has offered all that was stored while the device was away. */
  resumed(): void {
    this.#exchange?.resumed();
  }

  /** A message for this device that its policy keeps from it. */
  withheld(topic: string, qos: number, { cause, detail }: Refusal): void {
    const { connection, remote } = this.#secured;
    const who = { connection, remote, clientId: this.#admitted?.clientId ?? '' };
    this.#cloud.report({ kind: 'undelivered', ...who, topic, qos, cause, detail });
  }

  /** Ends a connection as the API does it. */
  disconnect({ cleanSession = false, preventWill = false }: DisconnectOptions): void {
    this.endsBy(BY_API);
    if (cleanSession && this.#admitted) this.#cloud.sessions.end(this.#admitted.clientId);
    // A broker suppresses the last will of those alone who took their leave.
    if (preventWill) this.toBroker({ cmd: 'disconnect' });
    this.onHangUp(BY_API);
  }

  /** The first reason that is known stays. */
  endsBy(ending: Ending): void {
    this.#ending ??= ending;
  }

  /** The connection is over; to be called exactly once. */
  over(): void {
    clearTimeout(this.#patience);
    this.#exchange?.close();
    this.#outlet.close();
    const { connection, remote } = this.#secured;
    const { reason, detail } = this.#ending ?? LOST;
    const clientId = this.#connect?.clientId ?? null;
    this.#cloud.report({ kind: 'disconnect', connection, remote, clientId, reason, detail });
    if (!this.#connect || !this.#admitted) return;
    const isLast = this.#cloud.live.get(this.#admitted.clientId) === this;
    if (isLast) this.#cloud.live.delete(this.#admitted.clientId);
    if (!this.#exchange) return;
    if (isLast && !this.#connect.cleanSession) this.#cloud.sessions.leave(this.#admitted.clientId);
    this.#cloud.lifecycle.disconnected({
      ...this.#principal(this.#connect),
      reason,
      version: this.#version ?? 0,
    });
  }

  #onConnect(packet: ConnectPacket): Verdict {
    const { certificate, connection, ipAddress } = this.#secured;
    const judged = judgeConnect(packet, { ...this.#cloud, certificate, ipAddress });
    this.#outlet.clientId = 'clientId' in judged ? judged.clientId : packet.clientId;
    this.#connect = connectFacts(packet, {
      clientId: this.#outlet.clientId,
      peer: this.#secured,
      limits: this.#cloud.behaviour.limits,
    });
    if ('accepted' in judged) {
      this.#cloud.report({ ...this.#connect, outcome: judged });
      this.#cloud.lifecycle.connectFailed({
        ...this.#principal(this.#connect),
        reason: judged.reason,
      });
      const reason = judged.reason === 'AUTHORIZATION_FAILED' ? 'AUTH_ERROR' : judged.reason;
      return end(reason, judged.detail);
    }
    this.#admitted = judged;
    // The broker closes the other one as soon as it gets this CONNECT.
    this.#cloud.live.get(judged.clientId)?.endsBy({
      reason: 'DUPLICATE_CLIENTID',
      detail: `Connection ${connection} took the client id ${judged.clientId} over.`,
    });
    this.#cloud.live.set(judged.clientId, this);
    return PASS;
  }

  #onConnack(connack: IConnackPacket): Packet {
    const { connection, remote } = this.#secured;
    if (!this.#connect || !this.#admitted || connack.returnCode !== 0) return connack;
    const { cleanSession, keepAlive } = this.#connect;
    const { clientId } = this.#admitted;
    const { sessionPresent, filters } = this.#cloud.sessions.enter(clientId, cleanSession);
    this.#exchange = new Exchange({
      ...this.#admitted,
      connection,
      remote,
      behaviour: this.#cloud.behaviour,
      report: this.#cloud.report,
      retained: this.#cloud.retained,
      outlet: this.#outlet,
      filters,
      isPersistent: !cleanSession,
      toBroker: (packet) => this.toBroker(packet),
      onFilters: (change, topics) => {
        if (this.#connect) {
          this.#cloud.lifecycle.filters({ ...this.#principal(this.#connect), change, topics });
        }
      },
    });
    this.#cloud.report({ ...this.#connect, outcome: { accepted: true, sessionPresent } });
    this.#version = this.#cloud.lifecycle.connected(this.#principal(this.#connect));
    clearTimeout(this.#patience);
    this.#patience = this.#hangUpAfter(keepAlive.used * GRACE_MS, SILENT);
    return { ...connack, sessionPresent };
  }

  #hangUpAfter(ms: number, ending: Ending): NodeJS.Timeout {
    return setTimeout(() => this.onHangUp(ending), ms).unref();
  }

  #principal({ clientId, certificateId }: ConnectFacts) {
    return {
      clientId,
      certificateId,
      sessionIdentifier: this.#sessionIdentifier,
      ipAddress: this.#secured.ipAddress,
    };
  }
}

/** [MQTT-3.1.2-24]: one and a half times a second of keep-alive. */
const GRACE_MS = 1500;
