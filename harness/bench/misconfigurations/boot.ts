import type { Misconfiguration } from './misconfiguration.ts';
import { wrongPlay } from './play.ts';

/** Where ESP-IDF has it, up to and beyond the releases here. */
const PARTITION_TABLE = 0x8000;
const SECTOR = 4096;

/** Boards that do not come up. */
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
  wrongPlay('the partition table was erased', 'NO_FIRMWARE', {
    staging: { board: (board) => board.flash.erase(PARTITION_TABLE, SECTOR) },
  }),
];
