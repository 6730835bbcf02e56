import { expect } from 'chai';
import { type MadeUp, type Row, seenOf } from './made-up-events.ts';
import { completesJob, followsDesired, reportsState, SETUP_TOKEN } from './thing-judges.ts';

const TOPIC = '$aws/things/lamp/shadow/update';
const ON = { light: 'on' };
const OFF = { light: 'off' };

const asking = (document: unknown, facts: object = {}): MadeUp => ({
  kind: 'publish',
  topic: TOPIC,
  payload: Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)),
  ...facts,
});

/** The stand-in tells of its answers without a connection. */
const answer = (facts: object = {}): MadeUp => ({
  kind: 'shadow',
  connection: 0,
  thing: 'lamp',
  shadow: null,
  action: 'update',
  outcome: { accepted: true, version: 1 },
  ...facts,
});
const refusal = answer({ outcome: { accepted: false, code: 400, detail: 'Invalid JSON' } });

const report = (reported: unknown): readonly MadeUp[] => [
  asking({ state: { reported } }),
  answer(),
];

const CLOUD = { clientId: null, connection: 0 };
const desire = (clientToken: string = SETUP_TOKEN): readonly MadeUp[] => [
  asking({ state: { desired: ON }, clientToken }, CLOUD),
  answer(CLOUD),
];

const job = (status: string, facts: object = {}): MadeUp => ({
  kind: 'job',
  thing: 'lamp',
  jobId: 'blink',
  status,
  ...facts,
});
const given = job('QUEUED', CLOUD);

const ROWS: readonly Row[] = [
  ['a report', reportsState, report(OFF), 'pass'],
  ['a report without an answer', reportsState, report(OFF).slice(0, 1), 'fail'],
  [
    'a report that was refused',
    reportsState,
    [asking({ state: { reported: OFF } }), refusal],
    'fail',
  ],
  [
    "a report and another device's answer",
    reportsState,
    [...report(OFF).slice(0, 1), answer({ clientId: 'other' })],
    'fail',
  ],
  [
    "a report and another thing's answer",
    reportsState,
    [...report(OFF).slice(0, 1), answer({ thing: 'other' })],
    'fail',
  ],
  [
    'a report and the answer to get',
    reportsState,
    [...report(OFF).slice(0, 1), answer({ action: 'get' })],
    'fail',
  ],
  ['a report that was answered before', reportsState, [...report(OFF)].reverse(), 'fail'],
  [
    'a report elsewhere',
    reportsState,
    [asking({ state: { reported: OFF } }, { topic: 'a/b' }), answer()],
    'fail',
  ],
  [
    "the cloud's own report",
    reportsState,
    [asking({ state: { reported: OFF } }, CLOUD), answer(CLOUD)],
    'fail',
  ],
  [
    'a report that the policy forbids, and an answer to something else',
    reportsState,
    [asking({ state: { reported: OFF } }, { outcome: { accepted: false } }), answer()],
    'fail',
  ],
  ['what is no JSON', reportsState, [asking('{"state":'), refusal], 'fail'],
  ['JSON that is no document', reportsState, [asking('null'), answer()], 'fail'],
  ['a report of no state', reportsState, report('off'), 'fail'],
  ['nothing', reportsState, [], 'fail'],

  ['a report of what is desired', followsDesired, [...desire(), ...report(ON)], 'pass'],
  [
    'such a report after another one',
    followsDesired,
    [...desire(), ...report(OFF), ...report(ON)],
    'pass',
  ],
  ['a report of something else', followsDesired, [...desire(), ...report(OFF)], 'fail'],
  [
    'a report of more than that',
    followsDesired,
    [...desire(), ...report({ ...ON, hue: 3 })],
    'fail',
  ],
  ['such a report before', followsDesired, [...report(ON), ...desire()], 'fail'],
  [
    'such a report that was refused',
    followsDesired,
    [...desire(), asking({ state: { reported: ON } }), refusal],
    'fail',
  ],
  ["somebody else's wish", followsDesired, [...desire('mine'), ...report(ON)], 'fail'],
  [
    "the device's own wish",
    followsDesired,
    [asking({ state: { desired: ON }, clientToken: SETUP_TOKEN }), answer(), ...report(ON)],
    'fail',
  ],
  ['a wish alone', followsDesired, desire(), 'fail'],
  ['nothing', followsDesired, [], 'fail'],

  ['a job that succeeded', completesJob, [given, job('IN_PROGRESS'), job('SUCCEEDED')], 'pass'],
  ['a job that failed', completesJob, [given, job('IN_PROGRESS'), job('FAILED')], 'fail'],
  ['a job in progress', completesJob, [given, job('IN_PROGRESS')], 'fail'],
  ['a job that nobody took', completesJob, [given], 'fail'],
  [
    'another job that succeeded',
    completesJob,
    [given, job('SUCCEEDED', { jobId: 'other' })],
    'fail',
  ],
  ['a job that the cloud calls done', completesJob, [given, job('SUCCEEDED', CLOUD)], 'fail'],
  ['a job of before', completesJob, [job('SUCCEEDED')], 'fail'],
];

describe("Device Advisor's judgement of shadows and jobs", () => {
  for (const [what, judge, events, verdict] of ROWS) {
    it(`of ${what} is "${verdict}" (${judge.name})`, () => {
      expect(judge(seenOf(events))).to.include({ verdict });
    });
  }
});
