import { parseArgs } from 'node:util';
import { createAuthority } from '../../../certs/authority.ts';
import { isUnharmed, laySiege } from './siege.ts';
import { siegeText } from './siege-text.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    connections: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
const connections = Number(values.connections);
const seed = Number(values.seed);
if (!(Number.isInteger(connections) && connections > 0 && Number.isInteger(seed))) {
  process.stderr.write('--connections and --seed should be whole numbers, such as 10000 and 1.\n');
  process.exit(2);
}
const [authority, other] = await Promise.all([createAuthority(), createAuthority()]);
const figures = await laySiege({ connections, seed, authority, other });
process.stdout.write(`${values.json ? JSON.stringify(figures, null, 2) : siegeText(figures)}\n`);
process.exitCode = isUnharmed(figures) ? 0 : 1;
