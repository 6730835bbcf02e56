import { CAUGHT_BY } from './caught-by.ts';
import { proveCatches } from './prove.ts';

const named = process.argv.slice(2);
const rows = CAUGHT_BY.filter(({ defect }) => named.length === 0 || named.includes(defect));
const widest = Math.max(0, ...rows.map(({ defect }) => defect.length));

const proofs = await proveCatches(rows, ({ defect, spec, title, isCaught, finding }) => {
  const mark = isCaught ? 'caught ' : 'MISSED ';
  process.stdout.write(
    `${mark} ${defect.padEnd(widest)}  ${spec}: ${title}${isCaught ? '' : `\n  ${finding}`}\n`,
  );
});
const missed = proofs.filter(({ isCaught }) => !isCaught);
process.stdout.write(`${proofs.length - missed.length} of ${proofs.length} caught\n`);
process.exitCode = proofs.length > 0 && missed.length === 0 ? 0 : 1;
