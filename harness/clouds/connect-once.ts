import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { DeviceCredentials } from '../../certs/credentials.ts';

/** How this host calls a cloud. */
export interface HostCall {
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly credentials: DeviceCredentials;
  readonly clientId: string;
  /** How long the cloud may take to answer; default PATIENCE_MS. */
  readonly withinMs?: number;
  readonly will?: NonNullable<IClientOptions['will']>;
  /** 4, which is MQTT 3.1.1, unless told. */
  readonly protocolVersion?: 4 | 5;
}

export const PATIENCE_MS = 10_000;

/**
 * An MQTT client of this computer, with mutual TLS. It tries once: a cloud that closes the connection has refused it, with
 * an answer or, as AWS IoT does, without.
 */
export const connectOnce = ({
  endpoint: { host, port },
  credentials: { caPem, certificatePem, keyPem },
  clientId,
  withinMs = PATIENCE_MS,
  will,
  protocolVersion = 4,
}: HostCall): Promise<MqttClient> => {
  const options: IClientOptions = {
    clientId,
    protocolVersion,
    protocol: 'mqtts',
    // Where a server listens for everybody is no address to call it at.
    host: host === '0.0.0.0' ? '127.0.0.1' : host,
    port,
    ca: caPem,
    cert: certificatePem,
    key: keyPem,
    reconnectPeriod: 0,
    connectTimeout: withinMs,
    ...(will ? { will } : {}),
  };
  return connectAsync('', options, false);
};
