import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { World } from '../../../simulators/network/world-schema.ts';
import { SIMULATED_CLOUD } from '../file/bench-schema.ts';
import type { Lab } from '../lab.ts';
import type { Staging } from '../staging.ts';
import type { Misconfiguration } from './misconfiguration.ts';
import { wrongPlay } from './play.ts';
import { typeConnect, typeJoin, typeLine } from './typed.ts';
import { erase, prepared } from './written-wrongly.ts';

type AccessPoint = World['accessPoints'][number];

const inAir = (change: (accessPoint: AccessPoint) => AccessPoint): Staging => ({
  world: (world) => ({ ...world, accessPoints: world.accessPoints.map(change) }),
});

const withoutNames: Staging = { world: (world) => ({ ...world, names: {} }) };

/** Nobody listens where routes lead. */
const refusing: Staging = {
  world: (world) => ({
    ...world,
    routes: Object.fromEntries(Object.keys(world.routes).map((from) => [from, '127.0.0.1:9'])),
  }),
};

const PASSWORD = 'of-the-simulated-bench';
const typed =
  (
    release: string,
  ): ((
    name: string,
    expected: string,
    steps: (lab: Lab) => Promise<unknown>,
    staging?: Staging,
  ) => Misconfiguration) =>
  (name, expected, steps, staging) =>
    wrongPlay(name, expected, { release, steps, ...(staging ? { staging } : {}) });

const on21 = typed('2.1.0.0');
const on24 = typed('2.4.0.0');
const on32 = typed('3.2.0.0');
const on34 = typed('3.4.0.0');
const on41 = typed('4.1.1.0');

const readyToType = async (lab: Lab): Promise<void> => {
  await prepared(lab);
  await typeConnect(lab);
};

/** As a person does who has read that the clock must be set: told once, looked at once. */
const typeTime = async (lab: Lab, server: string): Promise<void> => {
  await lab.joinWifi();
  await typeLine(lab, 'AT+CIPSNTPCFG', `1,0,"${server}"`);
  await sleep(300);
  const { local } = await lab.board.clock();
  expect(local?.getUTCFullYear() ?? 1970).to.be.greaterThan(2020);
};

/** The same wrongs in the hands of who types commands: what fails is a bare ERROR, not a verb with a code of its own. */
export const TYPED_BY_HAND: readonly Misconfiguration[] = [
  on32('a mistyped password', 'WIFI_PASSWORD_WRONG', (lab) =>
    typeJoin(lab, 'bench', `${PASSWORD}s`),
  ),
  on24(
    'typed, and the access point is off',
    'WIFI_NOT_FOUND',
    (lab) => typeJoin(lab, 'bench', PASSWORD),
    {
      world: (world) => ({ ...world, accessPoints: [] }),
    },
  ),
  on34('a mistyped access point', 'WIFI_NOT_FOUND', (lab) => typeJoin(lab, 'bensh', PASSWORD)),
  on41(
    'typed, and the access point is open',
    'WIFI_IS_OPEN',
    (lab) => typeJoin(lab, 'bench', PASSWORD),
    inAir(({ password: _password, ...air }) => ({ ...air, security: 'open' })),
  ),
  on34(
    'typed, and DNS does not know the cloud',
    'SERVER_NAME_UNKNOWN',
    async (lab) => {
      await lab.board.joinWifi({ ssid: 'bench', password: PASSWORD });
      await lab.board.setClock({ via: 'timestamp' });
      await typeConnect(lab);
    },
    withoutNames,
  ),
  on24('typed, and nobody listens at the port', 'REACH_PORT_WRONG', readyToType, refusing),
  on41('typed, and DNS leads elsewhere', 'BROKER_UNREACHABLE', readyToType, {
    world: (world) => ({
      ...world,
      names: { ...world.names, [SIMULATED_CLOUD]: '192.0.2.7' },
    }),
  }),
  on34('typed after the board left the Wi-Fi', 'NOT_ON_WIFI', async (lab) => {
    await prepared(lab);
    await lab.board.leaveWifi();
    await typeConnect(lab);
  }),
  on21('typed, and the CA was erased', 'CA_MISSING', async (lab) => {
    await prepared(lab);
    await erase(lab, 'mqtt_ca');
    await lab.restart();
    await typeConnect(lab);
  }),
  on41('typed after a power cut', 'NO_TIME', async (lab) => {
    await prepared(lab);
    await lab.board.powerCycle();
    await lab.joinWifi();
    await typeConnect(lab);
  }),
  on34(
    'a time server that says nothing',
    'TIME_SERVER_SILENT',
    (lab) => typeTime(lab, 'ntp.bench.test'),
    {
      world: (world) => ({ ...world, ntp: '127.0.0.1:9' }),
    },
  ),
  on24('a mistyped time server', 'TIME_SERVER_UNKNOWN', (lab) => typeTime(lab, 'ntp.bench.tset')),
  on34('the clock was set to a year that is over', 'CLOCK_WRONG', async (lab) => {
    await prepared(lab);
    await typeLine(lab, 'AT+SYSTIMESTAMP', '1546300800');
    await typeConnect(lab);
  }),
  on34('the clock was set to a year to come', 'CLOCK_WRONG', async (lab) => {
    await prepared(lab);
    await lab.board.setClock({ via: 'timestamp', at: new Date('2037-01-01T00:00:00Z') });
    await typeConnect(lab);
  }),
];
