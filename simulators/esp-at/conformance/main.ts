import { runConformance } from './run-conformance.ts';

process.exitCode = await runConformance(
  process.argv.slice(2),
  (line) => void process.stdout.write(`${line}\n`),
  (line) => void process.stderr.write(`${line}\n`),
);
