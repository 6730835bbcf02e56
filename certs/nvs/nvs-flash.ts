/** NOR flash: erasing whole sectors sets bits, programming clears them. Addresses count from the partition's begin. */
export interface NvsFlash {
  readonly size: number;
  read(address: number, length: number): Uint8Array;
  program(address: number, bytes: Uint8Array): void;
  erase(address: number, length: number): void;
}
