import { isIPv4 } from 'node:net';
import { describeCertificate } from '../../certs/describe-certificate.ts';
import { sha256 } from '../../certs/sha256.ts';
import type { Board } from '../boards/board.ts';
import type { Cloud, KnownCertificate } from '../clouds/cloud.ts';
import type { CloudEvent } from '../clouds/events.ts';
import { patience } from '../ports/patience.ts';
import {
  type Asked,
  askBoard,
  askWhatItHears,
  askWhetherThere,
  nothingAsked,
} from './ask-board.ts';
import { askNetwork } from './ask-network.ts';
import type {
  BenchFacts,
  Evidence,
  MeantItem,
  PortTrial,
  SaidLine,
  SeenFailure,
  StoredItem,
} from './evidence.ts';
import { ownEvents } from './own-events.ts';
import { readBack } from './read-back.ts';
import { tryPorts } from './try-ports.ts';

/** Where the records stood when what failed began. */
export interface Since {
  readonly transcript: number;
  readonly log: number;
  readonly cloud: number;
}

/** What failed, and where it can be looked at. */
export interface Scene {
  readonly failure: SeenFailure;
  readonly bench: BenchFacts;
  /** Null where it did not come to that. */
  readonly board: Board | null;
  readonly cloud: Cloud | null;
  readonly since: Since;
  /** How a silent board may be looked for. */
  readonly trials: {
    /** 1 for a real board; less for one whose time passes faster. */
    readonly patience: number;
    readonly mayReset: boolean;
  };
}

/** The examination of a board, all in all. */
const EXAMINATION_MS = 10_000;
/** Looking certificates up in the registry of the cloud. */
const LOOK_UP_MS = 3_000;
/** A call that the cloud did not see by then did not come to it. */
const CATCH_UP_MS = 500;

/** Longer records are cut at their beginning. */
const MOST_LINES = 400;
const MOST_LOG_CHARACTERS = 20_000;
const MOST_EVENTS = 300;
const MOST_CERTIFICATES = 6;

/** Before this no certificate of today was valid. */
const FIRST_USABLE = Date.UTC(2020);

/** What fills up while the board is examined. */
interface Findings {
  readonly asked: Asked;
  readonly stored: StoredItem[];
  readonly trials: PortTrial[];
  isReadBack: boolean;
  /** Null until the board is asked to do what the cloud might see: until then the cloud may still be catching up. */
  events: readonly CloudEvent[] | null;
}

const SIGNS_OF_A_CALL: readonly string[] = ['tls-refused', 'tls-accepted', 'connect'];

const hasCalled = (events: readonly CloudEvent[]): boolean =>
  events.some(({ kind }) => SIGNS_OF_A_CALL.includes(kind));

/** One for each time that it was told to. */
const callsOf = (said: readonly SaidLine[]): number =>
  said.filter(({ from, text }) => from === 'host' && text.startsWith('AT+MQTTCONN=')).length;

/** The cloud can be slower in seeing a call than the board in failing: it is waited for, where one is missing. */
const untilCloudSaw = async (
  { cloud, since }: Scene,
  said: readonly SaidLine[],
  signal: AbortSignal,
): Promise<void> => {
  const seen = new Set<number>();
  const isComplete = (): boolean => seen.size >= callsOf(said);
  if (!cloud || isComplete()) return;
  const until = AbortSignal.any([signal, patience(CATCH_UP_MS)]);
  for await (const { kind, connection } of cloud.events(since.cloud, until)) {
    if (SIGNS_OF_A_CALL.includes(kind)) seen.add(connection);
    if (isComplete()) return;
  }
};

const isJoined = ({ station }: Asked): boolean =>
  station?.ip != null && isIPv4(station.ip) && station.ip !== '0.0.0.0';

