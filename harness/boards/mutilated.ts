/** What boards say alone on a line, over and over; the first match wins. */
const KNOWN = [
  'OK',
  'ERROR',
  'ready',
  'busy p...',
  'WIFI CONNECTED',
  'WIFI GOT IP',
  'WIFI DISCONNECT',
  '+TIME_UPDATED',
  '+MQTTPUB:OK',
  '+MQTTPUB:FAIL',
];

const without = (text: string, at: number): string => text.slice(0, at) + text.slice(at + 1);

/** Is one the other with a byte lost, added or changed? */
const isOneByteOff = (line: string, known: string): boolean => {
  const [long, short] = line.length > known.length ? [line, known] : [known, line];
  const places = Array.from(long, (_, at) => at);
  if (long.length - short.length === 1) return places.some((at) => without(long, at) === short);
  return long.length === short.length && places.filter((at) => long[at] !== short[at]).length === 1;
};

/**
 * Finds a line that is one byte off from one that boards say, `_K` for `OK`: no firmware misspells itself, wires do. A
 * line end that lost a byte counts as well, as it leaves its other byte on the line.
 */
export const mutilated = (
  lines: readonly string[],
): { readonly line: string; readonly known: string } | undefined => {
  for (const line of lines) {
    const known = KNOWN.find((each) => isOneByteOff(line, each));
    if (known !== undefined) return { line, known };
  }
  return undefined;
};
