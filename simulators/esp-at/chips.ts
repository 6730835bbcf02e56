import { ESP32_C3_LOADER, ESP32_LOADER, type LoaderChip } from '../rom-loader/loader-chip.ts';

/** Why the chip starts. */
export type BootReason = 'power-on' | 'reset' | 'restart' | 'wake-up' | 'brown-out';

/** What a chip is, whatever firmware runs on it. */
export interface Chip {
  /** As `AT+GMR` spells it from 2.2 on: `ESP32C3`. */
  readonly name: string;
  /** As the factory parameters of 2.x spell it. */
  readonly platform: string;
  /** What the ROM prints, up to the jump into the bootloader. */
  readonly rom: (reason: BootReason) => readonly string[];
  /** The first lines of those, which it prints before it looks at the flash. */
  readonly reset: (reason: BootReason) => readonly string[];
  /** What the ROM prints where it waits for a download instead. */
  readonly download: (reason: BootReason) => readonly string[];
  readonly loader: LoaderChip;
  /** The divider of the serial ports counts in parts of a second this short; its rounding shows in what is read back. */
  readonly uartDividerHz: number;
}

const WAITING = 'waiting for download';
const ESP32_FROM_FLASH = '0x13 (SPI_FAST_FLASH_BOOT)';
const ESP32_C3_FROM_FLASH = '0xc (SPI_FAST_FLASH_BOOT)';

const ESP32_RESETS = {
  'power-on': 'rst:0x1 (POWERON_RESET)',
  reset: 'rst:0x1 (POWERON_RESET)',
  restart: 'rst:0xc (SW_CPU_RESET)',
  'wake-up': 'rst:0x5 (DEEPSLEEP_RESET)',
  'brown-out': 'rst:0xf (RTCWDT_BROWN_OUT_RESET)',
} as const;

/** IO0 is one of five pins that the chip looks at; the others are as they are on a WROOM-32. */
const esp32Start = (reason: BootReason, mode: string): readonly string[] => [
  'ets Jul 29 2019 12:21:46',
  '',
  `${ESP32_RESETS[reason]},boot:${mode}`,
];

/** Revision 3. */
export const ESP32: Chip = {
  name: 'ESP32',
  platform: 'PLATFORM_ESP32',
  reset: (reason) => esp32Start(reason, ESP32_FROM_FLASH),
  rom: (reason) => [
    ...esp32Start(reason, ESP32_FROM_FLASH),
    'configsip: 0, SPIWP:0xee',
    'clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00',
    'mode:DIO, clock div:2',
    'load:0x3fff0030,len:5916',
    'load:0x40078000,len:15844',
    'load:0x40080400,len:3548',
    'entry 0x40080600',
  ],
  download: (reason) => [
    ...esp32Start(reason, '0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))'),
    WAITING,
  ],
  loader: ESP32_LOADER,
  // Sixteenths of the 80 MHz bus clock (seen on v3.4.0.0).
  uartDividerHz: 1_280_000_000,
};

const ESP32_C3_RESETS = {
  'power-on': 'rst:0x1 (POWERON)',
  reset: 'rst:0x1 (POWERON)',
  restart: 'rst:0x3 (RTC_SW_SYS_RST)',
  'wake-up': 'rst:0x5 (DSLEEP)',
  // How this chip's ROM spells it is UNCONFIRMED.
  'brown-out': 'rst:0xf (BROWNOUT_RST)',
} as const;

const esp32C3Start = (reason: BootReason, mode: string): readonly string[] => [
  'ESP-ROM:esp32c3-api1-20210207',
  'Build:Feb  7 2021',
  `${ESP32_C3_RESETS[reason]},boot:${mode}`,
  ...(reason === 'restart' ? ['Saved PC:0x4038059e'] : []),
];

/** As in the documentation of ESP-AT; what differs after a restart, as a board in its issue 666 prints it. */
export const ESP32_C3: Chip = {
  name: 'ESP32C3',
  platform: 'PLATFORM_ESP32C3',
  reset: (reason) => esp32C3Start(reason, ESP32_C3_FROM_FLASH),
  rom: (reason) => [
    ...esp32C3Start(reason, ESP32_C3_FROM_FLASH),
    'SPIWP:0xee',
    'mode:DIO, clock div:2',
    'load:0x3fcd5820,len:0x16b4',
    'load:0x403cc710,len:0x970',
    'load:0x403ce710,len:0x2e90',
    'entry 0x403cc710',
  ],
  // IO9 is what IO0 is on other chips. As a board in issue 11348 of ESP-IDF prints it.
  download: (reason) => [...esp32C3Start(reason, '0x4 (DOWNLOAD(USB/UART0/1))'), WAITING],
  loader: ESP32_C3_LOADER,
  // Sixteenths of the 40 MHz crystal, as its reference manual has them. Which clock ESP-AT takes is UNCONFIRMED.
  uartDividerHz: 640_000_000,
};
