import type { BrokerLog } from './broker-log.ts';

/** What a Mosquitto reads, by file name. Keys among it are secrets. */
export type BrokerFiles = Readonly<Record<string, string>>;

/** Where devices shall reach it. */
export interface Place {
  /** Of this computer: `127.0.0.1` for nobody else, `0.0.0.0` for everybody. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** A Mosquitto that answers, as a program of this computer or in a container. It ends with its scope. */
export interface RunningBroker extends AsyncDisposable {
  readonly how: 'program' | 'container';
  /** Where this computer reaches it, or its place for everybody. */
  readonly endpoint: Place;
  readonly log: BrokerLog;
  /** Replaces files, and makes it read them again: done when it has begun to. */
  replace(files: BrokerFiles): Promise<void>;
}

/** A way to start a Mosquitto. */
export interface BrokerStarter {
  /** Under which name or address this computer will reach it: its certificate must bear that. */
  readonly reachedAt: (place: Place) => Promise<string>;
  /** Starts one with these files beside its configuration. Throws MosquittoFailed. */
  readonly start: (files: BrokerFiles, place: Place) => Promise<RunningBroker>;
}

/** How long one may take to start; an image may have to be fetched first. */
export const START_MS = 60_000;

/** How long it may take to notice that its files have changed. */
export const RELOAD_MS = 10_000;

/** Mosquitto 2.0 says so when it listens, and the second when SIGHUP made it read its files again. */
export const RUNNING = /^mosquitto version \S+ running$/;
export const RELOADING = /^Reloading config\.$/;
