import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { CloudSilent } from './cloud-silent.ts';
import { describeEvent, eventToJson } from './event-json.ts';
import { describePattern } from './event-pattern.ts';
import { eventsFrom, expectEvent, positionOf, since } from './event-record.ts';
import type { CloudEvent, Draft, EventSource } from './events.ts';

class Record implements EventSource {
  readonly events: CloudEvent[] = [];
  dropped = 0;
  readonly news = new EventEmitter();

  onEvent(listener: (event: CloudEvent) => void): () => void {
    this.news.on('event', listener);
    return () => this.news.off('event', listener);
  }

  add(draft: Draft): void {
    const sequence = positionOf(this) + 1;
    const event = { at: 1000 + sequence, sequence, ...draft };
    this.events.push(event);
    this.news.emit('event', event);
  }

  lose(count: number): void {
    this.events.splice(0, count);
    this.dropped += count;
  }
}

const where = { connection: 1, remote: '127.0.0.1:5000', clientId: 'sdk-java' };
const ping: Draft = { kind: 'ping', ...where };
const publish = (topic: string, text: string): Draft => ({
  kind: 'publish',
  ...where,
  topic,
  payload: new Uint8Array(Buffer.from(text)),
  qos: 1,
  retain: false,
  dup: false,
  packetId: 7,
  outcome: { accepted: true },
});

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('The record of a cloud', () => {
  it('gives an event that came before anybody asked', async () => {
    const record = new Record();
    record.add(ping);
    record.add(publish('a', 'hello'));

    const event = await expectEvent(
      record,
      { kind: 'publish', payload: 'hello', outcome: { accepted: true } },
      { withinMs: 10 },
    );

    expect(event.sequence).to.equal(2);
  });

  it('gives an event that comes later, and forgets the listener', async () => {
    const record = new Record();
    const waiting = expectEvent(record, { kind: 'publish', topic: 'b' }, { withinMs: 1000 });

    record.add(publish('a', ''));
    record.add(publish('b', ''));

    expect(await waiting).to.have.property('sequence', 2);
    expect(record.news.listenerCount('event')).to.equal(0);
  });

  it('looks no further back than the position it was given', async () => {
    const record = new Record();
    record.add(publish('a', 'old'));
    const from = record.events.length;
    record.add(publish('a', 'new'));

    const event = await expectEvent(record, { kind: 'publish' }, { from, withinMs: 10 });

    expect(Buffer.from(event.payload).toString()).to.equal('new');
  });

  it('says what was waited for, how long, and what was heard instead', async () => {
    const record = new Record();
    record.add(ping);

    const error = await failure(
      expectEvent(record, { kind: 'publish', topic: 'a', qos: 1 }, { withinMs: 20 }),
    );

    expect(error).to.be.instanceOf(CloudSilent);
    if (!(error instanceof CloudSilent)) return;
    expect(error).to.include({ code: 'CLOUD_SILENT', colour: 'firmware', withinMs: 20 });
    expect(error.message).to.include('publish with topic "a" and qos 1').and.include('20 ms');
    expect(error.message).to.include('#1 ping clientId=sdk-java');
    expect(error.heard).to.have.length(1);
    expect(record.news.listenerCount('event')).to.equal(0);
  });

  it('gives a wait up when the signal says so, and keeps the reason', async () => {
    const record = new Record();
    const controller = new AbortController();
    const waiting = failure(
      expectEvent(
        record,
        { kind: 'ping' },
        {
          withinMs: 60_000,
          signal: controller.signal,
          colour: 'bench',
        },
      ),
    );

    controller.abort(new Error('the port is gone'));

    const error = await waiting;
    expect(error).to.include({ code: 'CLOUD_SILENT', colour: 'bench' });
    expect(error).to.have.nested.property('cause.message', 'the port is gone');
  });

  it('streams what was and what comes, to several readers, until they stop', async () => {
    const record = new Record();
    record.add(ping);
    const controller = new AbortController();
    const read = async (from: number): Promise<number[]> => {
      const sequences: number[] = [];
      for await (const event of eventsFrom(record, from, controller.signal)) {
        sequences.push(event.sequence);
        if (event.sequence === 3) controller.abort();
      }
      return sequences;
    };
    const readers = Promise.all([read(0), read(1)]);

    record.add(ping);
    record.add(ping);

    expect(await readers).to.deep.equal([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(record.news.listenerCount('event')).to.equal(0);
  });
});

describe('A record that lost its oldest events', () => {
  it('has its positions where they were', async () => {
    const record = new Record();
    for (const topic of ['a', 'b', 'c']) record.add(publish(topic, ''));
    const from = positionOf(record);
    record.add(publish('d', ''));
    record.lose(2);

    expect(positionOf(record)).to.equal(4);
    expect(since(record, from).map(({ sequence }) => sequence)).to.deep.equal([4]);
    expect(since(record, 0).map(({ sequence }) => sequence)).to.deep.equal([3, 4]);
    const next = await expectEvent(record, { kind: 'publish' }, { from, withinMs: 10 });
    expect(next.topic).to.equal('d');
  });

  it('is read on from what is left, by whoever was too slow', async () => {
    const record = new Record();
    const controller = new AbortController();
    const reader = eventsFrom(record, 0, controller.signal);
    record.add(ping);
    expect((await reader.next()).value?.sequence).to.equal(1);

    for (let i = 0; i < 4; i++) record.add(ping);
    record.lose(3);

    expect((await reader.next()).value?.sequence).to.equal(4);
    expect((await reader.next()).value?.sequence).to.equal(5);
    controller.abort();
  });
});

describe('A cloud event', () => {
  const first = (draft: Draft): CloudEvent => {
    const record = new Record();
    record.add(draft);
    return record.events[0] as CloudEvent;
  };

  it('becomes JSON with its payload as text, or as base64 where it is none', () => {
    expect(eventToJson(first(publish('a', 'héllo'))).payload).to.deep.equal({
      bytes: 6,
      text: 'héllo',
    });
    const binary = { ...publish('a', ''), payload: new Uint8Array([0xff, 0x00]) } as Draft;
    expect(eventToJson(first(binary)).payload).to.deep.equal({ bytes: 2, base64: '/wA=' });
  });

  it('is described without its payload', () => {
    expect(describeEvent(first(publish('a', 'not shown')))).to.include('payload=9 bytes');
    expect(describePattern({ kind: 'ping' })).to.equal('ping');
  });
});
