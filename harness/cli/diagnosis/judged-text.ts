import type { Judged } from '../../bench/misconfigurations/judge.ts';

/** So many of a hundred have to be named exactly. */
const ENOUGH = 0.95;

/** The figures of a table of judged benches. */
export interface Score {
  /** Benches with something wrong, and how many of them were named exactly. */
  readonly wrong: number;
  readonly exact: number;
  /** Healthy benches, and of how many of them a cause was named. */
  readonly healthy: number;
  readonly accused: number;
  readonly isEnough: boolean;
}

export const scoreOf = (all: readonly Judged[]): Score => {
  const wrong = all.filter(({ expected }) => expected !== null);
  const healthy = all.filter(({ expected }) => expected === null);
  const exact = wrong.filter(({ isRight }) => isRight).length;
  const accused = healthy.filter(({ isRight }) => !isRight).length;
  const isEnough = exact >= ENOUGH * wrong.length && accused === 0;
  return { wrong: wrong.length, exact, healthy: healthy.length, accused, isEnough };
};

export const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** `right  3.4.0.0  the CA was erased → CA_MISSING, 97 %` */
export const judgedLine = ({ name, release, ...judged }: Judged): string => {
  const { isRight, named, confidence, expected, failure, others } = judged;
  const said = named === null ? 'no cause' : `${named}, ${percent(confidence ?? 0)}`;
  const line = `${isRight ? 'right' : 'WRONG'}  ${release.padEnd(8)} ${name} → ${said}`;
  if (isRight) return line;
  const rest = others.length === 0 ? '' : `, then ${others.join(', ')}`;
  const failed = failure === null ? 'nothing failed' : `what failed was ${failure}`;
  return `${line}${rest}\n       expected ${expected ?? 'no cause'}; ${failed}`;
};

/** `226 of 226 named exactly (100 %)`, and a line about healthy runs if there are any. */
export const scoreText = ({ wrong, exact, healthy, accused }: Score): string => {
  // Rounded down, so that 100 % are all.
  const part = wrong === 0 ? 100 : Math.floor((100 * exact) / wrong);
  const named = `${exact} of ${wrong} named exactly (${part} %)`;
  const spared = `${healthy - accused} of ${healthy} healthy runs named none`;
  return healthy === 0 ? named : `${named}\n${spared}`;
};
