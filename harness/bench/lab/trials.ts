import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { commands } from '../../at/commands/index.ts';
import type { CutMoment } from '../../boards/power.ts';
import type { Thing } from '../../clouds/cloud.ts';
import { connectFromHost, type Listener, listenFromHost } from '../../clouds/host-client.ts';
import type { Lab } from '../lab.ts';
import type { OpenBench } from '../open-bench.ts';
import type { ImageFlaw } from '../ways/flawed-images.ts';
import { type TriedImages, tryImages } from '../ways/try-images.ts';
import { credentialsHeld } from './credentials-held.ts';
import { fillNvs } from './fill-nvs.ts';
import { FlashRoom } from './flash-room.ts';
import { endOfLargest, type TriedEnd } from './largest-partition.ts';
import { endsOfPartitions, neighboursOf } from './neighbours.ts';
import { publishEach, receiveEach, receiveWhileAsked } from './payloads.ts';
import { type PlainBroker, startPlainBroker } from './plain-broker.ts';
import type { PlainManners } from './plain-guest.ts';
import { askedAgain, roundTrips } from './round-trips.ts';
import { certificateOfLink, opensLink, writeClientSets } from './ssl-links.ts';

const JOINING_MS = 20_000;
/** A computer that is late five times in a row is no computer to test boards with. */
const TALKING_JOINS = 5;
const NETWORK_MS = 5_000;
const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** What a person does at the bench to see how board and cloud take it: too early, too much, in the middle, all of a sudden. */
export class Trials {
  readonly #lab: Lab;
  readonly #bench: OpenBench;

  constructor(lab: Lab, bench: OpenBench) {
    this.#lab = lab;
    this.#bench = bench;
  }

  /** How many times faster than life the firmware's own waits pass. */
  get pace(): number {
    const { kind, file } = this.#bench;
    return kind === 'simulated' ? file.simulator.pace : 1;
  }

  /** Listens for so long of the firmware's own time; gives the lines that nothing explains. */
  listen(firmwareMs: number): Promise<readonly string[]> {
    return this.#lab.board.raw.listen(firmwareMs / this.pace);
  }

  /** The patience for what takes the firmware so long by itself, and the network a moment besides. */
  patience(firmwareMs: number): number {
    return firmwareMs / this.pace + NETWORK_MS;
  }

  /** Connects from this host as another device with a thing's credentials, until the scope ends. */
  connectFromHost(thing: Thing, clientId: string): Promise<AsyncDisposable> {
    const { cloud, journal } = this.#lab;
    const credentials = this.#lab.credentialsOf(thing);
    return connectFromHost(journal, { endpoint: cloud.endpoint, credentials, clientId });
  }

  /** Connects from this host as another device that has subscribed, with a thing's credentials, until the scope ends. */
  listenFromHost(thing: Thing, clientId: string, topic: string): Promise<Listener> {
    const { cloud, journal } = this.#lab;
    const credentials = this.#lab.credentialsOf(thing);
    return listenFromHost(journal, { endpoint: cloud.endpoint, credentials, clientId, topic });
  }

  /** Calls the cloud with the configuration that the board has, without cleaning what is left of another connection. */
  callAgain(): Promise<{ tookMs: number }> {
    return this.#lab.board.mqtt.connect(this.#bench.reach);
  }

  /** Writes copies of the board's own flash through the loader of its chip, each with one thing wrong. */
  writeFlawedImages(flaws: readonly ImageFlaw[]): Promise<TriedImages> {
    const { board, journal } = this.#lab;
    return tryImages(board.download, journal, flaws);
  }

  /**
   * Writes one set of credentials, then another, and takes the power away in the middle of it: when the flash chip has
   * done so many tenths of what it did for the first.
   * @returns how the second write ended, from the host's side
   */
  async cutPowerWhileReplacing(
    before: DeviceCredentials,
    after: DeviceCredentials,
    { during, tenths }: { readonly during: CutMoment['during']; readonly tenths: number },
  ): Promise<unknown> {
    const { board } = this.#lab;
    const work = await board.raw.chipWorkOf(() => board.writeCredentials(before));
    const afterBytes = Math.max(1, Math.round((work[during] * tenths) / 10));
    return board.raw.cutPowerDuring({ during, afterBytes }, () => board.writeCredentials(after));
  }

