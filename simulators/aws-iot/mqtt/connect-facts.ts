import type { ConnectPacket } from 'aedes';
import { certificateId } from '../../../certs/describe-certificate.ts';
import type { Connect, Draft } from '../../../harness/clouds/events.ts';
import type { Limits } from '../options.ts';
import type { Secured } from '../tls/handshake.ts';
import { keepAliveUsed } from './connect-rules.ts';

/** Who is at the other end. */
export type Peer = Pick<Secured, 'connection' | 'remote' | 'ipAddress' | 'certificate'>;

/** What there is to say of a CONNECT before it is decided what becomes of it. */
export type ConnectFacts = Omit<Draft<Connect>, 'outcome'>;

export const connectFacts = (
  packet: ConnectPacket,
  {
    clientId,
    peer: { connection, remote, certificate },
    limits,
  }: { readonly clientId: string; readonly peer: Peer; readonly limits: Limits },
): ConnectFacts => {
  const asked = packet.keepalive ?? 0;
  return {
    kind: 'connect',
    connection,
    remote,
    clientId,
    certificateId: certificate ? certificateId(certificate.raw) : null,
    protocolLevel: packet.protocolVersion ?? 4,
    keepAlive: { asked, used: keepAliveUsed(asked, limits) },
    cleanSession: packet.clean ?? true,
    will: willOf(packet),
    hasUserName: packet.username !== undefined,
  };
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
