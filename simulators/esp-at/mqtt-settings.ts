/** `AT+MQTTUSERCFG` */
export interface MqttUser {
  readonly scheme: number;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly path: string;
  /** `AT+MQTTSNI` */
  readonly serverName?: string;
  /** `AT+MQTTALPN` */
  readonly protocols?: readonly string[];
}

/** `AT+MQTTCONNCFG` */
export interface MqttSession {
  /** 0 stands for 120. */
  readonly keepAliveSeconds: number;
  readonly keepSession: boolean;
  readonly will: MqttWill | undefined;
}

interface MqttWill {
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

export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** 0 none or cleaned, 1 user set, 2 session set or a connect failed, 3 lost, 4 connected, 5 and 6 without and with topics. */
export type MqttState = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Before any `AT+MQTTUSERCFG`. */
export const NOBODY: MqttUser = { scheme: 0, clientId: '', username: '', password: '', path: '' };

/** Without `AT+MQTTCONNCFG`. */
export const DEFAULT_SESSION: MqttSession = {
  keepAliveSeconds: 0,
  keepSession: false,
  will: undefined,
};
