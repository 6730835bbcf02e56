import { parseArgs } from 'node:util';
import { createAuthority } from '../../../certs/authority.ts';
import { laySiege } from './siege.ts';
import { siegeText } from './siege-text.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    connections: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
const [authority, other] = await Promise.all([createAuthority(), createAuthority()]);
const figures = await laySiege({
  connections: Number(values.connections),
  seed: Number(values.seed),
  authority,
  other,
});
process.stdout.write(`${values.json ? JSON.stringify(figures, null, 2) : siegeText(figures)}\n`);
