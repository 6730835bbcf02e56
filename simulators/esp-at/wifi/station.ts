import { EventEmitter } from 'node:events';
import { pause } from '../../network/timers.ts';
import type { AccessPoint } from '../../network/world-schema.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import type { WifiSeams } from '../seams.ts';
import type { Address, Settings } from '../settings.ts';
import { isSame, type JoinFailure, type JoinOutcome, type JoinRequest, tryJoin } from './join.ts';
import { type AddressSource, heldAddress, waitForAddress } from './lease.ts';
import type { StationState } from './station-state.ts';
import { tryAgain, tryInTime } from './tries.ts';

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

interface StationOptions extends AddressSource {
  readonly profile: ReleaseProfile;
  readonly plan: () => Pick<Settings, 'rejoin' | 'dhcp' | 'stationAddress'>;
  /** The end of the firmware. */
  readonly signal: AbortSignal;
  readonly seams?: WifiSeams | undefined;
}

/** The Wi-Fi station: joins an access point of its world, and prints what the firmware prints of it. */
export class Station extends EventEmitter<StationEvents> {
  readonly #options: StationOptions;
  #joined: AccessPoint | undefined;
  #request: JoinRequest | undefined;
  #state: StationState = 0;
  /** Why a join has not come about so far. */
  #obstacle: JoinFailure = 'no-access-point';
  /** Ends what the station does at the moment. */
  #occupation = new AbortController();
  /** Ends with the association. */
  #association = new AbortController();

  constructor(options: StationOptions) {
    super();
    this.#options = options;
    const { network, signal } = options;
    const look = (): void => this.#lookAround();
    network.on('changed', look);
    signal.addEventListener('abort', () => network.off('changed', look), { once: true });
  }

  get state(): StationState {
    return this.#state;
  }

  /** The one tried last. */
  get ssid(): string {
    return this.#request?.ssid ?? '';
  }

  /** While an address is held. */
  get accessPoint(): AccessPoint | undefined {
    return this.isOnline ? this.#joined : undefined;
  }

  get isOnline(): boolean {
    return this.#state === 2;
  }

  /** The one held: given by hand, or leased. */
  get address(): Address | undefined {
    const held = this.isOnline ? heldAddress(this.#options) : undefined;
    const { address } = this.#options.seams ?? {};
    return address ? address(held) : held;
  }

  /**
   * Joins, as `AT+CWJAP` does: tries until it works, and tells a failure only when the whole time-out is over.
   * @throws JoinFailed
   */
  async join(request: JoinRequest, timeoutSeconds: number): Promise<void> {
    const { timers, profile } = this.#options;
    const wasJoined = this.#joined !== undefined;
    const signal = this.#begin();
    this.#drop();
    this.#request = request;
    const overrun = wasJoined ? profile.waits.joinOverrunWhenJoined : profile.waits.joinOverrun;
    const ms = timeoutSeconds * 1000 + overrun;
    if (await tryInTime(timers, ms, (inTime) => this.#attempt(request, inTime), signal)) return;
    // Who is in and has no address leaves again. UNCONFIRMED: the line of it, and where that stands.
    this.#drop();
    this.#state = 4;
    const { failure } = this.#options.seams ?? {};
    const told = failure ? failure(this.#obstacle) : this.#obstacle;
    if (told !== undefined) throw new JoinFailed(told);
  }

  /** Leaves, and does not come back by itself. */
  leave(): void {
    this.#begin();
    this.#drop();
    this.#state = 4;
    if (this.#comesBackAfter(false)) this.#returnLater();
  }

  /** The radio is switched off: the mode has no station any more. */
  stop(): void {
    this.#begin();
    this.#drop();
    this.#state = 0;
    this.#request = undefined;
  }

  /** Joins in the background, and goes on trying as `AT+CWRECONNCFG` says: at boot, and when the mode has a station again. */
  joinByItself(request: JoinRequest): void {
    this.#request = request;
    this.#inBackground(async (signal) => {
      if (!(await this.#attempt(request, signal))) await this.#comeBack(request, signal);
    });
  }

  /** The world has changed: is the access point still in it? */
  #lookAround(): void {
    const joined = this.#joined;
    if (!joined || this.#options.seams?.overlooksLoss) return;
    const now = this.#find(joined);
    if (now) {
      this.#joined = now;
      return;
    }
    const wasOnline = this.isOnline;
    this.#drop();
    // Whoever waits for an address tries again by himself.
    if (wasOnline && this.#comesBackAfter(true)) this.#returnLater();
  }

  #comesBackAfter(right: boolean): boolean {
    return this.#options.seams?.comesBack?.(right) ?? right;
  }

  #returnLater(): void {
    const request = this.#request;
    if (request) this.#inBackground((signal) => this.#comeBack(request, signal));
  }

  #inBackground(run: (signal: AbortSignal) => Promise<void>): void {
    const signal = this.#begin();
    this.#state = 3;
    run(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  /** Is there an access point for this request that is known to let the station in so soon? */
  answersWithin(request: JoinRequest, ms: number): boolean {
    const { accessPoints } = this.#options.network.world;
    const { answersInMs } = tryJoin(accessPoints, request).accessPoint ?? {};
    return answersInMs !== undefined && answersInMs < ms;
  }

  async #comeBack(request: JoinRequest, signal: AbortSignal): Promise<void> {
    const { timers, plan } = this.#options;
    const attempt = (during: AbortSignal) => this.#attempt(request, during);
    const onWaiting = (): void => {
      this.#state = 3;
    };
    const isIn = await tryAgain(timers, () => plan().rejoin, attempt, onWaiting, signal);
    if (!isIn) this.#state = 4;
  }

  /** Tries once. True: the station is in, and has an address. */
  async #attempt(request: JoinRequest, signal: AbortSignal): Promise<boolean> {
    const { profile } = this.#options;
    const { accessPoint, failure } = this.#try(request);
    if (!accessPoint) {
      this.#obstacle = failure;
      return false;
    }
    await this.#pause(accessPoint.answersInMs ?? profile.waits.association, signal);
    this.#obstacle = 'no-access-point';
    if (!this.#find(accessPoint)) return false;
    this.#joined = accessPoint;
    this.#association = new AbortController();
    this.#state = 1;
    this.#say('WIFI CONNECTED\r\n');
    return this.#settleIn(this.#association.signal, signal);
  }

  /** False: the access point went before there was an address. */
  async #settleIn(association: AbortSignal, signal: AbortSignal): Promise<boolean> {
    this.#obstacle = 'no-address';
    try {
      const { addressCheck } = this.#options.profile.waits;
      await waitForAddress(this.#options, addressCheck, AbortSignal.any([signal, association]));
    } catch (error) {
      if (signal.aborted || !association.aborted) throw error;
      this.#obstacle = 'no-access-point';
      return false;
    }
    this.#state = 2;
    this.#say('WIFI GOT IP\r\n');
    this.emit('online');
    return true;
  }

  #find(accessPoint: AccessPoint): AccessPoint | undefined {
    const { accessPoints } = this.#options.network.world;
    return accessPoints.find((candidate) => isSame(candidate, accessPoint));
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
    this.#association.abort(new Error('the access point has gone'));
    this.#say('WIFI DISCONNECT\r\n');
    this.emit('offline');
  }

  #try(request: JoinRequest): JoinOutcome {
    const { network, seams } = this.#options;
    const made = seams?.request?.(request) ?? request;
    const { accessPoints } = network.world;
    const outcome = tryJoin(accessPoints, made);
    return seams?.join?.(outcome, request, accessPoints) ?? outcome;
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
