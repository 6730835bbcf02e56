import { isDeepStrictEqual } from 'node:util';
import { commands } from '../at/commands/index.ts';
import { AtRefused } from '../at/errors.ts';
import { WireUnreliable } from '../flash/errors.ts';
import { hasManufacturing } from '../flash/manufacturing-steps.ts';
import { askPartitionMap, type PartitionMap } from '../flash/partition-map.ts';
import { type Firmware, readFirmware } from './at-version.ts';
import { BoardAbilities } from './board-abilities.ts';
import { type Hands, verb } from './verb.ts';

/** What a board is, as it says itself. */
export interface BoardIdentity extends Firmware {
  /** The secondary table; empty when the board has none. */
  readonly partitions: PartitionMap;
  /** What it can, as far as boards differ in it. */
  readonly abilities: BoardAbilities;
}

/** A command and its forms, as `AT+CMD?` lists them. */
export interface ListedCommand {
  readonly name: string;
  readonly test: boolean;
  readonly query: boolean;
  readonly set: boolean;
  readonly execute: boolean;
}

const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof AtRefused) return null;
    throw error;
  });

/** Too much hangs on a digit of it for one that a wire has changed: it is asked twice, which takes 20 ms at 115200 baud. */
const askFirmware = async ({ client }: Hands): Promise<Firmware> => {
  const first = await client.do(commands.version.execute);
  const second = await client.do(commands.version.execute);
  if (isDeepStrictEqual(first, second)) return readFirmware(first);
  throw new WireUnreliable('AT+GMR', 'was answered otherwise the second time', undefined);
};

const askCommands = (hands: Hands) => orNull(hands.client.do(commands.commandList.query));

const askAbilities = async (
  hands: Hands,
  { module, chip, release }: Firmware,
  partitions: PartitionMap,
): Promise<BoardAbilities> => {
  const listed = await askCommands(hands);
  const names = listed && new Set(listed.map(({ name }) => name));
  const mayHaveManufacturing = names?.has('AT+SYSMFG') ?? true;
  return new BoardAbilities({
    name: `${module ?? chip ?? 'the board'} ${release}`,
    release,
    commands: names,
    restartsIntoLoader: listed?.some(({ name, set }) => name === 'AT+RST' && set === 1) ?? false,
    hasManufacturing: mayHaveManufacturing && (await hasManufacturing(hands.client)),
    partitions: new Set(partitions.map(({ name }) => name)),
  });
};

/** Asks a board which firmware it runs, how its flash is divided, and what it can. */
export const identify = (hands: Hands): Promise<BoardIdentity> =>
  verb(hands, 'identify the board', {}, async (note) => {
    const firmware = await askFirmware(hands);
    const partitions = (await orNull(askPartitionMap(hands.client))) ?? [];
    note('release', firmware.release);
    note('module', firmware.module ?? 'not told');
    note('core', firmware.coreHash ?? 'not told');
    note('project', firmware.projectHash ?? 'not told');
    note('partitions', partitions.map(({ name }) => name).join(', '));
    const abilities = await askAbilities(hands, firmware, partitions);
    note('abilities', abilities.list().join(', ') || 'none of those that releases differ in');
    return { ...firmware, partitions, abilities };
  });

/** The commands that a board has; null before 2.2, which does not tell. */
export const listCommands = (hands: Hands): Promise<readonly ListedCommand[] | null> =>
  verb(hands, 'list the commands', {}, async (note) => {
    const listed = await askCommands(hands);
    note('commands', listed?.length ?? 'not told');
    return (
      listed?.map(({ name, test, query, set, execute }) => ({
        name,
        test: test === 1,
        query: query === 1,
        set: set === 1,
        execute: execute === 1,
      })) ?? null
    );
  });
