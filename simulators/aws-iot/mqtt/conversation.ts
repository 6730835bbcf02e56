import type { ConnectPacket } from 'aedes';
import type { IConnackPacket, Packet } from 'mqtt-packet';
import { certificateId } from '../../../certs/describe-certificate.ts';
import type { Connect, Draft } from '../../../harness/clouds/events.ts';
import type { Secured } from '../tls/handshake.ts';
import { type Admitted, type Applicant, judgeConnect, keepAliveUsed } from './connect-rules.ts';
import { Exchange } from './exchange.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Sessions } from './sessions.ts';
import { type Ending, end, LAST, PASS, type Verdict } from './verdict.ts';

/** What all conversations of one cloud share. */
export interface CloudParts extends Omit<Applicant, 'certificate' | 'ipAddress'> {
  readonly report: (event: Draft) => void;
  readonly lifecycle: Lifecycle;
  readonly sessions: Sessions;
  /** Who is connected under which client id. */
  readonly live: Map<string, Conversation>;
}

/** Who is at the other end. */
export type Peer = Pick<Secured, 'connection' | 'remote' | 'ipAddress' | 'certificate'>;

/** All that is said on one secured connection, from CONNECT to its end, and what it means at AWS. */
export class Conversation {
  readonly #cloud: CloudParts;
  readonly #secured: Peer;
  readonly #sessionIdentifier = crypto.randomUUID();
  #connect: Omit<Draft<Connect>, 'outcome'> | undefined;
  #admitted: Admitted | undefined;
  #exchange: Exchange | undefined;
  #version: number | undefined;
  #ending: Ending | undefined;

  constructor(cloud: CloudParts, secured: Peer) {
    this.#cloud = cloud;
    this.#secured = secured;
  }

  get admitted(): Admitted | undefined {
    return this.#admitted;
  }

  /** Under which certificate the device is connected; undefined before its CONNECT was accepted. */
  get certificateId(): string | undefined {
    return this.#admitted && (this.#connect?.certificateId ?? undefined);
  }

  /** Seconds that the broker has to count with; known after CONNECT. */
  get keepAliveSeconds(): number {
    return this.#connect?.keepAlive.used ?? this.#cloud.behaviour.limits.maxKeepAlive;
  }

  /** Whether CONNECT was passed on and CONNACK is still to come: AWS's devices must wait for it. */
  get isConnecting(): boolean {
    return this.#admitted !== undefined && this.#exchange === undefined;
  }

  fromDevice(packet: Packet): Verdict {
    if (!this.#exchange) {
      if (packet.cmd === 'connect') return this.#onConnect(packet as ConnectPacket);
      return end('CLIENT_ERROR', `The device sent ${packet.cmd.toUpperCase()} before CONNECT.`);
    }
    if (packet.cmd !== 'disconnect') return this.#exchange.fromDevice(packet);
    this.endsBy({ reason: 'CLIENT_INITIATED_DISCONNECT', detail: 'The device sent DISCONNECT.' });
    return LAST;
  }

  fromBroker(packet: Packet): Packet {
    if (packet.cmd === 'connack') return this.#onConnack(packet);
    return this.#exchange?.fromBroker(packet) ?? packet;
  }

  /** The first reason that is known stays. */
  endsBy(ending: Ending): void {
    this.#ending ??= ending;
  }

  /** The connection is over; to be called exactly once. */
  over(): void {
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
    const { certificate, connection, remote, ipAddress } = this.#secured;
    const asked = packet.keepalive ?? 0;
    const judged = judgeConnect(packet, { ...this.#cloud, certificate, ipAddress });
    this.#connect = {
      kind: 'connect',
      connection,
      remote,
      clientId: 'clientId' in judged ? judged.clientId : packet.clientId,
      certificateId: certificate ? certificateId(certificate.raw) : null,
      protocolLevel: packet.protocolVersion ?? 4,
      keepAlive: { asked, used: keepAliveUsed(asked, this.#cloud.behaviour.limits) },
      cleanSession: packet.clean ?? true,
      will: willOf(packet),
      hasUserName: packet.username !== undefined,
    };
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
    const sessionPresent = this.#cloud.sessions.enter(
      this.#admitted.clientId,
      this.#connect.cleanSession,
    );
    this.#exchange = new Exchange({
      ...this.#admitted,
      connection,
      remote,
      behaviour: this.#cloud.behaviour,
      report: this.#cloud.report,
      onFilters: (change, topics) => {
        if (this.#connect) {
          this.#cloud.lifecycle.filters({ ...this.#principal(this.#connect), change, topics });
        }
      },
    });
    this.#cloud.report({ ...this.#connect, outcome: { accepted: true, sessionPresent } });
    this.#version = this.#cloud.lifecycle.connected(this.#principal(this.#connect));
    return { ...connack, sessionPresent };
  }

  #principal({ clientId, certificateId }: Omit<Draft<Connect>, 'outcome'>) {
    return {
      clientId,
      certificateId,
      sessionIdentifier: this.#sessionIdentifier,
      ipAddress: this.#secured.ipAddress,
    };
  }
}

const LOST: Ending = {
  reason: 'CONNECTION_LOST',
  detail: 'The connection was cut without DISCONNECT.',
};

const willOf = ({ will }: ConnectPacket): Connect['will'] =>
  will
    ? {
        topic: will.topic,
        qos: will.qos ?? 0,
        retain: will.retain ?? false,
        bytes: Buffer.byteLength(will.payload),
      }
    : null;
