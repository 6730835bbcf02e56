import { BadInput } from '../../../errors/bench-error.ts';
import { findDefect } from '../../../simulators/defects/defects.ts';
import { CAUGHT_BY } from './caught-by.ts';
import { proveCatches } from './prove.ts';

/** The table of defects, each with the spec that caught it. 0: all were, 1: one was not, 2: there is no such defect. */
const prove = async (names: readonly string[]): Promise<number> => {
  const wanted = new Set(names.map((name) => findDefect(name).name));
  const rows = CAUGHT_BY.filter(({ defect }) => wanted.size === 0 || wanted.has(defect));
  const widest = Math.max(...rows.map(({ defect }) => defect.length));
  const proofs = await proveCatches(rows, ({ defect, spec, title, isCaught, finding }) => {
    const why = isCaught ? '' : `\n  ${finding}`;
    process.stdout.write(
      `${isCaught ? 'caught' : 'MISSED'}  ${defect.padEnd(widest)}  ${spec}: ${title}${why}\n`,
    );
  });
  const caught = proofs.filter(({ isCaught }) => isCaught).length;
  process.stdout.write(`${caught} of ${proofs.length} caught\n`);
  return caught === proofs.length ? 0 : 1;
};

try {
  process.exitCode = await prove(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
