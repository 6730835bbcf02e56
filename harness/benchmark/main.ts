import { Command } from 'commander';
import { runScript } from '../cli/run/script.ts';
import { figureJson, figureTable } from './figure-table.ts';
import { measureNvs } from './nvs-figures.ts';
import { measureWire } from './wire-figures.ts';

const measure = async ({ json }: { readonly json?: boolean }): Promise<void> => {
  const figures = [
    ...(await measureNvs()),
    await measureWire('2.2.0.0', 'sysflash'),
    await measureWire('3.4.0.0', 'sysmfg'),
  ];
  process.stdout.write(`${json ? figureJson(figures) : figureTable(figures)}\n`);
};

await runScript(
  new Command('npm run benchmark --')
    .description('measures what takes time, each figure beside the least that it could take')
    .option('--json', 'print one JSON array instead of a table')
    .action(measure),
);
