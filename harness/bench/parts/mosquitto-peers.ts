import { lazily } from '../../../certs/lazily.ts';
import type { BrokerStarter } from '../../clouds/mosquitto/broker.ts';
import { containerBroker } from '../../clouds/mosquitto/container-broker.ts';
import { findEngine, findProgram } from '../../clouds/mosquitto/find-mosquitto.ts';
import { programBroker } from '../../clouds/mosquitto/program-broker.ts';
import { readEnvironment } from '../environment.ts';

/** A way to start a Mosquitto that this computer has or has not. */
export type Peer =
  | {
      /** For a person: which one it is. */
      readonly found: string;
      readonly starter: BrokerStarter;
      /** How a bench file asks for it. */
      readonly cloud: object;
    }
  | { readonly found: null; readonly why: string };

const programPeer = async (): Promise<Peer> => {
  const program = await findProgram();
  return program === null
    ? { found: null, why: 'no program mosquitto is installed' }
    : {
        found: `mosquitto ${program.version} (${program.path})`,
        starter: programBroker(program.path),
        cloud: { kind: 'mosquitto', run: 'program' },
      };
};

/** Tests fetch no images: that would take them to a registry. */
const containerPeer = async (): Promise<Peer> => {
  const image = readEnvironment().MOSQUITTO_IMAGE;
  const engine = await findEngine(image);
  if (engine === null) return { found: null, why: 'no container engine answers' };
  return engine.hasImage
    ? {
        found: `image ${image} of the container engine on ${engine.name}`,
        starter: containerBroker(image),
        cloud: { kind: 'mosquitto', run: 'container', image },
      }
    : {
        found: null,
        why: `the container engine on ${engine.name} has no image ${image}; fetch it, or name another in MOSQUITTO_IMAGE`,
      };
};

/** The ways to have a Mosquitto as a peer in tests. Looked for once. */
export const PEERS = {
  program: lazily(programPeer),
  container: lazily(containerPeer),
} as const;