const examine = async (
  scene: Scene & { readonly board: Board },
  said: readonly SaidLine[],
  seen: () => readonly CloudEvent[],
  findings: Findings,
  signal: AbortSignal,
): Promise<void> => {
  const { failure, board, bench, trials: how } = scene;
  const { asked, stored, trials } = findings;
  try {
    await askWhetherThere(board.client, asked, signal);
  } catch {
    const { baud } = bench.board;
    findings.events = seen();
    await tryPorts(board, { baud, ...how }, trials, { ...how, signal });
    return;
  }
  await askBoard(board, asked, signal);
  for await (const item of readBack(board, signal)) stored.push(item);
  findings.isReadBack = true;
  await untilCloudSaw(scene, said, signal);
  // From here on the board makes calls of its own.
  const events = seen();
  findings.events = events;
  if (!isJoined(asked)) {
    await askWhatItHears(board, asked, signal);
    return;
  }
  const ours = ownEvents({ failure, transcript: said, asked, stored, cloud: events });
  const towardsCloud = callsOf(said) > 0 && !hasCalled(ours);
  const towardsTime = asked.clockMs !== null && asked.clockMs < FIRST_USABLE;
  await askNetwork(board.client, bench, asked, { towardsCloud, towardsTime }, signal);
};

const meantItems = (board: Board | null): MeantItem[] =>
  [...(board?.meant.all() ?? [])].map(([place, bytes]) => ({
    place,
    sha256: sha256(bytes),
    bytes: bytes.length,
  }));

/** The certificates that the board holds, and those that it showed. */
const concerned = (stored: readonly StoredItem[], events: readonly CloudEvent[]): string[] => {
  const held = stored.flatMap(({ certificate }) =>
    certificate && !certificate.isAuthority ? [certificate.id] : [],
  );
  const shown = events.flatMap((event) => {
    if (event.kind === 'tls-accepted') return event.peer ? [event.peer.certificateId] : [];
    return event.kind === 'connect' && event.certificateId ? [event.certificateId] : [];
  });
  return [...new Set([...shown, ...held])].slice(0, MOST_CERTIFICATES);
};

const lookUp = async (cloud: Cloud, ids: readonly string[]): Promise<KnownCertificate[]> => {
  const found = await Promise.all(ids.map((id) => cloud.lookUpCertificate(id).catch(() => null)));
  return found.filter((each) => each !== null);
};

const rootOf = (cloud: Cloud | null): Evidence['root'] => {
  try {
    if (!cloud) return null;
    const { sha256: id, subject } = describeCertificate(cloud.rootCaPem);
    return { id, subject };
  } catch {
    return null;
  }
};

/** Fulfilled when `work` has ended, however, or when the signal aborts; then `work` is left to itself. */
const untilAborted = (work: Promise<unknown>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    work.then(
      () => resolve(),
      () => resolve(),
    );
  });

/**
 * Gathers what a bench has in its hands after a failure: the records of what was said and seen until then, and a board
 * that is asked, read back and, if silent, looked for. Takes some ten seconds at most and never throws; what could not be had
 * in that time is missing. Changes nothing on the board; only `mayReset` lets a silent one start anew.
 */
export const gather = async (scene: Scene): Promise<Evidence> => {
  const { failure, bench, board, cloud, since } = scene;
  const said = (board?.client.transcript.entries(since.transcript) ?? []).slice(-MOST_LINES);
  const log = board?.log ? board.logText().slice(since.log).slice(-MOST_LOG_CHARACTERS) : null;
  const seen = (): readonly CloudEvent[] => cloud?.seen(since.cloud) ?? [];
  const findings: Findings = {
    asked: nothingAsked(),
    stored: [],
    trials: [],
    isReadBack: false,
    events: null,
  };
  const signal = patience(EXAMINATION_MS);
  if (board) {
    const examination = examine({ ...scene, board }, said, seen, findings, signal);
    await untilAborted(examination, signal);
  }
  const { asked, stored, trials } = findings;
  const events = findings.events ?? seen();
  const certificates: KnownCertificate[] = [];
  if (cloud) {
    const looked = lookUp(cloud, concerned(stored, events)).then((found) => {
      certificates.push(...found);
    });
    await untilAborted(looked, patience(LOOK_UP_MS));
  }
  return {
    failure,
    bench,
    transcript: said,
    log,
    stored: findings.isReadBack || stored.length > 0 ? [...stored] : null,
    meant: meantItems(board),
    asked: board ? { ...asked } : null,
    trials: [...trials],
    cloud: events.slice(-MOST_EVENTS),
    root: rootOf(cloud),
    certificates,
  };
};
