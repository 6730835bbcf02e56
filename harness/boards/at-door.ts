import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import type { LoaderDoor } from '../flash/rom/loader-door.ts';
import type { PowerSwitch, ResetButton } from './power.ts';

/** What starts a chip's firmware from its loader. */
interface Switches {
  readonly reset?: ResetButton | undefined;
  readonly power?: PowerSwitch | undefined;
}

const leaving = ({ reset, power }: Switches): LoaderDoor['leave'] => {
  if (reset || !power) return reset;
  return async () => {
    await power.off();
    await power.on();
  };
};

/** The firmware itself brings the chip into its loader, by `AT+RST=1`: on ESP32-C2 and C3, and later ones. */
export const atDoor = (client: AtClient, switches: Switches): LoaderDoor => {
  let isAsked = false;
  const leave = leaving(switches);
  return {
    by: 'by AT+RST=1',
    enter: async () => {
      // Once it is there it answers no AT any more.
      if (!isAsked) await client.do(commands.restart.set, { into: 1 });
      isAsked = true;
    },
    ...(leave ? { leave } : {}),
  };
};
