import type { World } from '../../../simulators/network/world-schema.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { play } from './play.ts';

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
  {
    name: 'the bench file names another access point',
    expected: 'WIFI_NOT_FOUND',
    run: () => play({ staging: { world: withAir((air) => ({ ...air, ssid: 'Bench-5G' })) } }),
  },
  {
    name: 'the access point is off',
    expected: 'WIFI_NOT_FOUND',
    run: () =>
      play({ release: '3.4.0.0', staging: { world: (world) => ({ ...world, accessPoints: [] }) } }),
  },
  {
    name: 'the password of the Wi-Fi is another',
    expected: 'WIFI_PASSWORD_WRONG',
    run: () =>
      play({ staging: { world: withAir((air) => ({ ...air, password: 'another one' })) } }),
  },
  {
    name: 'the password of the Wi-Fi is another, and the access point refuses at once',
    expected: 'WIFI_PASSWORD_WRONG',
    run: () =>
      play({
        release: '3.4.0.0',
        staging: {
          world: withAir((air) => ({
            ...air,
            password: 'another one',
            refusal: 'authentication-failed',
          })),
        },
      }),
  },
  {
    name: 'the access point is open, and the bench file has a password',
    expected: 'WIFI_IS_OPEN',
    run: () =>
      play({
        staging: {
          world: withAir(({ password: _password, ...air }) => ({ ...air, security: 'open' })),
        },
      }),
  },
  {
    name: 'the access point gives no addresses',
    expected: 'WIFI_NO_ADDRESS',
    run: () =>
      play({
        staging: { world: (world) => ({ ...world, dhcp: { ...world.dhcp, answers: false } }) },
      }),
  },
  {
    name: 'DNS does not know the time server',
    expected: 'TIME_SERVER_UNKNOWN',
    run: () => play({ bench: SHORT, staging: { world: withoutName('ntp.bench.test') } }),
  },
  {
    name: 'nobody answers at the time server',
    expected: 'TIME_SERVER_SILENT',
    run: () =>
      play({
        bench: SHORT,
        staging: { world: (world) => ({ ...world, ntp: '127.0.0.1:9' }) },
      }),
  },
  {
    name: 'the clock was never set',
    expected: 'NO_TIME',
    run: () =>
      play({
        steps: async (lab) => {
          await lab.prepare(lab.credentialsOf(await lab.thing()));
          await lab.forgetTime();
          await lab.joinWifi();
          await lab.connect();
        },
      }),
  },
  {
    name: 'the clock was never set, on a release of the NVS generation',
    expected: 'NO_TIME',
    run: () =>
      play({
        release: '3.4.0.0',
        steps: async (lab) => {
          await lab.prepare(lab.credentialsOf(await lab.thing()));
          await lab.forgetTime();
          await lab.joinWifi();
          await lab.connect();
        },
      }),
  },
  {
    name: 'the board left the Wi-Fi',
    expected: 'NOT_ON_WIFI',
    run: () =>
      play({
        steps: async (lab) => {
          await lab.prepare(lab.credentialsOf(await lab.thing()));
          await lab.board.leaveWifi();
          await lab.connect();
        },
      }),
  },
  {
    name: 'DNS does not know the cloud',
    expected: 'SERVER_NAME_UNKNOWN',
    run: () => play({ staging: { world: withoutName('iot.bench.test') } }),
  },
  {
    name: 'the bench file has another port than the cloud is forwarded to',
    expected: 'REACH_PORT_WRONG',
    run: () =>
      play({
        bench: 'reach: {host: iot.bench.test, port: 9}',
        staging: { world: refusing },
      }),
  },
  {
    name: 'DNS gives another address than that of the cloud, where nobody is',
    expected: 'BROKER_UNREACHABLE',
    run: () =>
      play({
        staging: {
          world: (world) => ({
            ...world,
            names: { ...world.names, 'iot.bench.test': ANOTHER_ADDRESS },
          }),
        },
      }),
  },
];
