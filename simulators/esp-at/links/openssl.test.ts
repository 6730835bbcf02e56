import type { Context } from 'mocha';
import { createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { placeCredentials } from '../../../certs/pki/credential-images.ts';
import { releaseProfile } from '../releases/releases.ts';
import { hasOpenssl, type SServer, startSServer } from '../tls/s-server.ts';
import { joinedBoard } from './link-bench.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const START = 'AT+CIPSTART="SSL","10.0.2.2",7\r\n';

/** A server that is not Node: it verifies a client during the handshake. */
describe('An SSL link of the modem to openssl s_server', () => {
  let device: DeviceCredentials;
  let server: SServer;

  before(async function (this: Context) {
    if (!hasOpenssl()) {
      console.log('      openssl is not on this computer');
      this.skip();
    }
    const authority = await createAuthority();
    const [identity, caPem] = await Promise.all([
      authority.issueServer({ names: ['peer.test'], addresses: ['10.0.2.2'] }),
      authority.deviceIssuerPem(),
    ]);
    device = await authority.issueDevice();
    server = await startSServer({ certPem: identity.chainPem, keyPem: identity.keyPem, caPem });
  });

  after(() => server?.[Symbol.asyncDispose]());

  it('comes about with the right credentials, and not with those of the factory', async () => {
    await using bench = await joinedBoard(server, { profile: releaseProfile('3.4.0.0') });
    const { at } = bench;
    for (const { place, pem } of placeCredentials(device, 'client')) {
      await at.ask(`AT+SYSMFG=2,"${place}","${place}.1",8,${pem.length}\r\n`, `${OK}\r\n>`);
      await at.ask(pem, OK);
    }
    await at.ask(`AT+SYSTIMESTAMP=${Math.floor(Date.now() / 1000)}\r\n`, OK);

    await at.ask('AT+CIPSSLCCONF=1,0\r\n', OK);
    await at.ask(START, ERROR);
    await at.ask('AT+CIPSSLCCONF=3,1,1\r\n', OK);
    await at.ask(START, `CONNECT\r\n${OK}`);
    await at.ask('AT+CIPSEND=6\r\n', `${OK}\r\n>`);
    await at.ask('olleh\n', '\r\nRecv 6 bytes\r\n\r\nSEND OK\r\n');
    await at.expect('\r\n+IPD,6:hello\n');
    await at.ask('AT+CIPCLOSE\r\n', `CLOSED\r\n${OK}`);
  });
});
