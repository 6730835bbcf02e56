/** The data files that Allure puts into its one page, by their names: what tests look into. */
export const dataOf = (page: string): Map<string, string> =>
  new Map(
    Array.from(page.matchAll(/\bd\("([^"]+)","([^"]*)"\)/g), ([, name = '', base64 = '']) => [
      name,
      Buffer.from(base64, 'base64').toString('utf8'),
    ]),
  );
