import type { World } from '../../../simulators/network/world-schema.ts';
import { SIMULATED_CLOUD } from '../file/bench-schema.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { wrongPlay } from './play.ts';

type AccessPoint = World['accessPoints'][number];

const withAir =
  (change: (accessPoint: AccessPoint) => AccessPoint) =>
  (world: World): World => ({ ...world, accessPoints: world.accessPoints.map(change) });

const withoutName =
  (name: string) =>
  (world: World): World => ({
    ...world,
    names: Object.fromEntries(Object.entries(world.names).filter(([known]) => known !== name)),
  });

/** What the board finds there refuses: nobody listens. */
const refusing = (world: World): World => ({
  ...world,
  routes: Object.fromEntries(Object.keys(world.routes).map((from) => [from, '127.0.0.1:9'])),
});

/** Of a network that is there for documentation alone (RFC 5737). */
const ANOTHER_ADDRESS = '192.0.2.7';

const SHORT = 'time: {via: sntp, server: ntp.bench.test, withinMs: 2000}';

/** Boards that are well and get nowhere. */
export const NETWORK_MISCONFIGURATIONS: readonly Misconfiguration[] = [
  wrongPlay('the bench file names another access point', 'WIFI_NOT_FOUND', {
    staging: { world: withAir((air) => ({ ...air, ssid: 'Bench-5G' })) },
  }),
  wrongPlay('the access point is off', 'WIFI_NOT_FOUND', {
    release: '3.4.0.0',
    staging: { world: (world) => ({ ...world, accessPoints: [] }) },
  }),
  wrongPlay('the access point is off for a moment', 'WIFI_COMES_AND_GOES', {
    release: '2.4.0.0',
    steps: async (lab) => {
      await lab.joinWifi();
      await using _off = await lab.around.withoutAccessPoint();
      await lab.restart();
    },
  }),
  wrongPlay('the password of the Wi-Fi is another', 'WIFI_PASSWORD_WRONG', {
    staging: { world: withAir((air) => ({ ...air, password: 'another one' })) },
  }),
  wrongPlay(
    'the password of the Wi-Fi is another, and the access point refuses at once',
    'WIFI_PASSWORD_WRONG',
    {
      release: '3.4.0.0',
      staging: {
        world: withAir((air) => ({
          ...air,
          password: 'another one',
          refusal: 'authentication-failed',
        })),
      },
    },
  ),
  wrongPlay('the access point is open, and the bench file has a password', 'WIFI_IS_OPEN', {
    staging: {
      world: withAir(({ password: _password, ...air }) => ({ ...air, security: 'open' })),
    },
  }),
  wrongPlay('the access point gives no addresses', 'WIFI_NO_ADDRESS', {
    staging: { world: (world) => ({ ...world, dhcp: { ...world.dhcp, answers: false } }) },
  }),
  wrongPlay('DNS does not know the time server', 'TIME_SERVER_UNKNOWN', {
    bench: SHORT,
    staging: { world: withoutName('ntp.bench.test') },
  }),
  wrongPlay('nobody answers at the time server', 'TIME_SERVER_SILENT', {
    bench: SHORT,
    staging: { world: (world) => ({ ...world, ntp: '127.0.0.1:9' }) },
  }),
  wrongPlay('the clock was never set', 'NO_TIME', {
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.thing()));
      await lab.forgetTime();
      await lab.joinWifi();
      await lab.connect();
    },
  }),
  wrongPlay('the clock was never set, on a release of the NVS generation', 'NO_TIME', {
    release: '3.4.0.0',
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.thing()));
      await lab.forgetTime();
      await lab.joinWifi();
      await lab.connect();
    },
  }),
  wrongPlay('the board left the Wi-Fi', 'NOT_ON_WIFI', {
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.thing()));
      await lab.board.leaveWifi();
      await lab.connect();
    },
  }),
  wrongPlay('DNS does not know the cloud', 'SERVER_NAME_UNKNOWN', {
    staging: { world: withoutName(SIMULATED_CLOUD) },
  }),
  wrongPlay('DNS does not know the cloud, which has other clients', 'SERVER_NAME_UNKNOWN', {
    release: '3.4.0.0',
    staging: { world: withoutName(SIMULATED_CLOUD) },
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.thing()));
      await using _other = await lab.trials.connectFromHost(await lab.freeThing(), 'gateway');
      await lab.connect();
    },
  }),
  wrongPlay('the bench file has another port than the cloud is forwarded to', 'REACH_PORT_WRONG', {
    bench: `reach: {host: ${SIMULATED_CLOUD}, port: 9}`,
    staging: { world: refusing },
  }),
  wrongPlay(
    'DNS gives another address than that of the cloud, where nobody is',
    'BROKER_UNREACHABLE',
    {
      staging: {
        world: (world) => ({
          ...world,
          names: {
            ...world.names,
            [SIMULATED_CLOUD]: ANOTHER_ADDRESS,
          },
        }),
      },
    },
  ),
];
