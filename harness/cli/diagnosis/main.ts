import { Command } from 'commander';
import { BadInput } from '../../../errors/bench-error.ts';
import { nearestWord } from '../../../errors/nearest-word.ts';
import { MISCONFIGURATIONS } from '../../bench/misconfigurations/all.ts';
import { HEALTHY } from '../../bench/misconfigurations/healthy.ts';
import { type Judged, judge } from '../../bench/misconfigurations/judge.ts';
import type { Misconfiguration } from '../../bench/misconfigurations/misconfiguration.ts';
import { playAll } from '../../bench/misconfigurations/play-all.ts';
import { CAUSES } from '../../diagnosis/causes.ts';
import { runScript } from '../run/script.ts';
import { leaveReport } from '../trust/leave-report.ts';
import { judgedReport } from './judged-report.ts';
import { judgedLine, scoreOf, scoreText } from './judged-text.ts';

const MORE = `
Nothing but the evidence goes into a diagnosis: the transcript, the log port, what was read back, what the cloud saw, the
bench file. What is wrong with a bench is only used to check the name.

Exit codes: 0 at least 95 % were named exactly and no healthy run was accused, 1 not so, 2 there is no such cause.`;

/** Boards wait for most of their time, so that there may be more of them than processors. */
const AT_ONCE = 8;

interface Options {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly only?: string;
  readonly report: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const listCauses = (isJson: boolean | undefined): void => {
  const causes = CAUSES.map(({ name, area, title }) => ({ name, area, title }));
  if (isJson) say(JSON.stringify(causes, null, 2));
  else for (const { name, area, title } of causes) say(`${name} (${area})\n  ${title}`);
};

/** By the name of the cause or a part of what is wrong. @throws BadInput `NO_SUCH_MISCONFIGURATION` */
const chosen = (only: string | undefined): readonly Misconfiguration[] => {
  const all = [...MISCONFIGURATIONS, ...HEALTHY];
  if (only === undefined) return all;
  const found = all.filter(({ name, expected }) => expected === only || name.includes(only));
  if (found.length > 0) return found;
  const near = nearestWord(only, [...new Set(all.map(({ expected }) => expected))]);
  throw new BadInput(
    'NO_SUCH_MISCONFIGURATION',
    `Nothing that is played here has the cause "${only}" or says so in its name.${near === null ? ' --list names the causes.' : ` Did you mean ${near}?`}`,
  );
};

const run = async (options: Options): Promise<void> => {
  const { json, list, only } = options;
  if (list) {
    listCauses(json);
    return;
  }
  const wanted = chosen(only);
  const judged: Judged[] = [];
  for (const [i, played] of playAll(wanted, AT_ONCE).entries()) {
    const verdict = judge(wanted[i] as Misconfiguration, await played);
    judged.push(verdict);
    if (!json) say(judgedLine(verdict));
  }
  const score = scoreOf(judged);
  if (!json) say(scoreText(score));
  const report = await leaveReport(options, 'diagnosis', judgedReport(judged));
  if (json) say(JSON.stringify({ ...score, judged, report }, null, 2));
  process.exitCode = score.isEnough ? 0 : 1;
};

await runScript(
  new Command('npm run diagnosis --')
    .description(
      'makes benches wrong in one way after the other, on simulated boards, and checks what the diagnosis calls that',
    )
    .option('--only <cause>', 'those with this cause, or with these words in their name')
    .option('--list', 'the causes that are known')
    .option('--no-report', 'leave the Allure report out')
    .option('--json', 'for programs')
    .addHelpText('after', MORE)
    .action(run),
);
