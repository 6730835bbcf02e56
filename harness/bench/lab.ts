import type { Authority } from '../../certs/authority.ts';
import type { DeviceCredentials } from '../../certs/credentials.ts';
import type { ServerFlaw } from '../../certs/extensions.ts';
import type { Flaw } from '../../certs/flawed-devices.ts';
import type { Journal } from '../../reports/journal.ts';
import { commands } from '../at/commands/index.ts';
import type { Board } from '../boards/board.ts';
import type { CredentialOptions } from '../boards/board-credentials.ts';
import type { BoardCapability } from '../boards/board-options.ts';
import type { TlsNames } from '../boards/mqtt/mqtt-names.ts';
import type { LastWill, MqttScheme } from '../boards/mqtt/mqtt-settings.ts';
import type { AccessPoint } from '../boards/wifi.ts';
import type { Cloud, Thing, ThingOptions } from '../clouds/cloud.ts';
import { checkFromHost } from '../clouds/host-client.ts';
import { journaledCloud } from '../clouds/journaled-cloud.ts';
import { DeviceAdvisor } from './advisor/device-advisor.ts';
import type { Around } from './lab/around.ts';
import { certificateShown } from './lab/certificate-shown.ts';
import { createSecretly, Devices } from './lab/devices.ts';
import { roomIn } from './lab/flash-room.ts';
import { type LabNames, labNames } from './lab/lab-script.ts';
import { largePartition } from './lab/largest-partition.ts';
import { Readings } from './lab/readings.ts';
import { isServerName, SERVER_NAMES, type ServerNames } from './lab/server-names.ts';
import { Trials } from './lab/trials.ts';
import type { OpenBench } from './open-bench.ts';
import { openThroughSdk } from './parts/open-cloud.ts';
import { ThreeWays } from './ways/three-ways.ts';

/** How a connection of the board is asked for. */
export interface Attempt extends TlsNames {
  /** Default: `sdk-java`, which AWS's console policy allows, or that of the bench's kit. */
  readonly clientId?: string;
  /** Default 5: TLS, both sides verified. */
  readonly scheme?: MqttScheme;
  /** The firmware connects again by itself when the connection is lost. */
  readonly reconnect?: boolean;
  /** The firmware's own is 120 s. */
  readonly keepAliveSeconds?: number;
  /** Keeps the session at the cloud when the connection ends. */
  readonly keepSession?: boolean;
  /** What the cloud publishes when the board is gone. */
  readonly will?: LastWill;
}

/** What benches may or may not have. */
export type BenchPart =
  | BoardCapability
  | 'changing surroundings'
  /** Settings that are forgotten leave the port at the rate at which the bench talks. */
  | 'factory rate'
  | 'large partition'
  | 'room in flash'
  | 'server name'
  | 'time server'
  /** Boards find this computer where they find the cloud, or it simulates them. */
  | 'this computer';

const EPOCH = new Date(0);
/** Of every module of ESP-AT (`uart_baudrate` of the factory parameters). */
const FACTORY_BAUD = 115_200;

/** What a person does at the bench with board and cloud together: the words that specs are written in. */
export class Lab {
  readonly journal: Journal;
  /** What is done to see what board and cloud make of it. */
  readonly trials: Trials;
  /** What can be read off board and cloud without doing anything to them. */
  readonly readings: Readings;
  /** The part of AWS IoT Device Advisor. */
  readonly advisor: DeviceAdvisor;
  /** The ways by which credentials come into the board. */
  readonly ways: ThreeWays;
  /** As what the board connects, and the topics that it uses, unless a spec says otherwise. */
  readonly names: LabNames;
  readonly #bench: OpenBench;
  readonly #devices: Devices;
  #calledFrom = 0;
  #connection: Attempt | undefined;

  constructor(bench: OpenBench, journal: Journal) {
    this.#bench = bench;
    this.journal = journal;
    this.names = labNames(bench.file.kit);
    this.#devices = new Devices(bench);
    this.trials = new Trials(this, bench);
    this.readings = new Readings(bench.board);
    this.advisor = new DeviceAdvisor(this);
    this.ways = new ThreeWays(bench.board, journal, bench.entry);
  }