  /** Sends each to a place in the board's flash and asks for it again; the checksums of what came back. */
  roundTrips(payloads: readonly Uint8Array[]): Promise<readonly string[]> {
    return roundTrips(this.#lab.board, payloads);
  }

  /** Sends something to such a place and asks for it so many times; the checksums that came back, each once. */
  askedAgain(payload: Uint8Array, times: number): Promise<ReadonlySet<string>> {
    return askedAgain(this.#lab.board, payload, times);
  }

  /** The checksums of what all partitions hold but one; of large ones, of their beginnings. */
  neighboursOf(partition: string): Promise<Readonly<Record<string, string>>> {
    return neighboursOf(this.#lab.board, partition);
  }

  /**
   * Does something at another rate of the AT port, then starts the board anew, which goes back to the one that it was at.
   * Capabilities `rate` and `power`.
   */
  async atRate<T>(baud: number, body: () => Promise<T>): Promise<T> {
    const { board } = this.#lab;
    const { uart } = board.raw;
    try {
      await uart.use(baud);
      return await body();
    } finally {
      await uart.expect(this.#bench.entry.baud);
      await board.powerCycle();
    }
  }

  /**
   * Lets the board start at another rate, and does something there; then lets it start at the usual one again. Capabilities
   * `rate` and `power`.
   */
  async atStoredRate<T>(baud: number, body: () => Promise<T>): Promise<T> {
    const { board } = this.#lab;
    const { uart } = board.raw;
    const usual = this.#bench.entry.baud;
    try {
      await uart.keep(baud);
      await board.powerCycle();
      return await body();
    } finally {
      // One that has forgotten what it was told is at the usual rate already.
      await uart.keep(usual).catch(() => uart.expect(usual));
      await board.powerCycle();
    }
  }

  /** Where flash may be written and erased without harm. */
  flashRoom(): FlashRoom {
    return new FlashRoom(this.#lab.board);
  }

  /** Where each partition ends by what the board lets be read of it: at its last byte, or earlier, or later. */
  endsOfPartitions(): Promise<Readonly<Record<string, 'where it says' | 'elsewhere'>>> {
    return endsOfPartitions(this.#lab.board);
  }

  /** The checksums of what the board holds of credentials, by their places. */
  credentialsHeld(): Promise<Readonly<Record<string, string>>> {
    return credentialsHeld(this.#lab.board);
  }

  /** Stores the same bytes under one key of a namespace after the other; how many the board took before it refused one. */
  fillNvs(namespace: string, bytes: Uint8Array, most: number): Promise<number> {
    return fillNvs(this.#lab.board, { namespace, bytes, most });
  }

  /** Writes a sector to the end of the largest partition, erases it, and puts back what was there. */
  endOfLargest(bytes: Uint8Array): Promise<TriedEnd> {
    return endOfLargest(this.#lab.board, bytes);
  }

  /** Publishes each from the cloud while the board answers questions; the checksums of what it gave. @throws MessageMissing */
  receiveWhileAsked(topic: string, payloads: readonly Uint8Array[]): Promise<readonly string[]> {
    return receiveWhileAsked(this.#lab, topic, payloads);
  }

  /**
   * Joins the Wi-Fi, and gives the board a line to think about while it does. Whether a line came in time nobody can tell
   * but the board, and a busy computer may be late with it: then it is obeyed, which `putRight` undoes, and all is done again.
   * @returns whether it said busy to it, once
   */
  async joinWifiTalking(
    interject: () => Promise<void>,
    putRight: () => Promise<unknown>,
  ): Promise<boolean> {
    for (let joins = TALKING_JOINS; joins > 0; joins -= 1) {
      if (await this.#joinTalking(interject)) return true;
      await this.#lab.board.client.synchronise();
      await putRight();
    }
    return false;
  }

  async #joinTalking(interject: () => Promise<void>): Promise<boolean> {
    const { board } = this.#lab;
    await board.leaveWifi();
    const { client } = board;
    const from = client.position();
    const heard = (kind: 'wifi-connected' | 'wifi-got-ip', signal?: AbortSignal) =>
      client.waitFor(kind, (event) => (event.kind === kind ? event : undefined), {
        from,
        withinMs: JOINING_MS,
        ...(signal && { signal }),
      });
    const over = new AbortController();
    // Between the association and the address the command is under way for certain.
    const interjected = heard('wifi-connected', over.signal).then(interject);
    try {
      await Promise.all([
        client.do(commands.joinAccessPoint.set, this.#bench.file.wifi),
        interjected,
      ]);
    } finally {
      // Nothing is to be said into a later join where this one failed.
      over.abort(new Error('the join is over'));
    }
    await heard('wifi-got-ip');
    return client.heard(from).some(({ kind }) => kind === 'busy');
  }

  /**
   * A broker without TLS on this computer, with the address under which the board finds it, until the scope ends. Bench
   * part `this computer`.
   */
  async plainBroker(manners?: PlainManners): Promise<PlainBroker & { readonly host: string }> {
    const { kind, reach } = this.#bench;
    const isSimulated = kind === 'simulated';
    const broker = await startPlainBroker(isSimulated ? LOOPBACK : EVERYWHERE, manners);
    return { ...broker, host: isSimulated ? LOOPBACK : reach.host };
  }

  /** Writes several sets of credentials for links of the type `SSL`, from number 0 on. */
  writeClientSets(things: readonly Thing[]): Promise<void> {
    const { board } = this.#lab;
    return writeClientSets(
      board,
      things.map((thing) => this.#lab.credentialsOf(thing)),
    );
  }

  /** Which certificate the cloud is shown on a link of the type `SSL` that uses a set of credentials. */
  certificateOfLink(set: number): Promise<string | null> {
    return certificateOfLink(this.#linkEnds, set);
  }

  /** Whether a link of the type `SSL` opens with a set of credentials; it verifies the cloud, or believes anybody. */
  opensLink(set: number, { isVerified }: { readonly isVerified: boolean }): Promise<boolean> {
    return opensLink(this.#linkEnds, { set, isVerified });
  }

  get #linkEnds() {
    const { board, cloud } = this.#lab;
    return { board, cloud, reach: this.#bench.reach };
  }

  /** Begins to publish from the board, and falls silent behind so many bytes of the payload. @throws Abandoned, always */
  abandonPublish(topic: string, payload: Uint8Array, afterBytes: number): Promise<void> {
    const { mqtt } = this.#lab.board;
    return mqtt.publish(topic, payload, { raw: true, abandonAfterBytes: afterBytes });
  }

  /** Publishes each from the board; the checksums of what the cloud had. */
  publishEach(topic: string, payloads: readonly Uint8Array[]): Promise<readonly string[]> {
    return publishEach(this.#lab, topic, payloads);
  }

  /** Publishes each from the cloud; the checksums of what the board gave. */
  receiveEach(topic: string, payloads: readonly Uint8Array[]): Promise<readonly string[]> {
    return receiveEach(this.#lab, topic, payloads);
  }
}
