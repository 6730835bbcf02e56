import { firmwareItem } from '../../certs/firmware-item.ts';
import type { Firmware } from './firmware.ts';

/** `AT+MQTTUSERCFG` */
export interface MqttUser {
  readonly scheme: number;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly path: string;
}

/** `AT+MQTTCONNCFG` */
export interface MqttSession {
  /** 0 stands for 120. */
  readonly keepAliveSeconds: number;
  readonly keepSession: boolean;
  readonly will: MqttWill | undefined;
}

export interface MqttWill {
  readonly topic: string;
  readonly message: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** `AT+MQTTCONN` */
export interface MqttTarget {
  readonly host: string;
  readonly port: number;
  readonly reconnect: boolean;
}

export interface MqttTopic {
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
}

export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** 0 none or cleaned, 1 user set, 2 session set or a connect failed, 3 lost, 4 connected, 5 and 6 without and with topics. */
export type MqttState = 0 | 1 | 2 | 3 | 4 | 5 | 6;

type Item = 'ca' | 'cert' | 'key';

/** Which credentials a scheme loads, and the code for each that is missing, in the order in which they are loaded. */
const NEEDED: Readonly<Record<number, readonly (readonly [Item, number])[]>> = {
  3: [['ca', 0x6021]],
  4: [
    ['cert', 0x6023],
    ['key', 0x6025],
  ],
  5: [
    ['ca', 0x6021],
    ['cert', 0x6023],
    ['key', 0x6025],
  ],
};

const MOST_TOPICS = 10;

/** The AT core's side of MQTT: configuration, state, remembered topics, and what is printed of the link. */
export class MqttService {
  readonly #firmware: Firmware;
  #state: MqttState = 0;
  #user: MqttUser | undefined;
  #session: MqttSession | undefined;
  #target: MqttTarget | undefined;
  #topics: MqttTopic[] = [];
  #isEntering = false;

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
  }

  get state(): MqttState {
    return this.#state;
  }

  get isConnected(): boolean {
    return this.#state > 3;
  }

  get user(): MqttUser | undefined {
    return this.#user;
  }

  get target(): MqttTarget | undefined {
    return this.#target;
  }

  /** In the order of subscribing; ten at most. */
  get topics(): readonly MqttTopic[] {
    return this.#topics;
  }

  setUser(user: MqttUser): void {
    this.#user = user;
    this.#state = 1;
  }

  changeUser(change: Partial<MqttUser>): void {
    if (this.#user) this.#user = { ...this.#user, ...change };
  }

  setSession(session: MqttSession): void {
    this.#session = session;
    this.#state = 2;
  }

  missingCredential(): number | undefined {
    const missing = (NEEDED[this.#user?.scheme ?? 0] ?? []).find(([item]) => !this.#load(item));
    return missing?.[1];
  }

  #load(item: Item): Uint8Array | undefined {
    const name = `mqtt_${item}`;
    const partition = this.#firmware.partitions?.find((candidate) => candidate.name === name);
    if (!partition) return undefined;
    const { flash } = this.#firmware.hardware;
    const found = firmwareItem(flash.read(partition.address, partition.size));
    return found instanceof Uint8Array && found.length > 0 ? found : undefined;
  }
  giveUp(): void {
    this.#state = 2;
    this.#target = undefined;
  }
  async connect(t: MqttTarget): Promise<boolean> {
    return false;
  }
  async clean(): Promise<void> {
    this.#state = 0;
  }
  async publish(p: Publication): Promise<boolean> {
    return false;
  }
  async subscribe(t: string, qos: 0 | 1 | 2): Promise<boolean> {
    return false;
  }
  async unsubscribe(t: string): Promise<boolean> {
    return false;
  }
  whileEntering<T>(f: () => Promise<T>): Promise<T> {
    return f();
  }
}
