const MOST_CHARACTERS = 400;

/** As much as evidence keeps of what was heard in one trial. */
export const short = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ...` : text;

/** Why a trial could not be made: its code, where it has one, and its sentence. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message) : `${code}: ${message}`;
};
