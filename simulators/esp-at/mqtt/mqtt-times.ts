/** The timers of the firmware's MQTT client, in milliseconds (seen on v3.4.0.0). */
export interface MqttTimes {
  /** Until a server that sends no CONNACK is left. */
  readonly connackMs: number;
  /** Until a server that falls silent within a handshake of TLS is left; each packet begins it anew. */
  readonly handshakeMs: number;
  /** The first PUBLISH, SUBSCRIBE or UNSUBSCRIBE of a connection goes out this long after its command. */
  readonly firstPacketMs: number;
  /** The first repeat of an unacknowledged PUBLISH; other packets are repeated after `repeatMs`. */
  readonly publishRepeatMs: number;
  readonly repeatMs: number;
  /** When an unacknowledged packet is given up. The command that waits for it goes on waiting. */
  readonly giveUpMs: number;
  /** A ping goes out, and its answer is due, after this share of the keep-alive time. */
  readonly pingShare: number;
  /** The client looks at a lost connection this often ... */
  readonly reconnectStepMs: number;
  /** ... for this long to have passed. */
  readonly reconnectAfterMs: number;
  /** At the look that falls on the very end of that, a tick decides: how often it has passed. Two of eight were seen. */
  readonly reconnectSoonShare: number;
}

export const MQTT_TIMES: MqttTimes = {
  connackMs: 10_000,
  handshakeMs: 10_000,
  firstPacketMs: 1_000,
  publishRepeatMs: 2_000,
  repeatMs: 1_000,
  giveUpMs: 30_000,
  pingShare: 0.5,
  reconnectStepMs: 5_000,
  reconnectAfterMs: 10_000,
  reconnectSoonShare: 0.25,
};

/** Used when no keep-alive was configured, or 0. */
export const DEFAULT_KEEP_ALIVE_SECONDS = 120;
