import { once } from 'node:events';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { expect } from 'chai';
import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { imageOf, placeCredentials } from '../../../certs/pki/credential-images.ts';
import type { ServerIdentity } from '../../../certs/server-identity.ts';
import type { BenchBoard } from '../bench-board.ts';
import { endOf, joinedBoard, type Peer, startPeer } from '../links/link-bench.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const START = 'AT+CIPSTART="SSL","10.0.2.2",7\r\n';
const CONNECTED = `CONNECT\r\n${OK}`;

/** Puts a device's credentials into the flash over the AT port, as the first of the client's. */
type Store = (bench: BenchBoard, device: DeviceCredentials) => Promise<void>;

const storeInPartitions: Store = async ({ at }, device) => {
  for (const credential of placeCredentials(device, 'client')) {
    const image = imageOf(credential);
    await at.ask(`AT+SYSFLASH=0,"${credential.place}"\r\n`, OK);
    await at.ask(`AT+SYSFLASH=1,"${credential.place}",0,${image.length}\r\n`, '>');
    await at.ask(image, OK);
  }
};

const storeAs =
  (set: string): Store =>
  async ({ at }, device) => {
    for (const { place, pem } of placeCredentials(device, 'client')) {
      await at.ask(`AT+SYSMFG=2,"${place}","${place}${set}",8,${pem.length}\r\n`, `${OK}\r\n>`);
      await at.ask(pem, OK);
    }
  };

const STORES: Readonly<Record<string, Store>> = {
  '2.2.0.0': storeInPartitions,
  '3.4.0.0': storeAs('.0'),
};

const setClock = ({ at }: BenchBoard): Promise<void> =>
  at.ask(`AT+SYSTIMESTAMP=${Math.floor(Date.now() / 1000)}\r\n`, OK);

