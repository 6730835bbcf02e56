import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { about } from '../../reports/area.ts';

const TOPIC = 'sdk/test/java';
const TIMES = 1_000;
/** Were they kept, it would be seen. */
const WRITES = Array.from({ length: 40 }, () => payloadOf(1_000));
const REFUSALS = 100;
const TOO_EARLY = Array.from(
  { length: 10 },
  () => ['AT\r\nAT\r\n', '\r\nbusy p...\r\n\r\nOK\r\n'] as const,
);
const MESSAGES = Array.from({ length: 100 }, () => payloadOf(40));
/** The heap of a board that works is never quite still. */
const GIVE_OR_TAKE_BYTES = 16_384;

describe('A board that works for long', () => {
  const bench = useBench({ area: 'shell', needs: ['mqtt-events'] });

  before('connect', async function () {
    this.timeout(600_000);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 0);
  });

  after('take leave', () => bench.board.mqtt.clean());

  it('answers a thousand commands once each, and has its memory left', async () => {
    const before = await bench.board.raw.shell.freeMemory();

    const unexplained = await bench.board.raw.shell.greet(TIMES);

    expect(unexplained).to.deep.equal([]);
    expect(await bench.board.raw.shell.freeMemory()).to.be.closeTo(before, GIVE_OR_TAKE_BYTES);
    expect((await bench.board.mqtt.state()).isConnected).to.equal(true);
  });

  it('refuses many commands, is busy, is sent much data, and has its memory left', async () => {
    const before = await bench.board.raw.shell.freeMemory();

    const refused = await bench.board.raw.shell.askForNonsense(REFUSALS);
    const said = await bench.board.raw.shell.converse(TOO_EARLY);
    await bench.board.client.synchronise();
    const came = new Set(await bench.trials.roundTrips(WRITES));

    expect(refused).to.equal(REFUSALS);
    expect(said).to.deep.equal(TOO_EARLY);
    expect(came).to.deep.equal(new Set(WRITES.map(sha256)));
    expect(await bench.board.raw.shell.freeMemory()).to.be.closeTo(before, GIVE_OR_TAKE_BYTES);
    expect((await bench.board.mqtt.state()).isConnected).to.equal(true);
  });

  it(
    'sends and receives many messages, and has its memory left',
    about('mqtt', async () => {
      const before = await bench.board.raw.shell.freeMemory();

      const sent = await bench.trials.publishEach(TOPIC, MESSAGES);
      const received = await bench.trials.receiveEach(TOPIC, MESSAGES);

      expect(new Set([...sent, ...received])).to.deep.equal(new Set(MESSAGES.map(sha256)));
      expect(await bench.board.raw.shell.freeMemory()).to.be.closeTo(before, GIVE_OR_TAKE_BYTES);
    }),
  );
});
