import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { expect } from 'chai';
import { isServerName, SERVER_NAMES, type ServerNames } from './server-names.ts';

const RIGHT: readonly ServerNames[] = [
  'a star for one label',
  'its own in capitals',
  'its own behind another',
];

const fits = (host: string, how: ServerNames): boolean => {
  const named: { names?: readonly string[]; commonName?: string } = SERVER_NAMES[how](host);
  const subjectaltname = named.names?.map((name) => `DNS:${name}`).join(', ');
  const certificate = {
    subject: { CN: named.commonName },
    ...(subjectaltname && { subjectaltname }),
  };
  return checkServerIdentity(host, certificate as PeerCertificate) === undefined;
};

describe('The names that a server can be given', () => {
  for (const host of ['broker.lab.test', 'a3k7odshaiipe8-ats.iot.eu-central-1.bench.test']) {
    it(`are right, or nearly right, for ${host}`, () => {
      const all = Object.keys(SERVER_NAMES) as ServerNames[];

      expect(all.filter((how) => fits(host, how))).to.have.members(RIGHT);
    });
  }

  it('are not nearly right where a name has too few parts', () => {
    const hosts = ['localhost', 'broker.lab', 'broker.lab.test', '192.168.1.20', '::1'];

    expect(hosts.filter(isServerName)).to.deep.equal(['broker.lab.test']);
  });
});