describe('SSL links of the simulated modem', () => {
  let authority: Authority;
  let identity: ServerIdentity;
  let device: DeviceCredentials;
  let server: TlsOptions;
  let peer: Peer;

  before(async () => {
    authority = await createAuthority();
    [identity, device] = await Promise.all([
      authority.issueServer({ names: ['peer.test'], addresses: ['10.0.2.2'] }),
      authority.issueDevice(),
    ]);
    server = {
      cert: identity.chainPem,
      key: identity.keyPem,
      ca: await authority.deviceIssuerPem(),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['x-amzn-mqtt-ca', 'http/1.1'],
    };
    peer = await startPeer(server);
  });

  after(() => peer[Symbol.asyncDispose]());

  for (const [release, store] of Object.entries(STORES)) {
    const profile = releaseProfile(release);
    const prepared = async (): Promise<BenchBoard> => {
      const bench = await joinedBoard(peer, { profile });
      await store(bench, device);
      await bench.at.ask('AT+CIPSSLCCONF=3,0,0\r\n', OK);
      return bench;
    };

    it(`authenticate both sides with the credentials of the flash (${release})`, async () => {
      await using bench = await prepared();
      await setClock(bench);
      const { at } = bench;

      await at.ask(START, CONNECTED);

      const socket = (await peer.accept()) as TLSSocket;
      expect(socket.getPeerX509Certificate()?.toString()).to.equal(device.certificatePem);
      expect([undefined, false, '']).to.include(socket.servername);
      socket.write('hello');
      await at.expect('\r\n+IPD,5:hello');
      await at.ask('AT+CIPSEND=3\r\n', `${OK}\r\n>`);
      await at.ask('yes', '\r\nRecv 3 bytes\r\n\r\nSEND OK\r\n');
      expect(String((await once(socket, 'data'))[0])).to.equal('yes');
      await at.ask(
        'AT+CIPSTATUS\r\n',
        `STATUS:3\r\n+CIPSTATUS:0,"SSL","10.0.2.2",7,${socket.remotePort},0\r\n${OK}`,
      );
      socket.end();
      await at.expect('CLOSED\r\n');
    });

    it(`believe no certificate while their clock stands at 1970 (${release})`, async () => {
      await using bench = await prepared();

      await bench.at.ask(START, ERROR);
    });

    it(`believe no certificate of another authority (${release})`, async () => {
      const other = await createAuthority({ name: 'other' });
      await using bench = await prepared();
      await store(bench, { ...device, caPem: (await other.issueDevice()).caPem });
      await setClock(bench);

      await bench.at.ask(START, ERROR);
    });

    it(`fail without an error of their own when the server does not let them in (${release})`, async () => {
      await using strict = await startPeer({ ...server, maxVersion: 'TLSv1.2' });
      await using bench = await joinedBoard(strict, { profile });
      await store(bench, device);
      await bench.at.ask('AT+CIPSSLCCONF=2,0,0\r\n', OK);
      await setClock(bench);

      await bench.at.ask(START, ERROR);
    });
  }

  describe('of 3.4.0.0', () => {
    const profile = releaseProfile('3.4.0.0');
    const trusting = async (from: Peer): Promise<BenchBoard> => {
      const bench = await joinedBoard(from, { profile });
      await storeAs('.0')(bench, device);
      await bench.at.ask('AT+CIPSSLCCONF=2\r\n', OK);
      await setClock(bench);
      return bench;
    };
    let open: Peer;

    before(async () => {
      open = await startPeer({ ...server, requestCert: false });
    });

    after(() => open[Symbol.asyncDispose]());

    it('send and check the name of their host, where it is one', async () => {
      await using bench = await trusting(open);

      await bench.at.ask('AT+CIPSTART="SSL","peer.test",7\r\n', CONNECTED);

      expect(((await open.accept()) as TLSSocket).servername).to.equal('peer.test');
    });

    it('send and check a name that was set, before that of their host', async () => {
      await using bench = await trusting(open);
      const { at } = bench;

      await at.ask('AT+CIPSSLCSNI="other.test"\r\n', OK);
      await at.ask('AT+CIPSTART="SSL","peer.test",7\r\n', ERROR);
      await at.ask('AT+CIPSSLCCN="peer.test"\r\n', OK);
      await at.ask(START, CONNECTED);

      expect(((await open.accept()) as TLSSocket).servername).to.equal('peer.test');
    });

    it('check no name where they verify nobody, and believe anybody', async () => {
      await using bench = await joinedBoard(open, { profile });

      await bench.at.ask('AT+CIPSSLCSNI="other.test"\r\n', OK);
      await bench.at.ask(START, CONNECTED);

      expect(((await open.accept()) as TLSSocket).servername).to.equal('other.test');
    });

    it('offer application protocols', async () => {
      await using bench = await joinedBoard(open, { profile });

      await bench.at.ask('AT+CIPSSLCALPN=2,"x-amzn-mqtt-ca","h2"\r\n', OK);
      await bench.at.ask(START, CONNECTED);

      expect(((await open.accept()) as TLSSocket).alpnProtocol).to.equal('x-amzn-mqtt-ca');
    });

    it('take the set of credentials that they are told to', async () => {
      await using bench = await joinedBoard(peer, { profile });
      const { at } = bench;
      await storeAs('.1')(bench, device);
      await setClock(bench);

      // The factory's own, of nobody's authority.
      await at.ask('AT+CIPSSLCCONF=3,0,0\r\n', OK);
      await at.ask(START, ERROR);
      await at.ask('AT+CIPSSLCCONF=3,1,1\r\n', OK);
      await at.ask(START, CONNECTED);
      await peer.accept();
    });

    it('warn of credentials that are not there, and then fail', async () => {
      await using bench = await joinedBoard(peer, { profile });
      const { at } = bench;
      await setClock(bench);

      await at.ask('AT+CIPSSLCCONF=1,7\r\n', `NO CERT FOUND\r\nNO PRVT_KEY FOUND\r\n${OK}`);
      await at.ask(START, ERROR);
      await at.ask('AT+CIPSSLCCONF=2,7,7\r\n', `NO CA FOUND\r\n${OK}`);
      await at.ask(START, ERROR);
      await at.ask(
        'AT+CIPSSLCCONF=3,7,7\r\n',
        `NO CERT FOUND\r\nNO PRVT_KEY FOUND\r\nNO CA FOUND\r\n${OK}`,
      );
      await at.ask('AT+CIPSSLCCONF=0,7,7\r\n', OK);
      for (const wrong of ['4', '-1', '3,-1', '3,0,256', '3,0,0,0', '"3"', ''])
        await at.ask(`AT+CIPSSLCCONF=${wrong}\r\n`, ERROR);
    });

    it('break with the station', async () => {
      await using bench = await trusting(open);
      await bench.at.ask(START, CONNECTED);
      const socket = await open.accept();

      await bench.at.ask('AT+CWQAP\r\n', `WIFI DISCONNECT\r\nCLOSED\r\n${OK}`);

      await endOf(socket);
    });
  });
});
