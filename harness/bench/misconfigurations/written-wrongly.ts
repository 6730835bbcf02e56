import type { DeviceCredentials } from '../../../certs/credentials.ts';
import type { Packed } from '../../flash/ways.ts';
import type { Lab } from '../lab.ts';

/** What people do to a board's credentials by hand, without the care that the harness takes. */

const isInNvs = ({ board }: Lab): boolean => board.abilities.has('sysmfg');

/** Erases one place alone. */
export const erase = (lab: Lab, place: string): Promise<void> => {
  const { flash, nvs } = lab.board.raw;
  return isInNvs(lab) ? nvs.erase(place) : flash.erase(place);
};

/** Writes bytes into a place as they are; a partition is erased first. */
export const write = async (lab: Lab, place: string, bytes: Uint8Array): Promise<void> => {
  const { raw } = lab.board;
  if (isInNvs(lab)) {
    await raw.nvs.write(place, bytes);
    return;
  }
  await raw.flash.erase(place);
  await raw.flash.write(place, bytes);
};

/** What goes into a place, as this board takes it. */
export const packedFor = async (
  { board }: Lab,
  credentials: DeviceCredentials,
  place: string,
): Promise<Packed> => {
  const packed = await board.packCredentials(credentials);
  const found = packed.find((each) => each.place === place);
  if (!found) throw new TypeError(`nothing goes into ${place}`);
  return found;
};

/** Credentials of a new thing. */
export const ofNewThing = async (lab: Lab): Promise<DeviceCredentials> =>
  lab.credentialsOf(await lab.createThing());

/** A board on which everything was done right. */
export const prepared = async (lab: Lab): Promise<DeviceCredentials> => {
  const credentials = lab.credentialsOf(await lab.thing());
  await lab.prepare(credentials);
  return credentials;
};

/** Goes online and connects. */
export const tryIt = async (lab: Lab): Promise<void> => {
  await lab.restart();
  await lab.connect();
};
