import { expect } from 'chai';
import { refusedHandshake } from './connection.ts';
import { CALL, CONNECTED, refusedTls, said, USER, unconnected } from './sample-evidence.ts';

const refusedAfter = (...lines: readonly string[]) =>
  refusedHandshake(
    unconnected({
      transcript: said(USER, '< OK', CALL, CONNECTED, '< OK', ...lines),
      cloud: [refusedTls('device', 'UNKNOWN_CA')],
    }),
  );

describe('A handshake that failed', () => {
  it('is not that of a board that has its connection', () => {
    expect(refusedAfter()).to.equal(undefined);
    expect(refusedAfter('AT+GMR', '< ready to serve', '< OK')).to.equal(undefined);
  });

  it('may be that of a board whose connection is gone, also with a start that nobody asked for', () => {
    for (const end of ['< +MQTTDISCONNECTED:0', 'AT+RST', '< ready'])
      expect(refusedAfter(end)).to.include({ code: 'UNKNOWN_CA' });
  });
});
