import { expect } from 'chai';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { sideBySide } from '../../../reports/side-by-side.ts';
import { openBoard } from '../../boards/board.ts';
import type { Way } from '../../flash/ways.ts';
import { fromDuplex } from '../../ports/from-duplex.ts';
import { failure } from '../failure.ts';
import { parseBenchFile } from '../file/bench-file.ts';
import { nvsValues, silent } from './opened-release.ts';
import { simulateBoard } from './simulated-board.ts';
import { onceToData, type Tampering, tampered } from './tampered-duplex.ts';

const FILE = parseBenchFile('board: {name: b, at: "sim://b?release=3.4.0.0"}', 'a bench');

/** A simulated board of 3.4.0.0 behind a wire that does something. */
const openBehind = async (tampering: Tampering) => {
  const world = await simulateBoard(FILE, '3.4.0.0', '127.0.0.1:9');
  const wire = tampered(world.board.connectAt(), tampering);
  world.board.powerOn();
  const at = fromDuplex(wire, 'a bad wire', 'simulated');
  const board = await openBoard({ name: 'b', at, journal: silent });
  return {
    board,
    [Symbol.asyncDispose]: async () => {
      await board[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
};

const lose = (data: Buffer): Buffer => Buffer.concat([data.subarray(0, 150), data.subarray(151)]);
const flip = (data: Buffer): Buffer => {
  const flipped = Buffer.from(data);
  flipped[150] = (flipped[150] ?? 0) ^ 4;
  return flipped;
};

const FAULTS = [
  ['loses a byte on the way to the board', 'toBoard', lose],
  ['turns a bit over on the way to the board', 'toBoard', flip],
  ['loses a byte on the way to the host', 'toHost', lose],
  ['turns a bit over on the way to the host', 'toHost', flip],
] as const;

/** The command that begins to write, by way; after it, data goes to the board first and to the host then. */
const WRITES: readonly (readonly [Way, string])[] = [
  ['sysmfg', 'AT+SYSMFG=2,"mqtt_key"'],
  ['sysflash-nvs', 'AT+SYSFLASH=1,"mfg_nvs",4096,'],
];

for (const [via, command] of WRITES) {
  describe(`A wire, when credentials are written by way of ${via},`, function () {
    this.timeout(120_000);
    sideBySide(this, FAULTS.length);

    for (const [what, direction, change] of FAULTS) {
      it(`that ${what} is blamed, not the firmware, and loses nothing of the board's own`, async () => {
        const once = onceToData(change);
        const seen = (bytes: Buffer): Buffer => {
          const onward = direction === 'toBoard' ? once.pass(bytes) : bytes;
          if (bytes.includes(command)) once.begin();
          return onward;
        };
        const toHost = (bytes: Buffer): Buffer =>
          direction === 'toHost' ? once.pass(bytes) : bytes;
        await using bench = await openBehind({ toBoard: seen, toHost });
        const { board } = bench;
        const device = await sampleDevice();
        const before = await nvsValues(board);

        const options = { via, answerWithinMs: 500 };
        const error = await failure(board.writeCredentials(device, options));

        expect(error).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
        const own = (values: Map<string, string>) =>
          [...values].filter(([place]) => !place.startsWith('mqtt_'));
        expect(own(await nvsValues(board))).to.deep.equal(own(before));
        await board.writeCredentials(device, { via });
        expect((await nvsValues(board)).get('mqtt_key/mqtt_key/blob')).to.equal(device.keyPem);
      });
    }
  });
}
