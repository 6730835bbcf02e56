import type { Cause } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { type ToldCommand, toldCommands } from '../../told-commands.ts';
import { PARTS, type Part, placeOf, storedPart } from './places.ts';
import { troubleOf } from './trouble.ts';

/** Commands that put back what the factory left, or take all away. */
const SWEEPING: readonly string[] = ['RESTORE', 'FACTPLCP'];
/** The operations of `AT+SYSFLASH` and `AT+SYSMFG`. */
const ERASE = '0';
const WRITES: Readonly<Record<string, string>> = { SYSFLASH: '1', SYSMFG: '2' };

/** Of `AT+SYSFLASH` the partition; of `AT+SYSMFG` namespace and key. */
const isAbout = ({ name, values }: ToldCommand, place: string): boolean => {
  const [, first, second] = values;
  return first === place || (name === 'SYSMFG' && second === place);
};

/** How many bytes a place was last told, if the firmware said OK to all of them and nobody erased it since. */
const bytesTold = ({ transcript }: Evidence, place: string): number | undefined => {
  let told: number | undefined;
  for (const command of toldCommands(transcript)) {
    const { name, values, isDone } = command;
    if (SWEEPING.includes(name)) told = undefined;
    if (!(name in WRITES) || !isAbout(command, place)) continue;
    if (values[0] === ERASE) told = undefined;
    if (values[0] !== WRITES[name] || !/^\d+$/.test(values.at(-1) ?? '')) continue;
    // A partition may be written in pieces; a value of the NVS is written as a whole.
    const before = name === 'SYSFLASH' ? (told ?? 0) : 0;
    told = isDone ? before + Number(values.at(-1)) : undefined;
  }
  return told;
};

/** What was written with the firmware's OK, and is gone although nobody took it away. */
const lost = (evidence: Evidence, part: Part): string | undefined => {
  if (troubleOf(evidence, part)?.kind !== 'absent') return undefined;
  const bytes = bytesTold(evidence, placeOf(part));
  if (bytes === undefined || !storedPart(evidence, part)) return undefined;
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
