const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** C's asctime, the day padded with a blank: `Thu Sep  2 18:57:03 2021`. */
const ASCTIME = /^\w{3} (\w{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/;

/**
 * The moment that a board's clock shows, its hands read as if they showed UTC: a board tells local time and not its
 * zone. Null for anything else than asctime.
 */
export const readAsctime = (text: string): Date | null => {
  const [, month, day, hour, minute, second, year] = ASCTIME.exec(text.trim()) ?? [];
  const index = MONTHS.indexOf(month ?? '');
  if (index < 0) return null;
  return new Date(
    Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second)),
  );
};
