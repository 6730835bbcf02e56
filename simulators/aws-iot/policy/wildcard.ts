/** One piece of a pattern: text that stands for itself, any run of characters, or exactly one character. */
export type Piece = { readonly text: string } | 'any run' | 'any one';

/**
 * Whether a text fits a pattern as a whole. `any run` also spans `/`: to a policy a topic is plain text. Takes at most
 * pattern times text steps, whatever a policy's author thought up.
 */
export const fits = (pieces: readonly Piece[], text: string): boolean => {
  let position = 0;
  let piece = 0;
  // Where to go on when what follows the last `any run` did not fit.
  let retryPiece = -1;
  let retryPosition = 0;
  for (;;) {
    const current = pieces[piece];
    if (current === 'any run') {
      piece += 1;
      retryPiece = piece;
      retryPosition = position;
      continue;
    }
    const taken = current === undefined ? 0 : length(current, text, position);
    if (current === undefined ? position === text.length : taken >= 0) {
      if (current === undefined) return true;
      position += taken;
      piece += 1;
      continue;
    }
    if (retryPiece < 0 || retryPosition >= text.length) return false;
    retryPosition += 1;
    position = retryPosition;
    piece = retryPiece;
  }
};

/** How many characters of the text a piece takes at a position; -1 if it does not fit there. */
const length = (piece: Exclude<Piece, 'any run'>, text: string, position: number): number => {
  if (piece === 'any one') return position < text.length ? 1 : -1;
  return text.startsWith(piece.text, position) ? piece.text.length : -1;
};
