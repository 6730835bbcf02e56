import { LENT } from '../../../boards/log-record.ts';
import { NVS_PARTITION } from '../../../flash/write-value.ts';
import type { Cause } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { type ToldCommand, toldCommands } from '../../told-commands.ts';
import { PARTS, type Part, placeOf, storedPart } from './places.ts';
import { troubleOf } from './trouble.ts';

/** Commands that put back what the factory left, take all away, or load partitions from elsewhere. */
const SWEEPING: readonly string[] = ['RESTORE', 'FACTPLCP', 'CIUPDATE', 'USEROTA'];
/** The operations of `AT+SYSFLASH` and `AT+SYSMFG`. */
const ERASE = '0';
const WRITES: Readonly<Record<string, string>> = { SYSFLASH: '1', SYSMFG: '2' };
const READS_FLASH = '2';

/** It may have taken everything away. */
const isSweeping = ({ name, values: [operation, partition] }: ToldCommand): boolean =>
  SWEEPING.includes(name) ||
  // The NVS written as a whole, with all values that the firmware was told before.
  (name === 'SYSFLASH' && partition === NVS_PARTITION && operation !== READS_FLASH);

/** How much stands at a place from its beginning on, behind a write to it. @param before how much stood there */
const behindWrite = ({ name, values }: ToldCommand, place: string, before: number): number => {
  const [, , second, third] = values;
  const bytes = Number(values.at(-1));
  // A value of the NVS is written as a whole, and where it has another name the firmware does not look at it.
  if (name === 'SYSMFG') return second === place ? bytes : before;
  // A partition may be written in pieces, each behind the other.
  const isJoined = Number(second) === before || Number(second) === 0;
  return isJoined ? Number(second) + Number(third) : before;
};

/** How many bytes a place was last told, if the firmware said OK to all of them and nobody erased it since. */
const bytesTold = ({ transcript }: Evidence, place: string): number => {
  let told = 0;
  for (const command of toldCommands(transcript)) {
    const { name, values, isDone } = command;
    const [operation, holder] = values;
    if (isSweeping(command)) told = 0;
    if (!(name in WRITES) || holder !== place) continue;
    if (operation === ERASE) told = 0;
    if (operation === WRITES[name]) told = isDone ? behindWrite(command, place, told) : 0;
  }
  return told;
};

/** What was written with the firmware's OK, and is gone although nobody took it away. */
const lost = (evidence: Evidence, part: Part): string | undefined => {
  if (troubleOf(evidence, part)?.kind !== 'absent') return undefined;
  // What the loader of the chip does to the flash, no transcript tells.
  if (!storedPart(evidence, part) || evidence.log?.includes(LENT)) return undefined;
  const bytes = bytesTold(evidence, placeOf(part));
  if (!(bytes > 0)) return undefined;
  return `${bytes} bytes were written into ${placeOf(part)}, the firmware said OK to them, nobody erased them since, and they are not there`;
};

/** What the firmware did not keep, a sentence each; such trouble is none of the bench's. */
const notKept = (evidence: Evidence): readonly string[] => {
  const { failure } = evidence;
  // The harness erases, writes and compares all over again before it says so.
  if (failure?.code === 'FLASH_MISMATCH') return [failure.message];
  return PARTS.flatMap((part) => lost(evidence, part) ?? []);
};

/** Trouble with what stands in the flash counts only where it is not the firmware that brought it there. */
export const unlessNotKept = (causes: readonly Cause[]): readonly Cause[] =>
  causes.map(({ find, ...cause }) => ({
    ...cause,
    find: (evidence) => (notKept(evidence).length > 0 ? undefined : find(evidence)),
  }));

/** The firmware says OK to what it does not do. */
export const NOT_KEPT: Cause = {
  name: 'WRITE_NOT_KEPT',
  area: 'board',
  colour: 'firmware',
  title: 'What the firmware was told to write, and said OK to, is not what it gives back.',
  find: (evidence) => {
    const because = notKept(evidence);
    return because.length === 0
      ? undefined
      : {
          confidence: 0.95,
          because,
          next: 'Do the same with another board of this release: if it loses the same, report it as a bug of the release, with the transcript; if it does not, look at the supply and the flash chip of this one.',
        };
  },
};
