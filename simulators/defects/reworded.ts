/** What a board says or hears, byte for byte, with its text changed. */
export const reworded =
  (change: (text: string) => string) =>
  (bytes: Buffer): Buffer =>
    Buffer.from(change(bytes.toString('latin1')), 'latin1');