  get board(): Board {
    return this.#bench.board;
  }

  get cloud(): Cloud {
    return this.#bench.cloud;
  }

  /** Whether the board is a real one. */
  get kind(): 'hardware' | 'simulated' {
    return this.#bench.kind;
  }

  /** What can be taken away around the board. Bench part `changing surroundings`. */
  get around(): Around {
    const { around } = this.#bench;
    if (!around) throw new TypeError('nobody can change what is around this board');
    return around;
  }

  /** What this bench has, of what benches may lack. */
  get parts(): ReadonlySet<BenchPart> {
    const { board, around, entry, file, kind } = this.#bench;
    return new Set<BenchPart>([
      ...board.capabilities,
      ...(around ? (['changing surroundings'] as const) : []),
      ...(file.time.via === 'sntp' ? (['time server'] as const) : []),
      ...(isServerName(this.serverName) ? (['server name'] as const) : []),
      ...(entry.baud === FACTORY_BAUD ? (['factory rate'] as const) : []),
      ...(roomIn(board.identity.partitions) ? (['room in flash'] as const) : []),
      ...(largePartition(board.identity.partitions) ? (['large partition'] as const) : []),
      ...(file.cloud.kind !== 'aws' || kind === 'simulated' ? (['this computer'] as const) : []),
    ]);
  }

  /** The access point of the bench. */
  get accessPoint(): AccessPoint {
    return this.#bench.file.wifi;
  }

  /** The name, or the address, under which the board calls the cloud; the cloud's certificate bears it. */
  get serverName(): string {
    return this.#bench.reach.host;
  }

  /** Where the cloud's record stood when the board was last told to connect. */
  get calledFrom(): number {
    return this.#calledFrom;
  }

  /**
   * The thing that the procedure works with: that of the bench's kit, or one that is made once, active, with the bench
   * file's policy or that of AWS's console.
   */
  thing(): Promise<Thing> {
    return this.#devices.thing();
  }

  createThing(options?: ThingOptions): Promise<Thing> {
    return this.#devices.createThing(options);
  }

