import type { Aedes, Client } from 'aedes';
import { generate } from 'mqtt-packet';
import { answerJobRequest } from './jobs/device-requests.ts';
import type { Jobs } from './jobs/jobs.ts';
import { jobRequestAt } from './jobs/topics.ts';
import { linkOf } from './mqtt/broker.ts';
import type { Shadows } from './shadow/shadows.ts';
import { shadowRequestAt } from './shadow/topics.ts';

export interface ReservedParts {
  readonly shadows: Shadows;
  readonly jobs: Jobs;
}

/** Does with what is published what AWS does with it, beside giving it to subscribers. */
export const serveReservedTopics = (broker: Aedes, parts: ReservedParts): void => {
  broker.on('publish', (packet, client) => {
    const payload = Buffer.from(packet.payload);
    const { topic } = packet;
    const clientId = client?.id ?? null;
    const shadow = shadowRequestAt(topic);
    if (shadow) parts.shadows.receive({ ...shadow, payload, clientId });
    const job = jobRequestAt(topic);
    if (!job) return;
    const { outcome, message } = answerJobRequest(parts.jobs, { ...job, clientId }, payload);
    if (client) tell(client, `${topic}/${outcome}`, JSON.stringify(message));
  });
};

/**
 * Sends a message to one device, past the broker: answers about jobs go to the device that asked, whether it has
 * subscribed to them or not, and to nobody else. AWS's QoS of them is not known.
 */
const tell = (client: Client, topic: string, payload: string): void => {
  const link = linkOf(client);
  const { conversation } = link;
  if (!link.writable || !conversation.admitted) return;
  const refusal = conversation.admitted.permission('iot:Receive', topic);
  if (refusal) conversation.withheld(topic, 0, refusal);
  else link.write(generate({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }));
};
