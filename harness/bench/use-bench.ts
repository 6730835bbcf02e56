import type { Context, Suite, Test } from 'mocha';
import type { Area } from '../../errors/area.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { allureJournal, describeTest } from '../../reports/allure/allure-journal.ts';
import { markArea } from '../../reports/area.ts';
import { skipBecause, skipLater } from '../../reports/skip.ts';
import { describeEnvironment, markEveryTest, onTestEnd, runRedactor } from '../../reports/stage.ts';
import type { BoardAbility } from '../boards/board-abilities.ts';
import type { Capability } from '../clouds/cloud.ts';
import { describeEvent } from '../clouds/event-json.ts';
import type { Since } from '../diagnosis/gather.ts';
import { readEnvironment } from './environment.ts';
import { simulatedBoard } from './file/bench-schema.ts';
import { chosenBench } from './file/chosen-bench.ts';
import { type BenchPart, Lab } from './lab.ts';
import { type OpenBench, openBench } from './open-bench.ts';
import { ignoreDeafReader } from './suites/deaf-reader.ts';
import { explainOnBench, openExplained } from './suites/explained-bench.ts';
import { type Explain, explainSuite } from './suites/explained-tests.ts';
import { heedStopOrders, stopReason } from './suites/interruption.ts';
import { secondOpinion } from './suites/second-opinion.ts';
import { shuffleSuites } from './suites/shuffle-suites.ts';

/** Opening makes keys, boots a board and asks it what it is. */
const OPEN_MS = 60_000;

/** AWS may need minutes until what a run made there can be deleted; a cloud names what is left when its own patience ends. */
const CLOSE_MS = 240_000;

/**
 * Every wait of a spec has a patience of its own, which says what was waited for. Mocha's limit is for waits that forgot
 * theirs, so it is longer than a real board takes for the longest spec: two restarts, joins and clocks, and a connection
 * that fails in its last minute.
 */
const TEST_MS = 600_000;

let opening: Promise<Lab> | undefined;
let opened: OpenBench | undefined;

/** Where the records stand that the next test's evidence begins at. */
let since: Since = { transcript: 0, log: 0, cloud: 0 };

const handOver = ({ board, cloud }: OpenBench): void => {
  const now = (): Since => ({
    transcript: board.client.transcript.position(),
    log: board.logText().length,
    cloud: cloud.position(),
  });
  since = now();
  onTestEnd(({ attach }) => {
    const said = board.transcriptText(since.transcript);
    const logged = board.logText().slice(since.log);
    const seen = cloud.seen(since.cloud);
    since = now();
    if (said !== '') attach('AT transcript', said, 'text/plain');
    if (logged !== '') attach('log port', logged, 'text/plain');
    if (seen.length > 0)
      attach('what the cloud saw', seen.map(describeEvent).join('\n'), 'text/plain');
  });
};

const { AT_SEED: orderSeed, AT_SHUFFLE, AT_UNEXAMINED } = readEnvironment();
const isExamined = AT_UNEXAMINED === undefined;

const tellReport = ({ board, kind, cloud, entry, file }: OpenBench): void => {
  const { release, module } = board.identity;
  const { defect, seed } = file.simulator;
  describeEnvironment({
    'firmware release': release,
    module: module ?? 'not told',
    board: `${board.name} (${kind})`,
    port: entry.at,
    cloud: cloud.name,
    ...(kind === 'simulated' && defect !== undefined ? { 'planted defect': defect } : {}),
    ...(seed === undefined ? {} : { seed: String(seed) }),
    ...(AT_SHUFFLE === undefined ? {} : { order: 'shuffled' }),
  });
  describeTest({ labels: { port: kind } });
};

/**
 * Simulated releases are called what people choose them by, which is known before the board is there to be asked. A
 * planted defect makes another firmware of a release.
 */
const markWithFirmware = ({ entry, board, kind, file }: OpenBench): void => {
  const { release, module } = board.identity;
  const { defect } = file.simulator;
  const said = module === null || module === 'WROOM-32' ? release : `${release}-${module}`;
  markEveryTest({
    release: simulatedBoard(entry.at)?.release ?? said,
    ...(kind === 'simulated' && defect !== undefined ? { defect } : {}),
  });
};

/** Of a bench that is open: its board will be used again, and is left as it is. */
const explain: Explain = async (error, specFile) => {
  if (opened) await explainOnBench(allureJournal(), error, specFile, { ...opened, since });
};

const isMosquittoMissing = (error: unknown): error is BadInput =>
  error instanceof BadInput && error.code === 'MOSQUITTO_MISSING';

const open = async (): Promise<Lab> => {
  const { BENCH, AT_RELEASE, AT_DEFECT, AT_DEFECT_FILE, AT_SEED } = readEnvironment();
  const planted = { defect: AT_DEFECT, defectFile: AT_DEFECT_FILE };
  const file = await chosenBench(BENCH, AT_RELEASE, planted, AT_SEED);
  if (file.wifi.password !== '') runRedactor().addSecret(file.wifi.password, 'Wi-Fi password');
  const journal = allureJournal();
  opened = isExamined
    ? await openExplained(file, journal, isMosquittoMissing)
    : await openBench(file, journal);
  markWithFirmware(opened);
  handOver(opened);
  return new Lab(opened, journal);
};

const close = async (): Promise<void> => {
  await opened?.[Symbol.asyncDispose]();
  opened = undefined;
  opening = undefined;
};

