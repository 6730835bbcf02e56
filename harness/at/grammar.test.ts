import { expect } from 'chai';
import { readDataEvent, readEvent, unglue } from './grammar.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('AT grammar', () => {
  it('knows what comes unasked', () => {
    const lines: Record<string, unknown> = {
      ready: { kind: 'ready' },
      'WIFI CONNECTED': { kind: 'wifi-connected' },
      'WIFI GOT IP': { kind: 'wifi-got-ip' },
      'WIFI GOT IPv6 LL': { kind: 'wifi-got-ipv6', scope: 'LL' },
      'WIFI DISCONNECT': { kind: 'wifi-disconnect' },
      '+TIME_UPDATED': { kind: 'time-updated' },
      '+MQTTCONNECTED:0,5,"10.0.2.2","8883","",1': {
        kind: 'mqtt-connected',
        link: 0,
        scheme: 5,
        host: '10.0.2.2',
        port: 8883,
        path: '',
        reconnect: 1,
      },
      '+MQTTDISCONNECTED:0': { kind: 'mqtt-disconnected', link: 0 },
      '+STA_CONNECTED:"aa:bb"': { kind: 'station-connected', mac: 'aa:bb' },
      '+DIST_STA_IP:"aa:bb","192.168.4.2"': {
        kind: 'station-address',
        mac: 'aa:bb',
        address: '192.168.4.2',
      },
      CONNECT: { kind: 'link-connected', link: null },
      '3,CLOSED': { kind: 'link-closed', link: 3 },
      '+LINK_CONN:0,2,"SSL",0,"10.0.2.2",8883,53465': { kind: 'link-connected', link: 2 },
      '+IPD,100': { kind: 'link-waiting', link: null, length: 100 },
      '+IPD,4,5744': { kind: 'link-waiting', link: 4, length: 5_744 },
      'busy p...': { kind: 'busy' },
      'ERR CODE:0x010a6006': { kind: 'error-code', errorCode: 0x010a6006 },
      '+ERRNO:-104': { kind: 'errno', errno: -104 },
      'Will force to restart!!!': { kind: 'forced-restart' },
    };

    for (const [line, event] of Object.entries(lines)) {
      expect(readEvent(line), line).to.deep.equal(event);
    }
  });

  it('takes nothing else for an event', () => {
    const strange = ['already', 'ready ', 'OK', '+MQTTCONN:0,4,5,"h","1","",0', '+MQTTPUB:OK', ''];

    expect(strange.map(readEvent)).to.deep.equal(strange.map(() => undefined));
  });

  it('knows whose announced bytes are', () => {
    const payload = bytesOf('x');

    expect(readDataEvent('+MQTTSUBRECV:0,"a,"b",9",1,', payload)).to.deep.equal({
      kind: 'mqtt-received',
      link: 0,
      topic: 'a,"b",9',
      payload,
    });
    expect(readDataEvent('+IPD,2,1,"10.0.2.2",80:', payload)).to.deep.equal({
      kind: 'link-received',
      link: 2,
      from: '10.0.2.2:80',
      payload,
    });
    expect(readDataEvent('+SYSFLASH:1,', payload)).to.equal(undefined);
  });

  it('separates glued lines', () => {
    expect(unglue('+MQTTDISCONNECTED:0+MQTTPUB:FAIL')).to.deep.equal([
      '+MQTTDISCONNECTED:0',
      '+MQTTPUB:FAIL',
    ]);
    expect(unglue('+MQTTDISCONNECTED:0')).to.deep.equal(['+MQTTDISCONNECTED:0']);
  });
});
