import { expect } from 'chai';
import type { DeviceCredentials } from '../../../../certs/credentials.ts';
import { sampleDevice } from '../../../../certs/sample-credentials.ts';
import { releaseProfile } from '../../../../simulators/esp-at/releases/releases.ts';
import { DEFAULT_BENCH } from '../../../bench/file/bench-file.ts';
import { silent } from '../../../bench/parts/opened-release.ts';
import { type BoardInWorld, simulateBoard } from '../../../bench/parts/simulated-board.ts';
import { type Board, openBoard } from '../../../boards/board.ts';
import { fromDuplex } from '../../../ports/from-duplex.ts';
import { lookIntoFlash, wrongBytes } from './flash-judge.ts';

for (const release of ['2.2.0.0', '3.4.0.0']) {
  describe(`The judge of flash, on ${release}`, () => {
    let world: BoardInWorld;
    let board: Board;
    let device: DeviceCredentials;
    let before: ReturnType<typeof lookIntoFlash>;

    const look = () => lookIntoFlash(world.board.flash, releaseProfile(release));

    beforeEach('open a board', async () => {
      device = await sampleDevice();
      world = await simulateBoard(DEFAULT_BENCH, release, '127.0.0.1:9');
      const at = fromDuplex(world.board.connectAt(), 'AT port', 'simulated');
      world.board.powerOn();
      board = await openBoard({ name: 'b', at, journal: silent });
      before = look();
    });

    afterEach(async () => {
      await board[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    });

    it('finds nothing wrong with what was written well', async () => {
      await board.writeCredentials(device);

      expect(wrongBytes(before, look(), device)).to.deep.equal([]);
    });

    it('finds what was not written', () => {
      expect(wrongBytes(before, before, device)).to.deep.equal([
        'mqtt_ca does not hold what was to be written',
        'mqtt_cert does not hold what was to be written',
        'mqtt_key does not hold what was to be written',
      ]);
    });

    it('finds one letter that is another', async () => {
      await board.writeCredentials(device);
      const other = { ...device, keyPem: device.keyPem.replace('A', 'B') };

      expect(wrongBytes(before, look(), other)).to.deep.equal([
        'mqtt_key does not hold what was to be written',
      ]);
    });

    it('finds what was written where nothing was to be', async () => {
      await board.writeCredentials(device);
      await board.writeCredentials(device, { user: 'client' });

      const wrong = wrongBytes(before, look(), device);
      expect(wrong.map((each) => each.replace(/\/\S+/, ''))).to.have.members([
        'client_ca was changed',
        'client_cert was changed',
        'client_key was changed',
      ]);
    });
  });
}
