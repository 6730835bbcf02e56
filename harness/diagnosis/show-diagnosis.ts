import type { Diagnosis } from './cause.ts';

/** From this on a cause is more likely than not. */
const WORDS: readonly (readonly [from: number, words: string])[] = [
  [0.95, 'certain'],
  [0.8, 'nearly certain'],
  [0.6, 'likely'],
  [0.4, 'possible'],
  [0, 'a guess'],
];

/** `nearly certain, 85 %` */
const confidenceInWords = (confidence: number): string => {
  const [, words = 'a guess'] = WORDS.find(([from]) => confidence >= from) ?? [];
  return `${words}, ${Math.round(100 * confidence)} %`;
};

const heading = ({ name, confidence, title }: Diagnosis): string =>
  `${name} (${confidenceInWords(confidence)}): ${title}`;

/** For a terminal, and for the first lines of a failed test in the report. */
export const diagnosisText = (diagnosis: Diagnosis): string =>
  [
    heading(diagnosis),
    ...diagnosis.because.map((sentence) => `  because ${sentence}`),
    `  next: ${diagnosis.next}`,
  ].join('\n');

const section = (diagnosis: Diagnosis): string =>
  [
    `### ${diagnosis.name}`,
    '',
    `${diagnosis.title} *(${confidenceInWords(diagnosis.confidence)})*`,
    '',
    ...diagnosis.because.map((sentence) => `* because ${sentence}`),
    '',
    `**Next:** ${diagnosis.next}`,
    '',
  ].join('\n');

/** For the report: all that the evidence points to, the surest first. */
export const diagnosisMarkdown = (diagnoses: readonly Diagnosis[]): string =>
  diagnoses.length === 0
    ? 'No known cause fits the evidence, which is kept with this test.\n'
    : diagnoses.map(section).join('\n');
