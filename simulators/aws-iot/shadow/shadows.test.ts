import { expect } from 'chai';
import fc from 'fast-check';
import type { Draft } from '../../../harness/clouds/events.ts';
import type { JsonObject } from '../json.ts';
import { AWS_LIMITS } from '../options.ts';
import { Shadows } from './shadows.ts';
import type { ShadowAction } from './topics.ts';

const START = 1_700_000_000_500;
const AT = { timestamp: 1_700_000_000 };
const LAMP = '$aws/things/lamp/shadow';

describe('Shadows', () => {
  let clock: number;
  let published: [topic: string, message: JsonObject][];
  let reported: Draft[];
  let shadows: Shadows;

  beforeEach(() => {
    clock = START;
    published = [];
    reported = [];
    shadows = new Shadows({
      isThing: (name) => name === 'lamp',
      limits: AWS_LIMITS,
      publish: (topic, message) => published.push([topic, message]),
      report: (event) => reported.push(event),
      now: () => clock,
    });
  });

  /** Sends a request as a device would and gives what was published in answer. */
  const send = (
    action: ShadowAction,
    payload: object | string | Buffer = '',
    { thing = 'lamp', shadow = null as string | null } = {},
  ) => {
    published = [];
    const bytes =
      typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
    shadows.receive({ thing, shadow, action, payload: Buffer.from(bytes), clientId: 'lamp' });
    return Object.fromEntries(published);
  };

  it('answer an update with the sections of the request, and tell all who listen', () => {
    const answers = send('update', { state: { reported: { on: true } }, clientToken: 't' });

    const state = { reported: { on: true } };
    const metadata = { reported: { on: AT } };
    const end = { ...AT, clientToken: 't' };
    expect(answers).to.deep.equal({
      [`${LAMP}/update/accepted`]: { state, metadata, version: 1, ...end },
      [`${LAMP}/update/documents`]: {
        previous: { state: {}, metadata: {}, version: 0 },
        current: { state, metadata, version: 1 },
        ...end,
      },
    });
  });

  it('send the delta as long as what is desired is not reported, with all that differs', () => {
    send('update', { state: { desired: { color: 'red', on: true }, reported: { on: true } } });
    clock += 10_000;
    const still = send('update', { state: { reported: { level: 3 } } });
    const none = send('update', { state: { reported: { color: 'red' } } });

    expect(still[`${LAMP}/update/delta`]).to.deep.equal({
      version: 2,
      timestamp: AT.timestamp + 10,
      state: { color: 'red' },
      metadata: { color: AT },
    });
    expect(none).not.to.have.property(`${LAMP}/update/delta`);
  });

  it('give the whole state with its delta', () => {
    send('update', { state: { desired: { on: true }, reported: { on: false } } });

    expect(send('get', { clientToken: 'g' })).to.deep.equal({
      [`${LAMP}/get/accepted`]: {
        state: { desired: { on: true }, reported: { on: false }, delta: { on: true } },
        metadata: { desired: { on: AT }, reported: { on: AT } },
        version: 1,
        ...AT,
        clientToken: 'g',
      },
    });
  });

  it('forget fields and whole sections that are set to null', () => {
    send('update', { state: { desired: { a: 1 }, reported: { a: 1, b: 2 } } });
    send('update', { state: { desired: null, reported: { a: null } } });

    expect(send('get')[`${LAMP}/get/accepted`]).to.deep.include({
      state: { reported: { b: 2 } },
      version: 2,
    });
  });

  it('count a deleted one’s versions on for two days', () => {
    send('update', { state: { reported: { a: 1 } } });
    const deleted = send('delete', { clientToken: 'd' });
    const again = send('update', { state: { reported: { b: 1 } } });
    send('delete');
    clock += 48 * 3600_000;
    const later = send('update', { state: { reported: { b: 1 } } });

    expect(deleted).to.deep.equal({
      [`${LAMP}/delete/accepted`]: { version: 1, ...AT, clientToken: 'd' },
    });
    expect(again[`${LAMP}/update/documents`]?.current).to.deep.include({
      state: { reported: { b: 1 } },
      version: 2,
    });
    expect(later[`${LAMP}/update/accepted`]).to.include({ version: 1 });
  });

  it('are no more than there is room for, until one is deleted', () => {
    shadows = new Shadows({
      isThing: () => true,
      limits: { ...AWS_LIMITS, maxShadows: 2 },
      publish: (topic, message) => published.push([topic, message]),
      report: (event) => reported.push(event),
      now: () => clock,
    });
    const update = (shadow: string) =>
      Object.keys(send('update', { state: { reported: { a: 1 } } }, { shadow }))[0];
    for (const shadow of ['one', 'two']) update(shadow);

    expect(update('three')).to.equal(`${LAMP}/name/three/update/rejected`);
    expect(update('two')).to.equal(`${LAMP}/name/two/update/accepted`);
    send('delete', '', { shadow: 'one' });
    expect(update('three')).to.equal(`${LAMP}/name/three/update/accepted`);
    expect(shadows.namesOf('lamp')).to.deep.equal(['two', 'three']);
    expect(update('one')).to.equal(`${LAMP}/name/one/update/rejected`);
  });

  it('of different names know nothing of each other', () => {
    send('update', { state: { reported: { a: 1 } } });
    send('update', { state: { reported: { b: 1 } } }, { shadow: 'wifi' });

    const [topic, answer] = Object.entries(send('get', '', { shadow: 'wifi' }))[0] ?? [];
    expect(topic).to.equal(`${LAMP}/name/wifi/get/accepted`);
    expect(answer?.state).to.deep.equal({ reported: { b: 1 } });
    expect(shadows.namesOf('lamp')).to.deep.equal(['wifi']);
    send('delete', '', { shadow: 'wifi' });
    expect(shadows.namesOf('lamp')).to.deep.equal([]);
  });

  it('take an update of the version that they are at, and of no other', () => {
    send('update', { state: { reported: { a: 1 } } });

    const stale = send('update', { state: { reported: { a: 2 } }, version: 2, clientToken: 'v' });
    expect(stale).to.deep.equal({
      [`${LAMP}/update/rejected`]: {
        code: 409,
        message: 'Version conflict',
        ...AT,
        clientToken: 'v',
      },
    });
    const right = send('update', { state: { reported: { a: 2 } }, version: 1 });
    expect(right[`${LAMP}/update/accepted`]).to.include({ version: 2 });
  });

  const levels = (count: number): object => (count === 0 ? {} : { l: levels(count - 1) });
  for (const [name, action, payload, code, message] of [
    ['no JSON', 'update', '{"state":', 400, 'Invalid JSON'],
    ['JSON that is no object', 'update', '[]', 400, 'Invalid JSON'],
    ['no state', 'update', '{}', 400, 'Missing required node: state'],
    ['nothing at all', 'update', '', 400, 'Missing required node: state'],
    ['a state that is none', 'update', { state: 1 }, 400, 'State node must be an object'],
    ['a list as state', 'update', { state: [] }, 400, 'State node must be an object'],
    [
      'a wish that is none',
      'update',
      { state: { desired: 'on' } },
      400,
      'Desired node must be an object',
    ],
    [
      'a report that is none',
      'update',
      { state: { reported: [1] } },
      400,
      'Reported node must be an object',
    ],
    [
      'another section',
      'update',
      { state: { delta: {} } },
      400,
      "State contains an invalid node: 'delta'",
    ],
    ['a version in words', 'update', { state: {}, version: '1' }, 400, 'Invalid version'],
    ['a number as token', 'get', { clientToken: 1 }, 400, 'Invalid clientToken'],
    ['a token of 65 bytes', 'get', { clientToken: 'é'.repeat(33) }, 400, 'Invalid clientToken'],
    [
      'seven levels',
      'update',
      { state: { reported: levels(7) } },
      400,
      'JSON contains too many levels of nesting; maximum is 6',
    ],
    [
      'levels without end',
      'update',
      `{"state":{"reported":{"a":${'['.repeat(3000)}${']'.repeat(3000)}}}}`,
      400,
      'JSON contains too many levels of nesting; maximum is 6',
    ],
    ['a shadow that is not there', 'get', '', 404, "No shadow exists with name: 'lamp'"],
    ['a deletion of none', 'delete', '', 404, "No shadow exists with name: 'lamp'"],
    [
      'too large a state',
      'update',
      { state: { reported: { a: 'x'.repeat(8192) } } },
      413,
      'The payload exceeds the maximum size allowed',
    ],
    [
      'bytes that are not UTF-8',
      'update',
      Buffer.from([0x7b, 0xff, 0x7d]),
      415,
      'Unsupported documented encoding; supported encoding is UTF-8',
    ],
  ] as const) {
    it(`refuse ${name} with ${code}`, () => {
      expect(send(action, payload)).to.deep.equal({
        [`${LAMP}/${action}/rejected`]: { code, message, ...AT },
      });
      const [event] = reported;
      expect(event).to.deep.include({ outcome: { accepted: false, code, detail: message } });
    });
  }

  it('answer whatever bytes come, once', () => {
    const words = ['state', 'desired', 'reported', 'version', 'clientToken', '__proto__'] as const;
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, 0, -1, 1e300, '', 'x', [], [null]),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      json.map((value) => Buffer.from(JSON.stringify(value))),
    );
    fc.assert(
      fc.property(
        fc.constantFrom<ShadowAction>('get', 'update', 'delete'),
        payload,
        (action, bytes) => {
          reported = [];
          const answers = Object.keys(send(action, bytes)).filter((topic) =>
            /(accepted|rejected)$/.test(topic),
          );

          expect(answers).to.have.lengthOf(1);
          expect(reported).to.have.lengthOf(1);
        },
      ),
    );
  });

  it('take six levels', () => {
    const answers = send('update', { state: { reported: { ...levels(6), a: 1 } } });

    expect(answers).to.have.property(`${LAMP}/update/accepted`);
  });

  it('do not grow too large by small updates either', () => {
    send('update', { state: { reported: { a: 'x'.repeat(5000) } } });

    const grown = send('update', { state: { reported: { b: 'x'.repeat(5000) } } });

    expect(grown[`${LAMP}/update/rejected`]).to.include({ code: 413 });
    expect(send('get')[`${LAMP}/get/accepted`]).to.include({ version: 1 });
  });

  it('name a named one with its thing where it is not there', () => {
    const answers = send('get', '', { shadow: 'wifi' });

    expect(answers[`${LAMP}/name/wifi/get/rejected`]).to.include({
      code: 404,
      message: "No shadow exists with name: 'lamp~wifi'",
    });
  });

  it('are of things alone', () => {
    const answers = send('update', { state: {} }, { thing: 'stranger' });

    expect(answers['$aws/things/stranger/shadow/update/rejected']).to.include({
      code: 404,
      message: 'Thing not found',
    });
  });

  it('tell the record who asked what, and what became of it', () => {
    send('update', { state: { reported: { a: 1 } } });

    expect(reported).to.deep.equal([
      {
        kind: 'shadow',
        connection: 0,
        remote: '',
        clientId: 'lamp',
        thing: 'lamp',
        shadow: null,
        action: 'update',
        outcome: { accepted: true, version: 1 },
      },
    ]);
  });
});
