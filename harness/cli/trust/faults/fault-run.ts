import type { Authority } from '../../../../certs/authority.ts';
import { type Finding, findingOf } from '../../../../reports/failure.ts';
import { recordedJournal } from '../../../../reports/recorded-journal.ts';
import { RunOutOfTime, whileThereIsTime } from '../../../../reports/run-out-of-time.ts';
import type { Step } from '../../../../reports/step.ts';
import { releaseProfile } from '../../../../simulators/esp-at/releases/releases.ts';
import { Lab } from '../../../bench/lab.ts';
import { secondOpinion } from '../../../bench/suites/second-opinion.ts';
import type { Cloud } from '../../../clouds/cloud.ts';
import { type FaultyBench, startFaultyBench } from './faulty-bench.ts';
import { lookIntoFlash, wrongBytes } from './flash-judge.ts';
import { CLIENT_ID, OPENING, OTHER_TOPIC, PAYLOADS, PROCEDURE } from './procedure.ts';
import { type Direction, describeMishap, scheduleOf } from './schedule.ts';

/** What a run under a schedule came to, and what its judge says of it. */
export interface FaultRun {
  readonly seed: number;
  readonly release: string;
  readonly schedule: readonly string[];
  /** What of it has happened: the rest stood behind the end of the run. */
  readonly happened: readonly string[];
  readonly end: 'green' | 'red';
  /** The step that failed. */
  readonly step?: string;
  readonly finding?: Finding;
  readonly message?: string;
  /** Why it should not have ended so; empty if it was right. */
  readonly wrong: readonly string[];
  readonly tookMs: number;
  /** Bytes over the wire in each step. */
  readonly bytes: Readonly<Record<string, Readonly<Record<Direction, number>>>>;
  /** What went over the AT port, secrets masked. */
  readonly transcript: string;
}

export interface FaultRunOptions {
  readonly seed: number;
  readonly release: string;
  /** A run that takes longer is ended by the harness. */
  readonly withinMs: number;
  /** Nothing happens: to see how many bytes go over the wire. */
  readonly isCalm?: boolean;
}

/** Judged as in a spec, where a failed check speaks against the board. */
const SPEC = 'procedure.spec.ts';

/** What the cloud got of the board must be what was to be sent, and nothing else. */
const wrongMessages = (cloud: Cloud): readonly string[] => {
  const arrived = cloud
    .seen(0)
    .flatMap((event) =>
      event.kind === 'publish' && event.clientId === CLIENT_ID
        ? [`${event.topic} ${Buffer.from(event.payload).toString('hex')}`]
        : [],
    );
  const sent = PAYLOADS.map((payload) => `${OTHER_TOPIC} ${payload.toString('hex')}`);
  return arrived.join() === sent.join() ? [] : ['the cloud did not get what was published'];
};

const wrongCause = ({ colour, code }: Finding): readonly string[] => {
  if (code === 'RUN_OUT_OF_TIME') return ['it hung'];
  return colour === 'bench' ? [] : [`the ${colour} is blamed for what the bench did`];
};

/** Carries out the procedure while a schedule is carried out against it, and judges how that ended. */
export const runUnderFaults = async (
  { seed, release, withinMs, isCalm = false }: FaultRunOptions,
  authority: Authority,
): Promise<FaultRun> => {
  const began = performance.now();
  const schedule = isCalm ? [] : scheduleOf(seed);
  const open = new Set<Step>();
  const journal = recordedJournal({
    begun: (step) => open.add(step),
    ended: (step) => open.delete(step),
    attached: () => undefined,
    measured: () => undefined,
  });
  const time = new AbortController();
  const deadline = setTimeout(() => time.abort(`${withinMs / 1000} seconds`), withinMs);
  await using bench = await startFaultyBench({ seed, release }, authority, journal);
  const profile = releaseProfile(release);
  const before = lookIntoFlash(bench.flash, profile);
  const bytes: Record<string, Record<Direction, number>> = {};
  let step = OPENING;
  let lab: Lab | undefined;
  let failure: unknown;
  const carriedIn = async (title: string, body: () => Promise<unknown>): Promise<void> => {
    step = title;
    if (time.signal.aborted) throw new RunOutOfTime(String(time.signal.reason), [title]);
    const from = counts(bench);
    for (const planned of schedule) if (planned.step === title) bench.plan(planned);
    await whileThereIsTime(body(), time.signal, () => [
      title,
      ...[...open].map(({ name }) => name),
    ]);
    const to = counts(bench);
    bytes[title] = {
      'to the board': to['to the board'] - from['to the board'],
      'to the host': to['to the host'] - from['to the host'],
    };
  };
  try {
    await carriedIn(OPENING, async () => {
      lab = new Lab(await bench.open(), journal);
    });
    for (const { title, body } of PROCEDURE) {
      await carriedIn(title, () => secondOpinion(lab as Lab, title, () => body(lab as Lab)));
    }
  } catch (error) {
    failure = error;
  } finally {
    clearTimeout(deadline);
  }
  const facts = {
    seed,
    release,
    schedule: schedule.map(describeMishap),
    happened: bench.happened,
    bytes,
    transcript: lab?.board.transcriptText() ?? '',
    tookMs: performance.now() - began,
  };
  if (failure !== undefined) {
    const finding = findingOf(failure, SPEC);
    const message = failure instanceof Error ? failure.message : String(failure);
    return { ...facts, end: 'red', step, finding, message, wrong: wrongCause(finding) };
  }
  const { cloud } = lab as Lab;
  const wanted = (lab as Lab).credentialsOf(await (lab as Lab).thing());
  const after = lookIntoFlash(bench.flash, profile);
  const wrong = [...wrongBytes(before, after, wanted), ...wrongMessages(cloud)];
  return { ...facts, end: 'green', wrong };
};

const counts = (bench: FaultyBench): Record<Direction, number> => ({
  'to the board': bench.carried('to the board'),
  'to the host': bench.carried('to the host'),
});
