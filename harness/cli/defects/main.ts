import { Command } from 'commander';
import { DEFECTS, findDefect } from '../../../simulators/defects/defects.ts';
import { runScript } from '../run/script.ts';
import { catchesOf } from './caught-by.ts';
import { proveCatches } from './prove.ts';

const MORE = `
Defects:
${DEFECTS.map(({ name }) => `  ${name}`).join('\n')}
docs/writing-a-defect.md tells what they are for, and how to write one.

Exit codes: 0 each was caught, 1 one was not, 2 there is no such defect, or no spec that has to catch it.`;

/** The table of defects, each with the spec that caught it. */
const prove = async (names: readonly string[]): Promise<void> => {
  const rows = catchesOf(names.map((name) => findDefect(name).name));
  const widest = Math.max(...rows.map(({ defect }) => defect.length));
  const proofs = await proveCatches(rows, ({ defect, spec, title, isCaught, finding }) => {
    const why = isCaught ? '' : `\n  ${finding}`;
    process.stdout.write(
      `${isCaught ? 'caught' : 'MISSED'}  ${defect.padEnd(widest)}  ${spec}: ${title}${why}\n`,
    );
  });
  const caught = proofs.filter(({ isCaught }) => isCaught).length;
  process.stdout.write(`${caught} of ${proofs.length} caught\n`);
  process.exitCode = caught === proofs.length ? 0 : 1;
};

await runScript(
  new Command('npm run defects --')
    .description(
      'plants bugs into the simulated firmware, one at a time, and shows which spec fails for it',
    )
    .argument('[defect...]', 'which of them; all if none is named')
    .addHelpText('after', MORE)
    .action(prove),
);
