import { Command } from 'commander';
import { runScript } from '../run/script.ts';
import { cleanCommand } from './clean/clean-command.ts';
import { faultsCommand } from './faults/faults-command.ts';

await runScript(
  new Command('npm run trust --')
    .description('measures whether a green run can be trusted, and a red one')
    .addCommand(cleanCommand())
    .addCommand(faultsCommand()),
);
