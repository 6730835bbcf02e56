import { expect } from 'chai';
import { type StoredMessage, StoredMessages } from './stored-messages.ts';

const message = (brokerCounter: number): StoredMessage => ({
  topic: `t/${brokerCounter}`,
  qos: 1,
  brokerId: 'b',
  brokerCounter,
});
const lamp = { id: 'lamp' };

describe('Stored messages', () => {
  let full: string[];
  let stored: StoredMessages;
  beforeEach(() => {
    full = [];
    stored = new StoredMessages(3, (clientId, { topic }) => full.push(`${clientId} ${topic}`));
  });

  const waiting = async (): Promise<string[]> =>
    (await stored.stream(lamp).toArray()).map(({ topic }: StoredMessage) => topic);

  it('wait in order until they are acknowledged under the packet id that they were given', async () => {
    for (const number of [1, 2, 3]) stored.enqueue(['lamp'], message(number));
    stored.update(lamp, { ...message(2), messageId: 77 });

    expect(stored.clear(lamp, { ...message(9), messageId: 77 })).to.include({ topic: 't/2' });

    expect(await waiting()).to.deep.equal(['t/1', 't/3']);
  });

  it('are refused by a session that is full, and others have room', async () => {
    for (const number of [1, 2, 3, 4]) stored.enqueue(['lamp'], message(number));
    stored.enqueue(['radio'], message(4));

    expect(full).to.deep.equal(['lamp t/4']);
    expect(await waiting()).to.deep.equal(['t/1', 't/2', 't/3']);
    stored.clear(lamp, message(1));
    stored.enqueue(['lamp'], message(5));
    expect(await waiting()).to.deep.equal(['t/2', 't/3', 't/5']);
  });

  it('that two subscriptions take come once, and one of them may be cleared without the other', async () => {
    stored.enqueue(['lamp', 'lamp'], message(1));
    stored.clear(lamp, message(1));
    expect(await waiting()).to.deep.equal(['t/1']);

    stored.enqueue(['lamp', 'lamp'], message(2));
    expect(await waiting()).to.deep.equal(['t/1', 't/2']);
  });

  it('that have no packet id yet are told from each other', async () => {
    for (const number of [1, 2]) stored.enqueue(['lamp'], message(number));

    stored.clear(lamp, message(2));

    expect(await waiting()).to.deep.equal(['t/1']);
  });

  it('are gone when the session is forgotten', async () => {
    stored.enqueue(['lamp'], message(1));
    stored.forget('lamp');
    stored.update(lamp, { ...message(1), messageId: 1 });

    expect(await waiting()).to.deep.equal([]);
    expect(stored.clear(lamp, { ...message(1), messageId: 1 })).to.equal(undefined);
  });
});
