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
    sessions = new Sessions(EXPIRY_MS, (id) => forgotten.push(id));
  });

  afterEach(() => sessions[Symbol.dispose]());

  it('are there again for a client that comes back in time, and then stay', async () => {
    expect(sessions.enter('lamp', false)).to.equal(false);
    sessions.leave('lamp');

    expect(sessions.enter('lamp', false)).to.equal(true);

    await later();
    expect(forgotten).to.deep.equal([]);
  });

  it('are forgotten once nobody came back, those of others not', async () => {
    sessions.enter('lamp', false);
    sessions.enter('radio', false);
    sessions.leave('lamp');

    await later();

    expect(forgotten).to.deep.equal(['lamp']);
    expect(sessions.enter('lamp', false)).to.equal(false);
    expect(sessions.enter('radio', false)).to.equal(true);
  });

  it('end with a clean one, which leaves nothing to be forgotten', async () => {
    sessions.enter('lamp', false);
    sessions.leave('lamp');

    expect(sessions.enter('lamp', true)).to.equal(false);
    sessions.leave('lamp');

    await later();
    expect(forgotten).to.deep.equal([]);
    expect(sessions.enter('lamp', false)).to.equal(false);
  });

  it('are not waited for after the end', async () => {
    sessions.enter('lamp', false);
    sessions.leave('lamp');

    sessions[Symbol.dispose]();

    await later();
    expect(forgotten).to.deep.equal([]);
  });
});
