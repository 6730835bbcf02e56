import { EventEmitter } from 'node:events';
import type { Network } from '../../network/network.ts';
import { pause, type Timers } from '../../network/timers.ts';
import type { AccessPoint } from '../../network/world-schema.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import type { WifiSeams } from '../seams.ts';
import { type JoinFailure, type JoinOutcome, type JoinRequest, tryJoin } from './join.ts';

/** `AT+CWSTATE`: 0 not started, 1 joined without address, 2 with address, 3 joining by itself, 4 not joined. */
export type StationState = 0 | 1 | 2 | 3 | 4;

/** A join that did not come about in its time. */
export class JoinFailed extends Error {
  readonly failure: JoinFailure;

  constructor(failure: JoinFailure) {
    super(`the join failed: ${failure}`);
    this.failure = failure;
  }
}

interface StationEvents {
  /** A line for the AT port. */
  line: [text: string];
  online: [];
  offline: [];
}

interface StationOptions {
  readonly network: Network;
  readonly profile: ReleaseProfile;
  readonly timers: Timers;
  /** The end of the firmware. */
  readonly signal: AbortSignal;
  readonly seams?: WifiSeams | undefined;
}

const RETRY_MS = 1_000;

/** The Wi-Fi station: joins an access point of its world, and prints what the firmware prints of it. */
export class Station extends EventEmitter<StationEvents> {
  readonly #options: StationOptions;
  #joined: AccessPoint | undefined;
  #state: StationState = 0;
  #ssid = '';
  /** Ends what the station does at the moment. */
  #occupation = new AbortController();

  constructor(options: StationOptions) {
    super();
    this.#options = options;
  }

  get state(): StationState {
    return this.#state;
  }

  /** The one tried last. */
  get ssid(): string {
    return this.#ssid;
  }

  /** While an address is held. */
  get accessPoint(): AccessPoint | undefined {
    return this.#state === 2 ? this.#joined : undefined;
  }

  get isOnline(): boolean {
    return this.#state === 2;
  }

  /**
   * Joins, as `AT+CWJAP` does: a failure is told only when the whole time-out is over.
   * @throws JoinFailed
   */
  async join(request: JoinRequest, timeoutSeconds: number): Promise<void> {
    const { waits } = this.#options.profile;
    const wasJoined = this.#joined !== undefined;
    const signal = this.#begin();
    this.#drop();
    this.#ssid = request.ssid;
    const outcome = this.#try(request);
    if (outcome.accessPoint) return this.#associate(outcome.accessPoint, signal);
    const overrun = wasJoined ? waits.joinOverrunWhenJoined : waits.joinOverrun;
    await this.#pause(timeoutSeconds * 1000 + overrun, signal);
    this.#state = 4;
    throw new JoinFailed(outcome.failure);
  }

  /** Leaves, and does not come back by itself. */
  leave(): void {
    this.#begin();
    this.#drop();
    this.#state = 4;
  }

  /** The radio is switched off: the mode has no station any more. */
  stop(): void {
    this.#begin();
    this.#drop();
    this.#state = 0;
    this.#ssid = '';
  }

  /** Joins in the background, again and again until it works: at boot, and when the access point was lost. */
  joinByItself(request: JoinRequest): void {
    const signal = this.#begin();
    this.#state = 3;
    this.#ssid = request.ssid;
    this.#keepTrying(request, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** The access point goes away: the station is offline, and tries again. Without an address yet it notices nothing. */
  loseAccessPoint(request: JoinRequest): void {
    if (!this.isOnline) return;
    this.#drop();
    this.joinByItself(request);
  }

  async #keepTrying(request: JoinRequest, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { accessPoint } = this.#try(request);
      if (accessPoint) return this.#associate(accessPoint, signal);
      await this.#pause(RETRY_MS, signal);
    }
  }

  async #associate(accessPoint: AccessPoint, signal: AbortSignal): Promise<void> {
    const { waits } = this.#options.profile;
    await this.#pause(waits.association, signal);
    this.#joined = accessPoint;
    this.#state = 1;
    this.#say('WIFI CONNECTED\r\n');
    await this.#pause(waits.addressCheck, signal);
    this.#state = 2;
    this.#say('WIFI GOT IP\r\n');
    this.emit('online');
  }

  #begin(): AbortSignal {
    this.#occupation.abort(new Error('the station does something else now'));
    this.#occupation = new AbortController();
    return AbortSignal.any([this.#occupation.signal, this.#options.signal]);
  }

  #drop(): void {
    if (!this.#joined) return;
    this.#joined = undefined;
    this.#state = 4;
    this.#say('WIFI DISCONNECT\r\n');
    this.emit('offline');
  }

  #try(request: JoinRequest): JoinOutcome {
    const { network, seams } = this.#options;
    const outcome = tryJoin(network.world.accessPoints, request);
    return seams?.join?.(outcome, request) ?? outcome;
  }

  #say(text: string): void {
    const { seams } = this.#options;
    const said = seams?.line ? seams.line(text) : text;
    if (said !== undefined) this.emit('line', said);
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return pause(this.#options.timers, ms, signal);
  }
}