  /**
   * The cloud as a script meets it that uses AWS's SDK. What was made through it is gone when the scope ends.
   * Capability `sdk`.
   */
  async throughSdk(): Promise<Cloud> {
    const cloud = journaledCloud(await openThroughSdk(this.cloud, this.#bench.file), this.journal);
    return { ...cloud, createThing: (options) => createSecretly(cloud, options) };
  }

  /** A thing that may use any topic and any client id. */
  freeThing(): Promise<Thing> {
    return this.#devices.freeThing();
  }

  /** What has to get into the board for a thing. */
  credentialsOf({ certificatePem, keyPem }: Thing): DeviceCredentials {
    return { certificatePem, keyPem, caPem: this.cloud.rootCaPem };
  }

  /** Device credentials that are right but for one thing. */
  flawedDevice(flaw: Flaw): Promise<DeviceCredentials> {
    return this.#devices.flawed(flaw);
  }

  /** Good device credentials with a key on the curve P-256, where others have RSA. */
  curveDevice(): Promise<DeviceCredentials> {
    return this.#devices.onCurve();
  }

  /** Device credentials with the certificate of their issuer behind the device's own. */
  withIssuer(credentials: DeviceCredentials): Promise<DeviceCredentials> {
    return this.#devices.withIssuer(credentials);
  }

  /** Device credentials whose key is in PKCS#8, as OpenSSL writes keys. */
  inPkcs8(credentials: DeviceCredentials): DeviceCredentials {
    return this.#devices.inPkcs8(credentials);
  }

  /** Connects from this host with a thing's credentials and sends a message to itself. */
  checkFromHost(thing: Thing): Promise<void> {
    return checkFromHost(this.journal, {
      endpoint: this.cloud.endpoint,
      credentials: this.credentialsOf(thing),
      clientId: this.names.clientId,
      topic: this.names.topic,
    });
  }

  /** Takes the board to where credentials can be tried: written, restarted, on the Wi-Fi, with the right time. */
  async prepare(credentials: DeviceCredentials, options?: CredentialOptions): Promise<void> {
    await this.board.mqtt.clean();
    await this.board.writeCredentials(credentials, options);
    await this.restart();
  }

  /** Starts the firmware anew and goes online again. */
  async restart(): Promise<void> {
    await this.board.restart();
    await this.goOnline();
  }

  /** Back to where a connection can be tried, after a start. */
  async goOnline(): Promise<void> {
    await this.joinWifi();
    await this.setClock();
  }

  async joinWifi(): Promise<void> {
    await this.board.joinWifi(this.#bench.file.wifi);
  }

  /** @param zone hours from UTC, or hours and minutes; that of the bench file unless told */
  async setClock(zone?: number): Promise<void> {
    const { time } = this.#bench.file;
    const isChosen = zone !== undefined && time.via === 'sntp';
    await this.board.setClock(isChosen ? { ...time, zone } : time);
  }

  /** Likewise in UTC, by the bench's time server behind others, which may be no servers at all. */
  async setClockBehind(others: readonly string[], withinMs: number): Promise<void> {
    const { time } = this.#bench.file;
    if (time.via !== 'sntp') throw new TypeError('this bench has no time server');
    await this.board.setClock({ ...time, zone: 0, behind: others, withinMs });
  }

  /** The time server of the bench; null where the host tells the time. */
  get timeServer(): string | null {
    const { time } = this.#bench.file;
    return time.via === 'sntp' ? time.server : null;
  }

  /** Lets the board ask the bench's time server, and waits for no answer. */
  async askForTime(): Promise<void> {
    const { time } = this.#bench.file;
    if (time.via !== 'sntp') throw new TypeError('this bench has no time server');
    const { zone, server: server1 } = time;
    await this.board.client.do(commands.networkTime.set, { on: 1, zone, server1 });
  }

  /** Puts the board's clock back to 1970, by its power switch where there is one. */
  async forgetTime(): Promise<void> {
    if (this.board.capabilities.has('power')) await this.board.powerCycle();
    else await this.board.setClock({ via: 'timestamp', at: EPOCH });
  }

  /** Lets the cloud show a server certificate of the stranger, until this is disposed of. */
  async strangeServer(): Promise<AsyncDisposable> {
    return this.#serveAs(await this.#devices.stranger(), this.serverName);
  }

  /** Lets the cloud show a certificate that is right but for the names in it, until this is disposed of. */
  async renamedServer(names: ServerNames = 'another'): Promise<AsyncDisposable> {
    const hosts = SERVER_NAMES[names](this.serverName);
    return this.cloud.serveAs(await this.#bench.authority.issueServer({ ...hosts, key: 'p-256' }));
  }

  /** Lets the cloud show a certificate that is right but for what it may be used for, until this is disposed of. */
  misusedServer(flaw: ServerFlaw): Promise<AsyncDisposable> {
    return this.#serveAs(this.#bench.authority, this.serverName, flaw);
  }

  async #serveAs(
    authority: Authority,
    commonName: string,
    flaw?: ServerFlaw,
  ): Promise<AsyncDisposable> {
    return this.cloud.serveAs(await authority.issueServer({ commonName, ...(flaw && { flaw }) }));
  }

  /**
   * Connects, and tells by which certificate the cloud knew the board; null if it did not let it in.
   * @throws EndsDisagree when the board tells another thing than the cloud
   */
  certificateShown(): Promise<string | null> {
    return certificateShown(this);
  }

  /** Configures the board and connects it to the cloud. */
  async connect(attempt: Attempt = {}): Promise<{ tookMs: number }> {
    const { clientId = this.names.clientId, scheme = 5, reconnect = false, ...settings } = attempt;
    await this.board.mqtt.configure({ scheme, clientId, ...settings });
    this.#calledFrom = this.cloud.position();
    const connected = await this.board.mqtt.connect({ ...this.#bench.reach, reconnect });
    this.#connection = attempt;
    return connected;
  }

  /** Brings a connection back that was there and is lost, with what was subscribed on it. */
  async restoreConnection(): Promise<void> {
    const { mqtt } = this.board;
    if (this.#connection === undefined || (await mqtt.state()).isConnected) return;
    const topics = [...mqtt.subscriptions];
    await this.connect(this.#connection);
    for (const [topic, qos] of topics) await mqtt.subscribe(topic, qos);
  }
}
