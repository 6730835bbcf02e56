import { Command } from 'commander';
import { BadInput } from '../../../errors/bench-error.ts';
import { chosenDefect } from '../../../simulators/defects/chosen-defect.ts';
import { DEFECTS } from '../../../simulators/defects/defects.ts';
import { guardedPlant } from '../../../simulators/defects/guarded-plant.ts';
import { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import { openBoardFlash } from '../../../simulators/esp-at/images/board-flash.ts';
import { readReleaseImage } from '../../../simulators/esp-at/images/read-image.ts';
import {
  DEFAULT_RELEASE,
  RELEASES,
  releaseProfile,
} from '../../../simulators/esp-at/releases/releases.ts';
import { startNetwork } from '../../../simulators/network/start-network.ts';
import { DEFAULT_WORLD, readWorld } from '../../../simulators/network/world.ts';
import { type WorldFlags, withFlags } from '../../../simulators/network/world-flags.ts';
import { underConditions } from '../../../simulators/wire/conditions.ts';
import { requireOtherFile } from '../files/require-other-file.ts';
import { gather, seedAsked } from '../flags.ts';
import { untilToldToStop } from '../until-told-to-stop.ts';
import { serveWire } from '../wire-end.ts';

interface Options extends WorldFlags {
  readonly release?: string;
  readonly at: string;
  readonly log: string;
  readonly flash?: string;
  readonly image?: string;
  readonly world?: string;
  readonly realtime?: boolean;
  readonly pace: string;
  readonly debugBuild?: boolean;
  readonly mac?: string;
  readonly defect?: string;
  readonly boot: string;
  readonly defectFile?: string;
  readonly seed?: string;
}

const EXAMPLES = `
Examples:
  $ esp-at-bench simulate
      a board on two pseudo terminals; open the one called "at" with a terminal program
  $ esp-at-bench simulate --at tcp:5000 --log tcp:5001 --flash board.bin
      a board on two TCP ports, whose flash outlives it
  $ esp-at-bench simulate --image factory_WROOM-32.bin
      a board that was flashed with a factory image: its tables, its credentials, its factory parameters
  $ esp-at-bench simulate --ap home=password --route 10.0.2.2:8883=127.0.0.1:18883
      an access point, and a broker of this computer as the board finds it
  $ esp-at-bench simulate --boot download --flash board.bin --log tcp:5001
      a board that waits for a download; then, in another terminal:
      $ esptool --port socket://127.0.0.1:5001 --before no-reset --after no-reset flash-id

The world (--world FILE) in YAML, each key with its default (docs/world.example.yaml shows more):
  accessPoints: [{ssid: bench, password: simulated-air, security: wpa2, bssid: "02:00:00:00:00:01", channel: 6, rssi: -42}]
  dhcp: {address: 10.0.2.15, gateway: 10.0.2.2, netmask: 255.255.255.0, dns: 10.0.2.3, answers: true}
  names: {}        # broker.test: 10.0.2.2; what the DNS server of its own knows
  routes: {}       # "10.0.2.2:8883": "127.0.0.1:18883"
  dns: (own)       # 127.0.0.1:1053; a DNS server of its own runs where none is named
  ntp: (own)       # 127.0.0.1:1123; a time server likewise
Addresses of this computer (127.x.x.x) lead to themselves.

A factory image (--image FILE) says itself which release it is of, or --release does; its code is not executed. With --flash
FILE the image is what a new flash file begins with: one that is there already is used as it is. A flash file of another
release than the board's is refused.

A host on a pseudo terminal has to be at the board's baud rate (115200, or what AT+UART_DEF has set), as on a real wire; a
host on a TCP port always is.

A board that waits for a download (--boot download) is as if its boot button had been held at power-on: the loader of the
chip's ROM is at the log port, and the AT port says nothing. These ports have no DTR and RTS, so tell flashing tools not to
reset. The firmware starts with the next power cycle, or when a tool tells the loader to run it; a mere reset by software
leads to the loader again, as on a real chip.

A planted defect (--defect NAME) is a bug of the firmware, to see whether something that tests boards notices:
${DEFECTS.map(({ name, suffering }) => `  ${name}\n      ${suffering}`).join('\n')}

One JSON line tells the release, the module and the ports. SIGUSR2 takes the power away and gives it back; Ctrl-C ends.`;

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

const BOOT_MODES = ['flash', 'download'];

const checked = ({ pace, mac, boot }: Options): { pace: number; stationMac?: string } => {
  const times = Number(pace);
  if (!(times > 0 && times <= 1000)) {
    throw new BadInput('BAD_FLAG', `--pace takes a number from 0.1 to 1000, not "${pace}".`);
  }
  if (mac !== undefined && !MAC.test(mac)) {
    throw new BadInput('BAD_FLAG', `--mac takes an address like 10:01:00:c4:0a:24, not "${mac}".`);
  }
  if (!BOOT_MODES.includes(boot)) {
    throw new BadInput('BAD_FLAG', `--boot takes flash or download, not "${boot}".`);
  }
  return { pace: times, ...(mac === undefined ? {} : { stationMac: mac }) };
};

const simulate = async (options: Options): Promise<void> => {
  const { flash, image: file } = options;
  // The board would write over the image.
  if (flash !== undefined && file !== undefined) await requireOtherFile(flash, [file], '--flash');
  const image =
    options.image === undefined
      ? undefined
      : await readReleaseImage(options.image, options.release);
  const profile = image?.profile ?? releaseProfile(options.release ?? DEFAULT_RELEASE);
  const { pace, ...rest } = checked(options);
  const seed = seedAsked(options.seed);
  const defect = await chosenDefect(options);
  const base = options.world === undefined ? DEFAULT_WORLD : await readWorld(options.world);
  const world = withFlags(base, options);
  await using around = await startNetwork(world);
  using kept = await openBoardFlash(profile, { image, file: options.flash });
  await using board = new SimulatedBoard({
    profile,
    network: around.network,
    pace,
    ...rest,
    flash: kept.flash,
    realtime: options.realtime ?? false,
    debugBuild: options.debugBuild ?? false,
    plant: defect && guardedPlant(defect),
  });
  await using at = await serveWire('--at', options.at, () =>
    underConditions(board.connectAt(), seed, 'AT port'),
  );
  await using log = await serveWire('--log', options.log, () =>
    underConditions(board.connectLog(), seed, 'log port'),
  );
  const powerCycle = (): void => {
    board.powerOff();
    board.powerOn();
  };
  process.on('SIGUSR2', powerCycle);
  const end = untilToldToStop();
  const { release, module } = profile;
  process.stdout.write(`${JSON.stringify({ release, module, at: at.url, log: log.url })}\n`);
  board.holdBoot(options.boot === 'download');
  board.powerOn();
  board.holdBoot(false);
  await end;
  process.off('SIGUSR2', powerCycle);
};

/** `esp-at-bench simulate`: a simulated board by itself. */
export const simulateCommand = (): Command =>
  new Command('simulate')
    .description('a simulated board on pseudo terminals or TCP ports')
    .option(
      '--release <a.b.c.d>',
      `AT firmware: ${RELEASES.join(', ')} (default: that of the image, or ${DEFAULT_RELEASE})`,
    )
    .option('--at <where>', 'the AT port: pty, or tcp:PORT (0: any that is free)', 'pty')
    .option('--log <where>', 'the log port, likewise', 'pty')
    .option('--flash <file>', 'keeps the flash; made as the factory would if it is not there')
    .option('--image <file>', 'the factory image that the board was flashed with (see below)')
    .option('--world <file>', 'what surrounds the board, in YAML (see below)')
    .option('--ap <ssid[=password]>', 'an access point instead of those; repeatable', gather)
    .option('--route <address:port=host:port>', 'where an address leads; repeatable', gather)
    .option('--name <name=address>', 'a name that DNS knows; repeatable', gather)
    .option('--dns <host:port>', 'where DNS leads; a DNS server of its own otherwise')
    .option('--ntp <host:port>', 'where NTP leads; a time server of its own otherwise')
    .option('--address <ip>', 'what DHCP gives the board')
    .option('--mac <address>', "the station's MAC address")
    .option('--realtime', 'bytes and flash take the time that they take on a real board')
    .option(
      '--pace <n>',
      "let the firmware's own waits (join, scan, boot) pass n times faster",
      '1',
    )
    .option('--boot <from>', 'flash, or download: start in the loader of the ROM', 'flash')
    .option('--defect <name>', 'plant a bug into the firmware (see below)')
    .option(
      '--defect-file <file>',
      'plant the bug that this file exports; --defect names one of several (docs/writing-a-defect.md)',
    )
    .option('--seed <n>', 'cut and delay what goes over the ports, as this seed will have it')
    .option('--debug-build', 'print what mbedTLS says on the log port, as a debug build does')
    .addHelpText('after', EXAMPLES)
    .action(simulate);
