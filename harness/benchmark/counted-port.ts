import type { Port } from '../ports/port.ts';

/** A port that counts the bytes that pass, in both directions together. */
export const countedPort = (port: Port): { port: Port; bytes: () => number } => {
  let bytes = 0;
  const incoming = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of port.incoming) {
      bytes += piece.length;
      yield piece;
    }
  };
  const counted: Port = {
    label: port.label,
    kind: port.kind,
    lost: port.lost,
    incoming: incoming(),
    send: (piece, withinMs) => {
      bytes += piece.length;
      return port.send(piece, withinMs);
    },
    close: () => port.close(),
    [Symbol.asyncDispose]: () => port.close(),
  };
  return { port: counted, bytes: () => bytes };
};
