import { missingCredentials } from '../links/ssl-credentials.ts';
import type { SslNames } from '../links/ssl-names.ts';
import { Refusal } from '../shell/refusal.ts';
import type { Behaviour, BehavioursOf } from './behaviour.ts';
import { LinkArguments } from './link-arguments.ts';

/** Nobody, the client, the server, both. */
const HIGHEST_AUTHENTICATION = 3;
/** There is room for far fewer; one that is not there is found missing. */
const HIGHEST_INDEX = 255;
/** Documented. */
const LONGEST_NAME = 64;
const MOST_PROTOCOLS = 3;

const setName =
  (which: 'commonName' | 'serverName'): Behaviour<void> =>
  ({ firmware: { links } }, args) => {
    const values = new LinkArguments(args, links);
    const ids = values.links();
    const name = values.text(0, LONGEST_NAME);
    values.atMost(1);
    links.ssl.changeNames(ids, { [which]: name } satisfies Partial<SslNames>);
  };

/** How links of the type SSL prove who they are, and whom they believe. */
export const sslClients: BehavioursOf<
  'sslClient' | 'sslCommonName' | 'sslServerName' | 'sslProtocols'
> = {
  sslClient: {
    query: ({ firmware }) =>
      firmware.links.ssl.all.map(({ client }, link) => ({ link, ...client })),
    set: ({ firmware }, args) => {
      const { links } = firmware;
      const values = new LinkArguments(args, links);
      const ids = values.links();
      const client = {
        authentication: values.number(0, 0, HIGHEST_AUTHENTICATION),
        certificate: values.numberOr(1, 0, 0, HIGHEST_INDEX),
        authority: values.numberOr(2, 0, 0, HIGHEST_INDEX),
      };
      values.atMost(3);
      links.ssl.changeClient(ids, client);
      return missingCredentials(firmware, client);
    },
  },
  sslCommonName: {
    query: ({ firmware: { links } }) =>
      links.ssl.all.map(({ names }, link) => ({ link, name: names.commonName })),
    set: setName('commonName'),
  },
  sslServerName: {
    query: ({ firmware: { links } }) =>
      links.ssl.all.map(({ names }, link) => ({ link, name: names.serverName })),
    set: setName('serverName'),
  },
  sslProtocols: {
    query: ({ firmware: { links } }) =>
      links.ssl.all.map(({ names }, link) => {
        const named = names.protocols.map((each, i) => [`protocol${i + 1}`, each]);
        return { link, ...Object.fromEntries(named) };
      }),
    set: ({ firmware: { links } }, args) => {
      const values = new LinkArguments(args, links);
      const ids = values.links();
      const count = values.number(0, 0, MOST_PROTOCOLS);
      const protocols = Array.from({ length: count }, (_, i) => values.text(i + 1, LONGEST_NAME));
      values.atMost(count + 1);
      if (protocols.includes('')) throw new Refusal();
      links.ssl.changeNames(ids, { protocols });
    },
  },
};