if (AT_SHUFFLE !== undefined && orderSeed !== undefined) {
  before('shuffle the spec files', function (this: Context) {
    const root = this.runnable().parent;
    if (root) shuffleSuites(root, orderSeed);
  });
}

// The first spec that imports this file is being read: this hook ends up behind the last spec of all.
after('put the bench away', function (this: Context) {
  this.timeout(CLOSE_MS);
  return close();
});

/** What a bench may lack for its board. */
const PARTS: Readonly<Record<BenchPart, string>> = {
  log: 'log port',
  reset: 'reset line',
  power: 'power switch',
  download: 'way into the loader of its chip (keys log and download)',
  rate: 'wire whose rate can be changed',
  'power-at-chip': 'power that can go in the middle of flash work, as simulated boards have it',
  'server name': 'name of at least three parts for its cloud',
  'factory rate':
    'rate on its AT port that a board has when it has forgotten its settings (115200)',
  'large partition': 'partition of more than 64 KB on its board that is no NVS',
  'room in flash': 'partition on its board that is no NVS',
  'changing surroundings': 'surroundings that can be changed, as simulated boards have them',
  'time server': 'time server',
  'this computer': 'way from the board to this computer',
};

/** The suites that have begun. */
const suites = new Set<Suite>();

const hasBegun = (test: Test): boolean => test.state !== undefined || test.ctx?.runnable() === test;

const becauseOf = (reason: string): string => `the run was stopped by ${reason}`;

ignoreDeafReader();
heedStopOrders((reason) => {
  for (const suite of suites) {
    suite.eachTest((test) => {
      if (!hasBegun(test)) skipLater(test, becauseOf(reason));
    });
  }
});

/** Lets each test of a suite be done once more before it speaks against the firmware. */
const giveSecondOpinions = (suite: Suite, lab: () => Lab): void => {
  suite.eachTest((test) => {
    const { fn } = test;
    if (!fn) return;
    test.fn = function (this: Context) {
      return secondOpinion(lab(), test.title, async () => {
        await Reflect.apply(fn, this, []);
      });
    };
  });
};

/** @param repeatedIn the lab in which its tests may be done again; undefined if they may not */
const begin = (
  context: Context,
  area: Area | undefined,
  repeatedIn: (() => Lab) | undefined,
): void => {
  const suite = context.runnable().parent;
  if (suite && area !== undefined) markArea(suite, area);
  const reason = stopReason();
  if (reason !== undefined) skipBecause(context, becauseOf(reason));
  if (!suite) return;
  suites.add(suite);
  suite.eachTest((test) => {
    test.timeout(TEST_MS);
  });
  // What is explained is what it came to in the end.
  if (repeatedIn) giveSecondOpinions(suite, repeatedIn);
  if (isExamined) explainSuite(suite, explain);
};

const skipUnlessAble = (context: Context, { cloud }: Lab, needs: readonly Capability[]): void => {
  const missing = needs.filter((need) => !cloud.capabilities.has(need));
  if (missing.length > 0) skipBecause(context, `${cloud.name} has no ${missing.join(', ')}`);
};

/** A test that needs more of the cloud than its suite does: skipped by itself where that is missing, with the reason. */
export const needing = (
  bench: Lab,
  needs: readonly Capability[],
  test: () => Promise<void>,
): ((this: Context) => Promise<void>) =>
  function (this: Context) {
    skipUnlessAble(this, bench, needs);
    return test();
  };

/**
 * The bench of this run, for a suite: opened before its first test, shared with all other suites, put away behind the
 * last. Skipped as a whole where the bench asks for a cloud that this computer does not have. To be called inside `describe`.
 * @param area the part of the firmware that the suite is about; a test may say another one, see `about`. Without it nobody
 * can tell which defects the suite should catch, so every spec of this project has one
 * @param needs what the cloud must be able to do; a suite that needs more than it can is skipped, with the reason
 * @param board what the board must be able to do, as far as boards differ in it; the same
 * @param bench what the bench must have for the board; the same
 * @param isRepeatable each of its tests can be done again behind itself: one that speaks against the firmware is
 */
export const useBench = ({
  area,
  needs = [],
  board = [],
  bench = [],
  isRepeatable = false,
}: {
  area?: Area;
  needs?: readonly Capability[];
  board?: readonly BoardAbility[];
  bench?: readonly BenchPart[];
  isRepeatable?: boolean;
} = {}): Lab => {
  let lab: Lab | undefined;
  before('open the bench', async function (this: Context) {
    begin(this, area, isRepeatable ? () => lab as Lab : undefined);
    this.timeout(OPEN_MS);
    opening ??= open();
    lab = await opening.catch((error: unknown) => {
      if (isMosquittoMissing(error)) skipBecause(this, error.message);
      throw error;
    });
    if (opened) tellReport(opened);
    skipUnlessAble(this, lab, needs);
    const { abilities } = lab.board;
    const lacking = board.filter((ability) => !abilities.has(ability));
    if (lacking.length > 0)
      skipBecause(this, lacking.map((ability) => abilities.whyNot(ability)).join('; '));
    const unfit = bench.filter((part) => !lab?.parts.has(part));
    if (unfit.length > 0)
      skipBecause(this, `the bench has no ${unfit.map((part) => PARTS[part]).join(', ')}`);
  });
  return new Proxy({} as Lab, {
    get: (_target, name) => {
      if (!lab) throw new TypeError('the bench is there inside hooks and tests, not before');
      const value: unknown = Reflect.get(lab, name, lab);
      return typeof value === 'function' ? value.bind(lab) : value;
    },
  });
};
