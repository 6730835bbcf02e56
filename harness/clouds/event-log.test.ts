import { expect } from 'chai';
import { EventLog } from './event-log.ts';
import type { Draft } from './events.ts';

const where = { connection: 1, remote: '127.0.0.1:5000', clientId: 'sdk-java' };
const ping: Draft = { kind: 'ping', ...where };
const message = (bytes: number): Draft => ({
  kind: 'deliver',
  ...where,
  topic: 'a',
  qos: 0,
  retain: false,
  dup: false,
  packetId: null,
  payload: new Uint8Array(bytes),
});

const sequences = ({ events }: EventLog): number[] => events.map(({ sequence }) => sequence);

describe('The record of the stand-in', () => {
  it('loses its oldest events when there are too many, and says how many', () => {
    const log = new EventLog({ maxEvents: 8, maxBytes: 1000 });
    const heard: number[] = [];
    log.onEvent(({ sequence }) => heard.push(sequence));

    for (let i = 0; i < 9; i++) log.append(ping);

    expect(log.dropped).to.equal(3);
    expect(sequences(log)).to.deep.equal([4, 5, 6, 7, 8, 9]);
    expect(heard).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('loses them also when their messages are too large, the newest never', () => {
    const log = new EventLog({ maxEvents: 100, maxBytes: 1000 });

    for (let i = 0; i < 3; i++) log.append(message(400));
    expect(sequences(log)).to.deep.equal([2, 3]);
    log.append(message(5000));

    expect(sequences(log)).to.deep.equal([4]);
    expect(log.dropped).to.equal(3);
    log.append(ping);
    expect(sequences(log)).to.deep.equal([5]);
  });
});
