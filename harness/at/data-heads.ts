/** Announces raw bytes: `begins`, then what `whole` says of all the text, its one group being the count. */
interface HeadRule {
  readonly begins: string;
  readonly whole: RegExp;
}

/**
 * What announces raw bytes. A topic may hold commas and quotes, so its end is the first `",<count>,`; the same prefixes
 * also begin ordinary lines (`+SYSFLASH:"mqtt_cert",...`, `+SYSMFG:"ns","key",5,6,115200`), which have no such end.
 */
const RULES: readonly HeadRule[] = [
  { begins: '+MQTTSUBRECV:', whole: /^\+MQTTSUBRECV:\d+,".*",(\d+),$/s },
  { begins: '+SYSFLASH:', whole: /^\+SYSFLASH:(\d+),$/ },
  { begins: '+SYSMFG:', whole: /^\+SYSMFG:"[^"]*","[^"]*",[78],(\d+),$/ },
  { begins: '+FS:', whole: /^\+FS:(\d+),$/ },
  { begins: '+CIPRECVDATA:', whole: /^\+CIPRECVDATA:(\d+),$/ },
  { begins: '+IPD,', whole: /^\+IPD,(?:\d,)?(\d+)(?:,"[^"]*",\d+)?:$/ },
];

/** More than any board has memory for: such a count is a damaged line, not an announcement. */
const MOST_BYTES = 1 << 20;

/** Every head ends so; to look at the last bytes alone keeps a line of thousand commas cheap. */
const PLAUSIBLE_END = /\d[,:]$/;
const TOPIC_END = /",\d+,$/;
const END_BYTES = 16;

/** Does this beginning of a line, which ends in a comma or a colon, announce raw bytes, and how many? */
export const announced = (line: Buffer): number | undefined => {
  if (line[0] !== 0x2b) return undefined;
  const end = line.toString('latin1', Math.max(0, line.length - END_BYTES));
  if (!PLAUSIBLE_END.test(end)) return undefined;
  const begin = line.toString('latin1', 0, END_BYTES);
  const rule = RULES.find(({ begins }) => begin.startsWith(begins));
  if (!rule || (rule.begins === '+MQTTSUBRECV:' && !TOPIC_END.test(end))) return undefined;
  const count = rule.whole.exec(line.toString('latin1'))?.[1];
  return count !== undefined && Number(count) <= MOST_BYTES ? Number(count) : undefined;
};
