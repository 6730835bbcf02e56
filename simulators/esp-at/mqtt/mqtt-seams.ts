import type { Packet } from 'mqtt-packet';
import type { MessagePart } from './inbound.ts';
import type { MqttTimes } from './mqtt-times.ts';

/** A topic as `AT+MQTTSUB?` lists it. */
export interface Subscription {
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
}

/** Where a planted defect can reach into the MQTT client. Left out, everything is as it should be. */
export interface MqttSeams {
  /** What goes out in the place of a packet: itself, changed, twice, nothing. CONNECT and its will pass here too. */
  readonly send?: (packet: Packet) => readonly Packet[];
  /** What counts as received in the place of a packet; messages do not pass here. */
  readonly receive?: (packet: Packet) => readonly Packet[];
  /** What the AT port is given in the place of a part of a message. */
  readonly deliver?: (part: MessagePart) => readonly MessagePart[];
  /** The timers, given the right ones. */
  readonly times?: (times: MqttTimes) => MqttTimes;
  /** Whether a lost connection is made anew, given what was asked for. */
  readonly reconnects?: (asked: boolean) => boolean;
  /** The end of a connection passes unnoticed: nothing is printed, and the state stays what it was. */
  readonly overlooksLoss?: boolean;
  /** What is subscribed again after a reconnect. */
  readonly resubscribe?: (remembered: readonly Subscription[]) => readonly Subscription[];
}
