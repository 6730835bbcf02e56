import { execFile } from 'node:child_process';
import { BadInput } from '../../../errors/bench-error.ts';
import type { BrokerStarter } from './broker.ts';
import { containerBroker } from './container-broker.ts';
import { containers } from './containers.ts';
import { programBroker } from './program-broker.ts';

/** The image that the people who make Mosquitto publish. */
export const DEFAULT_IMAGE = 'eclipse-mosquitto:2';

/** A Mosquitto installed on this computer. */
export interface FoundProgram {
  readonly path: string;
  /** `2.0.11` */
  readonly version: string;
}

/** A container engine that answers, and whether it has an image already or would have to fetch it. */
export interface FoundEngine {
  readonly name: string;
  readonly hasImage: boolean;
}

/** Where systems put it that do not have it on everybody's PATH. */
const PATHS = ['mosquitto', '/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'];

const ASK_MS = 10_000;

/** Mosquitto 2.0 tells its version with its help, which it ends as a failure. */
const versionOf = (path: string): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(path, ['-h'], { timeout: ASK_MS }, (_error, stdout) => {
      resolve(/^mosquitto version (\S+)/.exec(stdout)?.[1] ?? null);
    });
  });

/** The program `mosquitto` of this computer. */
export const findProgram = async (): Promise<FoundProgram | null> => {
  for (const path of PATHS) {
    const version = await versionOf(path);
    if (version !== null) return { path, version };
  }
  return null;
};

/** The container engine of this computer, or the one that DOCKER_HOST names. */
export const findEngine = async (image: string): Promise<FoundEngine | null> => {
  const { getContainerRuntimeClient, ImageName } = await containers();
  try {
    const { info, image: images } = await getContainerRuntimeClient();
    const { operatingSystem, architecture } = info.containerRuntime;
    return {
      name: `${operatingSystem}, ${architecture}`,
      hasImage: await images.exists(ImageName.fromString(image)),
    };
  } catch {
    // Whatever it is that does not answer as an engine: there is none to use.
    return null;
  }
};

/** What a bench says of the Mosquitto that it wants. */
export interface Wanted {
  /** Default: a container where an engine has the image, else the program, else a container whose image is fetched. */
  readonly run?: 'program' | 'container' | undefined;
  /** Default DEFAULT_IMAGE. */
  readonly image?: string | undefined;
}

/**
 * Chooses how to start a Mosquitto, from what there is.
 * @throws BadInput MOSQUITTO_MISSING
 */
export const chooseBroker = async ({
  run,
  image = DEFAULT_IMAGE,
}: Wanted): Promise<BrokerStarter> => {
  const engine = run === 'program' ? null : await findEngine(image);
  if (engine && (run === 'container' || engine.hasImage)) return containerBroker(image);
  const program = run === 'container' ? null : await findProgram();
  if (program) return programBroker(program.path);
  if (engine) return containerBroker(image);
  throw new BadInput('MOSQUITTO_MISSING', `${MISSING[run ?? 'any']} and run again.`);
};

const MISSING = {
  program: 'There is no program mosquitto on this computer; install it',
  container: 'No container engine answers on this computer; start one, or name it in DOCKER_HOST,',
  any: 'No container engine answers on this computer, and no program mosquitto is installed; start or install one of them',
} as const;
