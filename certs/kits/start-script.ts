/** What the start script of a connection kit runs AWS's sample with. */
export interface StartScript {
  /** The host name of the account's MQTT server. */
  readonly endpoint: string | undefined;
  readonly clientId: string | undefined;
  /** The sample subscribes to it and publishes to it. */
  readonly topic: string | undefined;
}

/** Line by line, since bash ends a broken line with a backslash and PowerShell with a backtick. */
const BROKEN_LINE = /[\\`]\r?\n/g;
const HOST = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+$/i;

/** Maven's line has the flags inside one quoted argument, so a quote or `=` may stand where a space does. */
const flag = (names: string): RegExp =>
  new RegExp(
    `(?:^|[\\s'"=])(?:${names})(?:\\s+|=)(?:"(?<two>[^"]+)"|'(?<one>[^']+)'|(?<bare>[^\\s'"]+))`,
  );

const given = (name: RegExp, line: string): string | undefined => {
  const { two, one, bare } = name.exec(line)?.groups ?? {};
  return two ?? one ?? bare;
};

const ENDPOINT = flag('--endpoint|-e');
const CLIENT_ID = flag('--client[_-]id|--clientId|-id');
const TOPIC = flag('--topic|-t');

/** The sample of the first Python SDK, whose script names neither: its source has them (seen in kits of 2020 to 2022). */
const BASIC_PUB_SUB = {
  is: /[\\/]basicPubSub\.py\s/,
  clientId: 'basicPubSub',
  topic: 'sdk/test/Python',
};

const FETCHES_ROOT = /^#!.*amazontrust\.com/s;

/** Reads a start script, of any of AWS's SDKs, for bash or PowerShell; undefined for any other text. */
export const readStartScript = (text: string): StartScript | undefined => {
  const lines = text
    .replace(BROKEN_LINE, ' ')
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line));
  const runs = lines.findLast((line) => HOST.test(given(ENDPOINT, line) ?? ''));
  if (runs === undefined) {
    const isCutShort = FETCHES_ROOT.test(text);
    return isCutShort ? { endpoint: undefined, clientId: undefined, topic: undefined } : undefined;
  }
  const own = BASIC_PUB_SUB.is.test(runs) ? BASIC_PUB_SUB : undefined;
  return {
    endpoint: given(ENDPOINT, runs),
    clientId: given(CLIENT_ID, runs) ?? own?.clientId,
    topic: given(TOPIC, runs) ?? own?.topic,
  };
};
