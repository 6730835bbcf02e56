import { expect } from 'chai';
import { Sessions } from './sessions.ts';

const EXPIRY_MS = 20;
/** Longer than any session here lasts. */
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3 * EXPIRY_MS));

describe('Persistent sessions', () => {
  let forgotten: string[];
  let sessions: Sessions;

  beforeEach(() => {
    forgotten = [];
    sessions = new Sessions({ sessionExpiryMs: EXPIRY_MS, maxSessions: 2 }, (id) =>
      forgotten.push(id),
    );
  });

  afterEach(() => sessions[Symbol.dispose]());

  it('are there again for a client that comes back in time, and then stay', async () => {
    expect(sessions.enter('lamp', false).sessionPresent).to.equal(false);
    sessions.leave('lamp');

    expect(sessions.enter('lamp', false).sessionPresent).to.equal(true);

    await later();
    expect(forgotten).to.deep.equal([]);
  });

  it('are forgotten once nobody came back, those of others not', async () => {
    sessions.enter('lamp', false);
    sessions.enter('radio', false);
    sessions.leave('lamp');

    await later();

    expect(forgotten).to.deep.equal(['lamp']);
    expect(sessions.enter('lamp', false).sessionPresent).to.equal(false);
    expect(sessions.enter('radio', false).sessionPresent).to.equal(true);
  });

  it('end with a clean one, which leaves nothing to be forgotten', async () => {
    sessions.enter('lamp', false);
    sessions.leave('lamp');

    expect(sessions.enter('lamp', true).sessionPresent).to.equal(false);
    sessions.leave('lamp');

    await later();
    expect(forgotten).to.deep.equal([]);
    expect(sessions.enter('lamp', false).sessionPresent).to.equal(false);
  });

  it('are not waited for after the end', async () => {
    sessions.enter('lamp', false);
    sessions.leave('lamp');

    sessions[Symbol.dispose]();

    await later();
    expect(forgotten).to.deep.equal([]);
  });

  it('know what was subscribed to in them', () => {
    sessions.enter('lamp', false).filters.add('a/b');

    expect([...sessions.enter('lamp', false).filters]).to.deep.equal(['a/b']);
    expect(sessions.enter('lamp', true).filters.size).to.equal(0);
  });

  it('are so many and no more', () => {
    sessions.enter('lamp', false);
    expect(sessions.hasRoomFor('radio')).to.equal(true);
    sessions.enter('radio', false);

    expect(sessions.hasRoomFor('lamp')).to.equal(true);
    expect(sessions.hasRoomFor('oven')).to.equal(false);
  });
});
