import { isDeepStrictEqual } from 'node:util';
import type { CloudEvent, EventOf } from '../events.ts';
import { fail, type Judge, type Judgement, pass } from './judgement.ts';

/** By this Device Advisor marks the wishes that are its own (AWS IoT developer guide, "Device Advisor: Shadow"). */
export const SETUP_TOKEN = 'DeviceAdvisorShadowTestCaseSetup';

const CLASSIC_UPDATE = /^\$aws\/things\/[^/]+\/shadow\/update$/;

type Fields = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is no document says nothing. */
const documentOf = (payload: Uint8Array): { clientToken?: unknown; state?: unknown } => {
  try {
    const read: unknown = JSON.parse(Buffer.from(payload).toString());
    return isObject(read) ? read : {};
  } catch {
    return {};
  }
};

/** What was asked of a classic shadow, and what the shadow made of it. */
interface Update {
  readonly isOfDevice: boolean;
  readonly clientToken: unknown;
  readonly desired: Fields | undefined;
  readonly reported: Fields | undefined;
  readonly isAccepted: boolean;
}

const stateOf = (state: unknown, part: 'desired' | 'reported'): Fields | undefined => {
  const held = isObject(state) ? state[part] : undefined;
  return isObject(held) ? held : undefined;
};

/** An update and its answer are two events; the answer is the next one to the same asker and thing. */
const isAccepted = (
  events: readonly CloudEvent[],
  { sequence, clientId, topic }: EventOf<'publish'>,
): boolean =>
  events.find(
    (event): event is EventOf<'shadow'> =>
      event.kind === 'shadow' &&
      event.action === 'update' &&
      event.shadow === null &&
      event.clientId === clientId &&
      event.sequence > sequence &&
      topic === `$aws/things/${event.thing}/shadow/update`,
  )?.outcome.accepted === true;

const updatesIn = (events: readonly CloudEvent[]): readonly Update[] =>
  events.flatMap((event) => {
    if (event.kind !== 'publish' || !CLASSIC_UPDATE.test(event.topic)) return [];
    const { clientToken, state } = documentOf(event.payload);
    return {
      isOfDevice: event.clientId !== null,
      clientToken,
      desired: stateOf(state, 'desired'),
      reported: stateOf(state, 'reported'),
      isAccepted: event.outcome.accepted && isAccepted(events, event),
    };
  });

const isReport = ({ isOfDevice, reported }: Update): boolean =>
  isOfDevice && reported !== undefined;

const noReport = (reports: readonly Update[]): Judgement =>
  fail(
    reports.length > 0 ? 'the shadow took no report of the device' : 'the device reported nothing',
  );

export const reportsState: Judge = ({ events }) => {
  const reports = updatesIn(events).filter(isReport);
  const taken = reports.find((report) => report.isAccepted);
  return taken ? pass(`the device reported ${JSON.stringify(taken.reported)}`) : noReport(reports);
};

export const followsDesired: Judge = ({ events }) => {
  const updates = updatesIn(events);
  const asked = updates.findIndex(
    ({ isOfDevice, clientToken, desired }) =>
      !isOfDevice && clientToken === SETUP_TOKEN && desired !== undefined,
  );
  const desired = updates[asked]?.desired;
  if (!desired) return fail('nothing was desired of the device');
  const reports = updates.slice(asked + 1).filter(isReport);
  const taken = reports.filter((report) => report.isAccepted);
  if (taken.length === 0) return noReport(reports);
  return taken.some(({ reported }) => isDeepStrictEqual(reported, desired))
    ? pass(`the device reported what was desired: ${JSON.stringify(desired)}`)
    : fail(
        `the device reported ${JSON.stringify(taken.at(-1)?.reported)} where ${JSON.stringify(desired)} was desired`,
      );
};

export const completesJob: Judge = ({ events }) => {
  const jobs = events.filter((event): event is EventOf<'job'> => event.kind === 'job');
  const given = jobs.find(({ clientId, status }) => clientId === null && status === 'QUEUED');
  if (!given) return fail('the device was given no job');
  const told = jobs.filter(({ clientId, jobId }) => clientId !== null && jobId === given.jobId);
  const last = told.at(-1);
  if (!last) return fail(`the device told nothing of the job ${given.jobId}`);
  return last.status === 'SUCCEEDED'
    ? pass(`the device told that the job ${given.jobId} succeeded`)
    : fail(`the device left the job ${given.jobId} at ${last.status}`);
};
