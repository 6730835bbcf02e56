import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** Around the sizes of buffers: a FIFO, a page, a kilobyte, the receive ring, a sector; and the most that there is room for. */
const LENGTHS = [
  1, 2, 63, 64, 65, 119, 120, 121, 127, 128, 129, 255, 256, 257, 1_023, 1_024, 1_025, 2_000, 2_047,
  2_048, 2_049, 4_095, 4_096, 4_097, 8_191,
];
const TIMES = 100;
/** What ends, begins or leaves something where it does not stand among data. */
const TELLING = [
  '+++',
  'AT+RST',
  'OK',
  'ERROR',
  'busy p...',
  '>',
  '+SYSFLASH:2,',
  '+MQTTSUBRECV:0,"a",1,b',
];
const AROUND = ['', '\r', '\n', '\r\n', '\0'];

describe('The serial port', () => {
  const bench = useBench({ area: 'uart' });

  it('carries bytes of every value, in pieces of every size', async () => {
    const payloads = LENGTHS.map(payloadOf);

    expect(await bench.trials.roundTrips(payloads)).to.deep.equal(payloads.map(sha256));
  });

  it('carries what means something elsewhere, at both ends of the data and amid', async () => {
    const texts = [
      ...TELLING.map((word) => `${word}x${word}`),
      ...AROUND.map((end) => `${end}${TELLING.join(`${end}x${end}`)}${end}`),
    ];
    const payloads = texts.map((text) => Buffer.from(text, 'latin1'));

    expect(await bench.trials.roundTrips(payloads)).to.deep.equal(payloads.map(sha256));
  });

  it('carries as well behind hundreds of kilobytes', async () => {
    const payload = payloadOf(2_000);

    const came = await bench.trials.askedAgain(payload, TIMES);

    expect(came).to.deep.equal(new Set([sha256(payload)]));
  });
});
