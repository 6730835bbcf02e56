import { expect } from 'chai';
import { commands } from '../../at/commands/index.ts';
import { type Board, openBoard } from '../../boards/board.ts';
import { fromDuplex } from '../../ports/from-duplex.ts';
import { DEFAULT_BENCH } from '../file/bench-file.ts';
import { silent } from '../parts/opened-release.ts';
import { type BoardInWorld, simulateBoard } from '../parts/simulated-board.ts';

/** A board that is switched on again, or told something, says so within this. */
const SOON_MS = 25_000;

for (const release of ['2.2.0.0', '4.1.1.0-MINI-1']) {
  describe(`What befalls a board of ${release}`, () => {
    let world: BoardInWorld;
    let board: Board;

    beforeEach('open a board, and take it online', async () => {
      world = await simulateBoard(DEFAULT_BENCH, release, '127.0.0.1:9');
      const at = fromDuplex(world.board.connectAt(), 'AT port', 'simulated');
      const log = fromDuplex(world.board.connectLog(), 'log port', 'simulated');
      world.board.powerOn();
      board = await openBoard({ name: 'b', at, log, journal: silent });
      await board.joinWifi(DEFAULT_BENCH.wifi);
    });

    afterEach(async () => {
      await board[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    });

    const waitFor = async (kind: 'ready' | 'wifi-disconnect', from: number): Promise<void> => {
      const heard = (event: { kind: string }) => (event.kind === kind ? event : undefined);
      await board.client.waitFor(kind, heard, { from, withinMs: SOON_MS });
    };

    it('is nothing at first', () => {
      expect(board.befallen()).to.equal(undefined);
    });

    it('is nothing when it is restarted, or leaves the Wi-Fi, as it was told to', async () => {
      await board.restart();
      await board.joinWifi(DEFAULT_BENCH.wifi);
      const from = board.position();
      await board.leaveWifi();
      await waitFor('wifi-disconnect', from);

      expect(board.befallen()).to.equal(undefined);
    });

    it('is a reset from outside, by what its log says', async () => {
      const from = board.position();
      world.board.reset();
      await waitFor('ready', from);

      expect(board.befallen()).to.include({ code: 'POWER_INTERRUPTED', colour: 'bench' });
    });

    it('is a restart that nobody asked for, and then the firmware did it', async () => {
      const from = board.position();
      await board.client.interject(commands.restart.execute, {});
      await waitFor('ready', from);

      expect(board.befallen()).to.include({ code: 'AT_RESTARTED', colour: 'firmware' });
    });

    it('is the loss of its access point', async () => {
      const from = board.position();
      world.network.world = { ...world.network.world, accessPoints: [] };
      await waitFor('wifi-disconnect', from);

      expect(board.befallen()).to.include({ code: 'WIFI_LOST', colour: 'bench' });
    });
  });
}
