import { mkdtemp, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { BadInput } from '../../../errors/bench-error.ts';
import {
  keepThing,
  openKeptCloud,
  type ThingFiles,
} from '../../../simulators/aws-iot/kept-cloud.ts';
import { type StandIn, startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import { DEFAULT_ACCOUNT } from '../../../simulators/aws-iot/stand-in-options.ts';
import {
  listPersonalities,
  parsePersonality,
} from '../../../simulators/aws-iot/tls/personalities.ts';
import { eventToJson } from '../../clouds/event-json.ts';
import { checked, checkedAccount, checkedRegion, gather } from '../flags.ts';
import { untilToldToStop } from '../until-told-to-stop.ts';
import { EXAMPLES } from './cloud-examples.ts';

interface Options {
  readonly host: string;
  readonly port: string;
  readonly httpPort: string;
  readonly httpDataPort: string;
  readonly dir?: string;
  readonly name: readonly string[];
  readonly thing: string;
  readonly region: string;
  readonly account: string;
  readonly certCheck: string;
  readonly denySubscribe: string;
  readonly qos2: string;
  readonly personality: string;
}

const ANY_ADDRESS = ['0.0.0.0', '::'];

const cloud = async (options: Options): Promise<void> => {
  const port = checkedPort('--port', options.port);
  const httpPort = checkedPort('--http-port', options.httpPort);
  const dataPort = checkedPort('--http-data-port', options.httpDataPort);
  const behaviour = {
    region: checkedRegion(options.region),
    account: checkedAccount(options.account),
    certCheck: oneOf('--cert-check', options.certCheck, ['connect', 'handshake']),
    denySubscribe: oneOf('--deny-subscribe', options.denySubscribe, ['close', 'suback128']),
    qos2: oneOf('--qos2', options.qos2, ['silent', 'close']),
  };
  const personality = parsePersonality(options.personality);
  const host = checked('--host', options.host, /./, 'an address or name of this computer');
  const own = ANY_ADDRESS.includes(host) ? [] : [host];
  const hosts = [...new Set(['localhost', '127.0.0.1', ...own, ...options.name])];
  const dir =
    options.dir === undefined ? undefined : checked('--dir', options.dir, /./, 'a folder');
  await using home = dir === undefined ? await temporaryFolder() : keptFolder(dir);
  const folder = home.path;
  const { things, ...kept } = await openKeptCloud(folder, hosts);

  await using standIn = await startStandIn({
    host,
    port,
    http: { port: httpPort, dataPort },
    names: hosts.filter((name) => isIP(name) === 0),
    addresses: hosts.filter((name) => isIP(name) !== 0),
    ...kept,
    ...behaviour,
  });
  await standIn.serveAs(personality);
  const listed: object[] = [];
  for (const { name, credentials, policy, files } of things) {
    await standIn.createThing({ name, credentials, policy });
    listed.push(listing(name, files));
  }
  if (!things.some(({ name }) => name === options.thing)) {
    const thing = await standIn.createThing({ name: options.thing });
    listed.push(listing(thing.name, await keepThing(folder, thing, kept.identity.caPem)));
  }
  const { endpoint } = standIn;
  const ca = join(folder, 'root-CA.crt');
  const end = Promise.race([untilToldToStop(), untilNobodyReads()]);
  print({
    endpoint: endpoint.host,
    port: endpoint.port,
    http: standIn.http.url,
    httpData: standIn.httpData.url,
    ca,
    things: listed,
  });
  tellPerson(standIn, options.region);
  // A board that knows the port may have been quicker than the first line.
  for (const event of standIn.events) print(eventToJson(event));
  const forget = standIn.onEvent((event) => print(eventToJson(event)));
  await end;
  forget();
};

interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** Holds private keys, so it does not outlive the run. */
const temporaryFolder = async (): Promise<Folder> => {
  const path = await mkdtemp(join(tmpdir(), 'esp-at-cloud-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
};

const keptFolder = (path: string): Folder => ({
  path: resolve(path),
  [Symbol.asyncDispose]: async () => {},
});

const listing = (name: string, { certificate, key, policy }: ThingFiles): object => ({
  name,
  certificate,
  key,
  policy,
});

/** Programs read the lines of the output; a person at a terminal is told how to go on. */
const tellPerson = ({ http, httpData }: StandIn, region: string): void => {
  if (!process.stderr.isTTY) return;
  process.stderr.write(
    `AWS's SDKs and command line find this cloud by  AWS_ENDPOINT_URL_IOT=${http.url} AWS_ENDPOINT_URL_IOT_DATA_PLANE=${httpData.url} AWS_REGION=${region}\n`,
  );
};

const print = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Whoever reads the events may stop, as `head` does: that ends the cloud too, as soon as there is one to tell. */
const untilNobodyReads = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.once('error', () => {
      process.stdout.on('error', () => undefined);
      resolve();
    });
  });

const checkedPort = (flag: string, text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new BadInput('BAD_FLAG', `${flag} takes a number from 0 (any) to 65535, not "${text}".`);
};

const oneOf = <T extends string>(flag: string, value: string, choices: readonly T[]): T => {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw new BadInput('BAD_FLAG', `${flag} takes ${choices.join(' or ')}, not "${value}".`);
};

/** `esp-at-bench cloud`: the stand-in of AWS IoT by itself. */
export const cloudCommand = (): Command =>
  new Command('cloud')
    .description('the stand-in of AWS IoT Core by itself, for any MQTT client')
    .option(
      '--host <address>',
      'where to listen; only this computer reaches the default',
      '127.0.0.1',
    )
    .option('--port <port>', 'likewise; 0 stands for any that is free', '0')
    .option(
      '--http-port <port>',
      "of AWS's own interface, for this computer alone; 0 stands for any that is free",
      '0',
    )
    .option(
      '--http-data-port <port>',
      'likewise, of its data plane: messages, shadows, connections',
      '0',
    )
    .option('--dir <folder>', 'keeps root, server and things; without it they are gone at the end')
    .option('--name <host>', 'a name or address by which boards reach it; repeatable', gather, [])
    .option('--thing <name>', 'the thing to make if it is not there', 'bench-thing-1')
    .option('--region <region>', 'stands in every ARN', DEFAULT_ACCOUNT.region)
    .option('--account <digits>', 'likewise', DEFAULT_ACCOUNT.account)
    .option(
      '--cert-check <when>',
      'when bad client certificates are refused: connect, handshake',
      'connect',
    )
    .option('--deny-subscribe <how>', 'what a forbidden SUBSCRIBE gets: close, suback128', 'close')
    .option('--qos2 <how>', 'what QoS 2 gets: silent, close', 'silent')
    .option('--personality <name>', 'how its TLS server is; see the list below', 'right')
    .addHelpText('after', `\nPersonalities:\n${listPersonalities()}`)
    .addHelpText('after', EXAMPLES)
    .action(cloud);
