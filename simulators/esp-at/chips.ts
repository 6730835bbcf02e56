/** Why the chip starts. */
export type BootReason = 'power-on' | 'reset' | 'restart' | 'wake-up';

/** What a chip is, whatever firmware runs on it. */
export interface Chip {
  /** As `AT+GMR` spells it from 2.2 on: `ESP32C3`. */
  readonly name: string;
  /** As the factory parameters of 2.x spell it. */
  readonly platform: string;
  /** What the ROM prints, up to the jump into the bootloader. */
  readonly rom: (reason: BootReason) => readonly string[];
  /** The divider of the serial ports counts in parts of a second this short; its rounding shows in what is read back. */
  readonly uartDividerHz: number;
}

const ESP32_RESETS = {
  'power-on': 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
  reset: 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
  restart: 'rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
  'wake-up': 'rst:0x5 (DEEPSLEEP_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
} as const;

/** Revision 3. */
export const ESP32: Chip = {
  name: 'ESP32',
  platform: 'PLATFORM_ESP32',
  rom: (reason) => [
    'ets Jul 29 2019 12:21:46',
    '',
    ESP32_RESETS[reason],
    'configsip: 0, SPIWP:0xee',
    'clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00',
    'mode:DIO, clock div:2',
    'load:0x3fff0030,len:5916',
    'load:0x40078000,len:15844',
    'load:0x40080400,len:3548',
    'entry 0x40080600',
  ],
  // Sixteenths of the 80 MHz bus clock (seen on v3.4.0.0).
  uartDividerHz: 1_280_000_000,
};

const ESP32_C3_RESETS = {
  'power-on': ['rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)'],
  reset: ['rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)'],
  restart: ['rst:0x3 (RTC_SW_SYS_RST),boot:0xc (SPI_FAST_FLASH_BOOT)', 'Saved PC:0x4038059e'],
  'wake-up': ['rst:0x5 (DSLEEP),boot:0xc (SPI_FAST_FLASH_BOOT)'],
} as const;

/** As in the documentation of ESP-AT; what differs after a restart, as a board in its issue 666 prints it. */
export const ESP32_C3: Chip = {
  name: 'ESP32C3',
  platform: 'PLATFORM_ESP32C3',
  rom: (reason) => [
    'ESP-ROM:esp32c3-api1-20210207',
    'Build:Feb  7 2021',
    ...ESP32_C3_RESETS[reason],
    'SPIWP:0xee',
    'mode:DIO, clock div:2',
    'load:0x3fcd5820,len:0x16b4',
    'load:0x403cc710,len:0x970',
    'load:0x403ce710,len:0x2e90',
    'entry 0x403cc710',
  ],
  // Sixteenths of the 40 MHz crystal, as its reference manual has them. Which clock ESP-AT takes is UNCONFIRMED.
  uartDividerHz: 640_000_000,
};
