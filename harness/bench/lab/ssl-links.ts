import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { placeCredentials } from '../../../certs/pki/credential-images.ts';
import { packPkiImage } from '../../../certs/pki/pki-image.ts';
import { commands } from '../../at/commands/index.ts';
import type { Board } from '../../boards/board.ts';
import type { Cloud } from '../../clouds/cloud.ts';

/** `AT+CIPSSLCCONF`: shows a certificate, and verifies the server. */
const BOTH = 3;
const NEITHER = 0;
const SOON = 10_000;

/**
 * Writes several sets of credentials for links of the type `SSL`: a key with a number for each in the NVS, or items of
 * one image in a partition.
 */
export const writeClientSets = async (
  board: Board,
  sets: readonly DeviceCredentials[],
): Promise<void> => {
  const placed = sets.map((set) => placeCredentials(set, 'client'));
  for (const [at, { place }] of (placed[0] ?? []).entries()) {
    const items = placed.flatMap((each) => each[at] ?? []);
    if (board.abilities.has('sysmfg')) {
      for (const [number, { pem }] of items.entries())
        await board.nvs.put(place, `${place}.${number}`, Buffer.from(pem));
    } else {
      const image = packPkiImage(
        items.map(({ type, pem }) => ({ type, content: Buffer.from(pem) })),
      );
      await board.raw.flash.erase(place);
      await board.raw.flash.write(place, image);
    }
  }
};

/** Opens a link to the cloud with a set of credentials, and closes it. @returns the certificate that the cloud was shown */
export const certificateOfLink = async (
  { board, cloud }: { readonly board: Board; readonly cloud: Cloud },
  reach: { readonly host: string; readonly port: number },
  set: number,
): Promise<string | null> => {
  const { client } = board;
  const from = cloud.position();
  await client.do(commands.sslClient.set, {
    authentication: BOTH,
    certificate: set,
    authority: set,
  });
  await client.do(commands.openLink.set, { type: 'SSL', ...reach });
  const { peer } = await cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
  await client.do(commands.closeLink.execute);
  await client.do(commands.sslClient.set, { authentication: NEITHER });
  return peer?.certificateId ?? null;
};
