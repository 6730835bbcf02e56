import type { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { wrongPlay } from './play.ts';
import { nowhere } from './wires.ts';

/** Where ESP-IDF has it, up to and beyond the releases here. */
const PARTITION_TABLE = 0x8000;
const SECTOR = 4096;

/** Resets as of a button that bounces, or of a plug that is loose: longer than anybody looks. */
const RESET_EVERY_MS = 40;
const RESETS = 150;

const bounce = (board: SimulatedBoard): void => {
  let left = RESETS;
  const bouncing = setInterval(() => {
    board.reset();
    left -= 1;
    if (left === 0) clearInterval(bouncing);
  }, RESET_EVERY_MS);
  bouncing.unref();
};

/** What a driver does that comes upon what cannot be. */
const panicAtErase = (board: SimulatedBoard): void => {
  Object.assign(board.flash, {
    erase: () => {
      throw new RangeError('the flash chip does not answer');
    },
  });
};

/** Somebody presses the reset button while the board joins. */
const pressedInTheMiddle = (): Parameters<typeof wrongPlay>[2] => {
  let chip: SimulatedBoard | undefined;
  return {
    staging: {
      board: (board) => {
        chip = board;
      },
    },
    steps: async (lab) => {
      await lab.joinWifi();
      const nothing = async (): Promise<void> => undefined;
      await lab.trials.joinWifiTalking(async () => chip?.reset(), nothing);
    },
  };
};

/** Boards that do not come up, or not again. */
export const BOOT_MISCONFIGURATIONS: readonly Misconfiguration[] = [
  wrongPlay('the boot button is held down', 'DOWNLOAD_MODE', {
    staging: { board: (board) => board.holdBoot(true) },
  }),
  wrongPlay('the boot button is held down, on a C3', 'DOWNLOAD_MODE', {
    release: '4.1.1.0-MINI-1',
    staging: { board: (board) => board.holdBoot(true) },
  }),
  wrongPlay(
    'the boot button was held down before the run began, and there is no log of it',
    'DOWNLOAD_MODE',
    {
      staging: {
        board: (board) => board.holdBoot(true),
        plugs: (board) => {
          board.powerOn();
          board.connectLog().destroy();
          board.holdBoot(false);
          return { at: board.connectAt(), log: board.connectLog() };
        },
        hasReset: false,
      },
    },
  ),
  wrongPlay('the supply breaks down when the radio is switched on', 'BROWN_OUT', {
    staging: { board: (board) => board.weakenSupply() },
  }),
  wrongPlay('the supply breaks down when the radio is switched on, on a C3', 'BROWN_OUT', {
    release: '4.1.1.0-MINI-1',
    staging: { board: (board) => board.weakenSupply() },
  }),
  wrongPlay('the reset button bounces for ever', 'BOOT_LOOP', { staging: { board: bounce } }),
  wrongPlay('the board is reset while it joins', 'POWER_INTERRUPTED', pressedInTheMiddle()),
  wrongPlay('the firmware panics when flash is erased', 'FIRMWARE_CRASHED', {
    staging: { board: panicAtErase },
  }),
  wrongPlay('the same, where nobody hears the log port', 'FIRMWARE_RESTARTED', {
    staging: {
      board: panicAtErase,
      plugs: (board) => ({ at: board.connectAt(), log: nowhere() }),
    },
  }),
  wrongPlay('the partition table was erased', 'NO_FIRMWARE', {
    staging: { board: (board) => board.flash.erase(PARTITION_TABLE, SECTOR) },
  }),
];
