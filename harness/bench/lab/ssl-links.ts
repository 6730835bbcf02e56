import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { placeCredentials } from '../../../certs/pki/credential-images.ts';
import { packPkiImage } from '../../../certs/pki/pki-image.ts';
import { commands } from '../../at/commands/index.ts';
import { AtRefused } from '../../at/errors.ts';
import type { Board } from '../../boards/board.ts';
import type { Cloud } from '../../clouds/cloud.ts';

/** `AT+CIPSSLCCONF`: shows a certificate, and verifies the server. */
const BOTH = 3;
const IDENTITY = 1;
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

/** How a link to the cloud proves itself, and whether it verifies the cloud. */
interface SslLink {
  /** Which set of credentials it uses. */
  readonly set: number;
  readonly isVerified: boolean;
}

interface Ends {
  readonly board: Board;
  readonly cloud: Cloud;
  /** Where the board finds the cloud. */
  readonly reach: { readonly host: string; readonly port: number };
}

/** Opens a link to the cloud, does something while it stands, and closes it. @throws AtRefused where it does not open */
const onLink = async <T>(
  { board: { client }, reach }: Ends,
  { set, isVerified }: SslLink,
  body: () => Promise<T>,
): Promise<T> => {
  const authentication = isVerified ? BOTH : IDENTITY;
  await client.do(commands.sslClient.set, { authentication, certificate: set, authority: set });
  try {
    await client.do(commands.openLink.set, { type: 'SSL', ...reach });
    const close = (): Promise<unknown> => client.do(commands.closeLink.execute);
    const found = await body().catch(async (error: unknown) => {
      await close().catch(() => undefined);
      throw error;
    });
    await close();
    return found;
  } finally {
    await client.do(commands.sslClient.set, { authentication: NEITHER });
  }
};

/** Opens a verified link with a set of credentials, and closes it. @returns the certificate that the cloud was shown */
export const certificateOfLink = (ends: Ends, set: number): Promise<string | null> => {
  const from = ends.cloud.position();
  return onLink(ends, { set, isVerified: true }, async () => {
    const { peer } = await ends.cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
    return peer?.certificateId ?? null;
  });
};

/** Whether a link opens. */
export const opensLink = (ends: Ends, link: SslLink): Promise<boolean> =>
  onLink(ends, link, async () => true).catch((error: unknown) => {
    if (error instanceof AtRefused) return false;
    throw error;
  });
