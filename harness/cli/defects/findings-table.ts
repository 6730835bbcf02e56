import { AREAS } from '../../../errors/area.ts';
import { columns, fitted, painter, seconds } from '../../../reports/terminal-text.ts';
import type { Catch, Finding } from './examine.ts';
import type { Unsound } from './soundness.ts';

/** What a whole examination came to. */
export interface Findings {
  readonly findings: readonly Finding[];
  readonly unsound: readonly Unsound[];
  readonly durationMs: number;
}

const WORDS: Readonly<Record<Finding['verdict'], string>> = {
  caught: 'caught',
  'caught under another area': 'ELSEWHERE',
  unfinished: 'UNFINISHED',
  missed: 'MISSED',
};

/** `caught`, or in capitals what is wrong. */
export const verdictWord = (verdict: Finding['verdict']): string => WORDS[verdict];

const WIDEST_WORD = Math.max(...Object.values(WORDS).map(columns));

const spelledCatch = ({ release, file, test }: Catch): string => `${release}  ${file}: ${test}`;

/** Why a bug does not count as caught. */
export const whyNot = ({ verdict, by, cutOff }: Finding): string => {
  if (verdict === 'unfinished') return `no spec failed until the end: ${cutOff}`;
  if (!by) return 'no spec fails; one is missing';
  return `only by one about ${by.area ?? 'nothing'}: ${spelledCatch(by)}`;
};

/** A line for a bug, once it is known who notices it. @param width of its name, to stand below others */
export const findingLine = (finding: Finding, width = 0): string => {
  const { suspect, verdict, by } = finding;
  const what = verdict === 'caught' && by ? spelledCatch(by) : whyNot(finding);
  return `${WORDS[verdict].padEnd(WIDEST_WORD)}  ${fitted(suspect.defect, Math.max(width, columns(suspect.defect)))}  ${what}`;
};

/** How many were caught, and in what time. */
export const findingCounts = ({ findings, durationMs }: Findings): string => {
  const of = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const rest = [
    [of('caught under another area'), 'under another area alone'],
    [of('missed'), 'missed'],
    [of('unfinished'), 'unfinished'],
  ] as const;
  const others = rest.filter(([count]) => count > 0).map(([count, word]) => `, ${count} ${word}`);
  return `${of('caught')} of ${findings.length} defects caught in the right area${others.join('')}, in ${seconds(durationMs)}`;
};

/** Bug by bug, area by area: the spec that caught it. */
export const findingsTable = (all: Findings, colour = false): string => {
  const paint = painter(colour);
  const width = Math.max(0, ...all.findings.map(({ suspect }) => columns(suspect.defect)));
  const rows = AREAS.flatMap((area) => {
    const own = all.findings
      .filter(({ suspect }) => suspect.area === area)
      .sort((a, b) => a.suspect.defect.localeCompare(b.suspect.defect));
    const lines = own.map((finding) =>
      paint(finding.verdict === 'caught' ? 'green' : 'red', `  ${findingLine(finding, width)}`),
    );
    return own.length === 0 ? [] : [paint('bold', area), ...lines];
  });
  const warnings = all.unsound.map(({ release, file, test }) =>
    paint('yellow', `  ! fails without a defect as well, on ${release}: ${file}: ${test}`),
  );
  return [...rows, ...warnings, '', findingCounts(all), ''].join('\n');
};

/** The same for programs. */
export const findingsJson = ({ findings, unsound, durationMs }: Findings): object => ({
  caught: findings.filter(({ verdict }) => verdict === 'caught').length,
  defects: findings.map(({ suspect, verdict, by, cutOff, durationMs: took }) => {
    const { defect, area, suffering, defectFile } = suspect;
    return {
      defect,
      area,
      suffering,
      defectFile: defectFile ?? null,
      verdict,
      by: by ?? null,
      cutOff: cutOff ?? null,
      durationMs: Math.round(took),
    };
  }),
  unsound,
  durationMs: Math.round(durationMs),
});
