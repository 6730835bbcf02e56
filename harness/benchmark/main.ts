import { parseArgs } from 'node:util';
import { figureJson, figureTable } from './figure-table.ts';
import { measureNvs } from './nvs-figures.ts';
import { measureWire } from './wire-figures.ts';

const { json } = parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;

const figures = [
  ...(await measureNvs()),
  await measureWire('2.2.0.0', 'sysflash'),
  await measureWire('3.4.0.0', 'sysmfg'),
];
process.stdout.write(`${json ? figureJson(figures) : figureTable(figures)}\n`);
