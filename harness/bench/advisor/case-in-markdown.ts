import type { JudgedCase } from '../../../reports/tables/judged-case.ts';

const sentence = (verdict: string, why: string): string => `**${verdict}**: ${why}.`;

/** A judged case for the top of its test in the report. */
export const caseInMarkdown = (
  { verdict, reason, expected, comparison }: JudgedCase,
  plays: string,
): string =>
  [
    `The cloud is ${plays}.`,
    `Device Advisor says ${sentence(verdict, reason)}`,
    expected
      ? `Of this release was expected ${sentence(expected.verdict, expected.because)} It is ${comparison}.`
      : 'Of this release nothing was known beforehand.',
  ].join('\n\n');
