import type { Packet } from 'mqtt-packet';
import type { MessageHead, MessagePart } from './inbound.ts';
import type { MqttTimes } from './mqtt-times.ts';

/** A topic as `AT+MQTTSUB?` lists it. */
export interface Subscription {
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
}

/** Why a connection has ended, and how many ended before it. */
export interface Loss {
  readonly cause: 'server' | 'network';
  readonly before: number;
}

/** Where a planted defect can reach into the MQTT client. Left out, everything is as it should be. */
export interface MqttSeams {
  /** What goes out in the place of a packet: itself, changed, twice, nothing. CONNECT and its will pass here too. */
  readonly send?: (packet: Packet) => readonly Packet[];
  /** What the client gets of a piece of the stream from the broker, as the network brought it: behind TLS, before packets. */
  readonly arrive?: (piece: Buffer) => Buffer;
  /** What counts as received in the place of a packet; messages do not pass here. */
  readonly receive?: (packet: Packet) => readonly Packet[];
  /** What the AT port is given in the place of a part of a message. */
  readonly deliver?: (part: MessagePart, of: MessageHead) => readonly MessagePart[];
  /** A message is acknowledged when it begins, not when all of it was handed over. */
  readonly acknowledgesFirst?: boolean;
  /** What is published, given what was asked for. */
  readonly publish?: (asked: Outgoing) => Outgoing;
  /** The QoS that is subscribed at, given the one that was asked for. */
  readonly subscribedQos?: (asked: 0 | 1 | 2) => 0 | 1 | 2;
  /** The timers, given the right ones. */
  readonly times?: (times: MqttTimes) => MqttTimes;
  /** Whether a lost connection is made anew, given what was asked for. */
  readonly reconnects?: (asked: boolean, loss: Loss) => boolean;
  /** Whether it is tried again behind an attempt that failed; it should. */
  readonly triesAgain?: () => boolean;
  /** The end of a connection passes unnoticed: nothing is printed, and the state stays what it was. */
  readonly overlooksLoss?: boolean;
  /** What is subscribed again after a reconnect. */
  readonly resubscribe?: (remembered: readonly Subscription[]) => readonly Subscription[];
  /** What is printed in the place of `+MQTTCONNECTED` and `+MQTTDISCONNECTED`; undefined: nothing. */
  readonly line?: (text: string) => string | undefined;
  /** The state that `AT+MQTTCONN?` tells, given the truth. */
  readonly state?: (right: number) => number;
  /** `AT+MQTTCLEAN` forgets the connection and does not end it. */
  readonly staysConnected?: boolean;
}

/** A message on its way out. */
interface Outgoing {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}
