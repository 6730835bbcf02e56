/** Where the registers of the SPI controller are that leads to the flash. */
interface SpiRegisters {
  readonly command: number;
  readonly user: number;
  readonly user2: number;
  readonly answerBits: number;
  readonly firstWord: number;
}

/** What the loader in a chip's ROM needs to know of its chip. */
export interface LoaderChip {
  /** What tells chips apart, the revision, what is built in; registers that are not here read 0 until written. */
  readonly registers: ReadonlyMap<number, number>;
  /** The low four bytes of the MAC address, and the two in front of them. */
  readonly macRegisters: readonly [low: number, high: number];
  /** The UART's divider, by which hosts find out the crystal's frequency; not everywhere anybody looks for it. */
  readonly uartDivider: { readonly address: number; readonly clockHz: number } | undefined;
  readonly spi: SpiRegisters;
  /** Maker and type of the flash chip, as JEDEC counts them: the two low bytes of its identity. */
  readonly flashType: number;
  /** Where programs can be put, `to` exclusive. */
  readonly memory: readonly { readonly from: number; readonly to: number }[];
  /** What GET_SECURITY_INFO answers; the ESP32 does not know the command. */
  readonly securityInfo: Buffer | undefined;
  /** What stands in the value field of the answers to SYNC. */
  readonly syncValue: number;
}

const spiRegisters = (base: number, user: number, firstWord: number): SpiRegisters => ({
  command: base,
  user: base + user,
  user2: base + user + 8,
  answerBits: base + user + 16,
  firstWord: base + firstWord,
});

/** An ESP32-D0WD-V3 with a flash chip of GigaDevice, as most ESP32-WROOM-32E have them. */
export const ESP32_LOADER: LoaderChip = {
  registers: new Map([
    [0x4000_1000, 0x00f0_1d83],
    // Words 3 and 5 of the efuses and the APB's date: revision 3, package 1 (seen in traces of esptool, issue 921).
    [0x3ff5_a00c, 0x0000_a200],
    [0x3ff5_a014, 0x0010_0000],
    // Word 4 and the last calibration: by these the ROM has found a crystal of 40 MHz, 50 x 2048 x 15625 / 40.
    [0x3ff5_a010, 50],
    [0x3ff5_f06c, 2048 << 7],
    [0x3ff6_607c, 0x9604_2000],
    // The UART's date, by which old hosts tell chips apart (esptool, issue 352).
    [0x6000_0078, 0x1512_2500],
  ]),
  macRegisters: [0x3ff5_a004, 0x3ff5_a008],
  uartDivider: { address: 0x3ff4_0014, clockHz: 40_000_000 },
  spi: spiRegisters(0x3ff4_2000, 0x1c, 0x80),
  flashType: 0x40c8,
  memory: [
    { from: 0x3ffa_e000, to: 0x4000_0000 },
    { from: 0x4007_0000, to: 0x400c_0000 },
    { from: 0x400c_0000, to: 0x400c_2000 },
    { from: 0x5000_0000, to: 0x5000_2000 },
  ],
  securityInfo: undefined,
  syncValue: 0x5555_2007,
};

const C3_CHIP_ID = 5;
/** The last of the key purposes, as every chip without keys has been seen to answer. */
const NO_KEY = 12;

/** Flags, key purposes, chip and version of the interface: nothing is locked. */
const securityInfo = (chipId: number): Buffer => {
  const info = Buffer.alloc(20);
  info.writeUInt8(NO_KEY, 11);
  info.writeUInt32LE(chipId, 12);
  return info;
};

/** An ESP32-C3FN4, revision 0.4, with 4 MB of XMC's flash inside. */
export const ESP32_C3_LOADER: LoaderChip = {
  registers: new Map([
    [0x4000_1000, 0x1b31_506f],
    // Words 3 and 4 of block 1 of the efuses: minor revision 4, 4 MB inside, made by XMC.
    [0x6000_8850, (4 << 18) | (1 << 27)],
    [0x6000_8854, 1],
  ]),
  macRegisters: [0x6000_8844, 0x6000_8848],
  uartDivider: undefined,
  spi: spiRegisters(0x6000_2000, 0x18, 0x58),
  flashType: 0x4020,
  memory: [
    { from: 0x3fc8_0000, to: 0x3fce_0000 },
    { from: 0x4037_c000, to: 0x403e_0000 },
    { from: 0x5000_0000, to: 0x5000_2000 },
  ],
  securityInfo: securityInfo(C3_CHIP_ID),
  // UNCONFIRMED: the ESP32's.
  syncValue: 0x5555_2007,
};
