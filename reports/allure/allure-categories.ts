/** A rule that puts failed tests under a heading of the report, as Allure 3's configuration has it. */
interface CategoryRule {
  readonly name: string;
  readonly matchers: { readonly labels?: Record<string, string>; readonly flaky?: boolean };
  readonly groupBy: readonly { readonly label: string }[];
  readonly expand: boolean;
}

const rule = (name: string, colour: string): CategoryRule => ({
  name,
  matchers: { labels: { colour: `^${colour}$` } },
  groupBy: [{ label: 'code' }],
  expand: true,
});

/**
 * Whose fault failures are, by the label that the reporter gave each of them; messages can change, labels do not. A
 * test that passed only when tried again has a heading of its own.
 */
export const CATEGORIES: readonly CategoryRule[] = [
  rule('Firmware: the board did not do what the spec says', 'firmware'),
  rule('Bench: a port, the access point, the cloud or the set-up', 'bench'),
  rule('Harness: this program', 'harness'),
  { name: 'Flaky: passed when tried again', matchers: { flaky: true }, groupBy: [], expand: true },
];
