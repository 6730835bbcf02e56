import type { Aedes } from 'aedes';
import type { Draft } from '../../harness/clouds/events.ts';
import { Jobs } from './jobs/jobs.ts';
import type { JsonObject } from './json.ts';
import type { Limits } from './options.ts';
import type { Registry } from './registry.ts';
import { serveReservedTopics } from './reserved-topics.ts';
import { Shadows } from './shadow/shadows.ts';

/** What AWS IoT does for devices beside passing their messages on. */
export interface DeviceServices {
  readonly shadows: Shadows;
  readonly jobs: Jobs;
}

export const openDeviceServices = (
  broker: Aedes,
  cloud: {
    readonly registry: Registry;
    readonly limits: Limits;
    readonly report: (event: Draft) => void;
  },
): DeviceServices => {
  const parts = {
    isThing: (name: string) => cloud.registry.things.get(name) !== undefined,
    limits: cloud.limits,
    report: cloud.report,
    // Subscribers get it with the QoS of their subscription.
    publish: (topic: string, message: JsonObject) => {
      if (broker.closed) return;
      const payload = JSON.stringify(message);
      broker.publish(
        { cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false },
        () => {},
      );
    },
  };
  const services = {
    shadows: new Shadows(parts),
    jobs: new Jobs(parts),
  };
  serveReservedTopics(broker, services);
  return services;
};
