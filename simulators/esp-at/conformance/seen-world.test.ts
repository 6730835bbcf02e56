import { expect } from 'chai';
import type { Exchange } from './recording.ts';
import { seenWorld } from './seen-world.ts';

let line = 0;

const row = (send: string, recv: string): Exchange => {
  line += 1;
  return { line, send, recv, ms: 1, quietMs: undefined, note: '' };
};

const OK = '\r\n\r\nOK\r\n';

describe('The world that a recording shows', () => {
  it('has the access points of its scans, with the passwords that let the board in', () => {
    const { accessPoints } = seenWorld([
      row('AT+CWJAP="lab\\,1","se\\"cret1"\r\n', `WIFI CONNECTED\r\nWIFI GOT IP${OK}`),
      row('AT+CWJAP="attic","wrong-one"\r\n', '+CWJAP:2\r\n\r\nERROR\r\n'),
      row(
        'AT+CWLAP\r\n',
        '+CWLAP:(3,"lab,1",-40,"02:00:00:00:00:0a",6,-1,-1,4,4,7,0)\r\n' +
          '+CWLAP:(0,"street",-80,"02:00:00:00:00:0b",11,-1,-1,0,0,7,0)\r\n' +
          `+CWLAP:(3,"attic",-70,"02:00:00:00:00:0c",1,-1,-1,4,4,7,0)${OK}`,
      ),
    ]);

    expect(
      accessPoints.map(({ ssid, security, password, channel }) => [
        ssid,
        security,
        password,
        channel,
      ]),
    ).to.deep.equal([
      ['lab,1', 'wpa2', 'se"cret1', 6],
      ['street', 'open', undefined, 11],
      ['attic', 'wpa2', 'never told', 1],
    ]);
  });

  it('has an access point that was joined and never scanned', () => {
    const { accessPoints } = seenWorld([
      row('AT+CWJAP="open",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP${OK}`),
      row('AT+CWJAP?\r\n', `+CWJAP:"open","02:00:00:00:00:0d",3,-50,0,1,3,0,1${OK}`),
    ]);

    expect(accessPoints).to.deep.equal([
      { ssid: 'open', bssid: '02:00:00:00:00:0d', channel: 3, rssi: -50, security: 'open' },
    ]);
  });

  it('has the addresses that DHCP gave, and those that were called', () => {
    const world = seenWorld([
      row('AT+CIPSTA?\r\n', `+CIPSTA:ip:"0.0.0.0"\r\n+CIPSTA:gateway:"0.0.0.0"${OK}`),
      row('AT+CIPSTA?\r\n', `+CIPSTA:ip:"192.168.7.5"\r\n+CIPSTA:gateway:"192.168.7.1"${OK}`),
      row('AT+CIPDNS?\r\n', `+CIPDNS:0,"192.168.7.2","8.8.8.8"${OK}`),
      row(
        'AT+MQTTCONN=0,"192.168.7.9",8883,0\r\n',
        `+MQTTCONNECTED:0,5,"192.168.7.9","8883","",0${OK}`,
      ),
      row('AT+MQTTCONN=0,"192.168.7.8",8883,0\r\n', '+MQTTDISCONNECTED:0\r\n\r\nERROR\r\n'),
      row('AT+CIPDOMAIN="broker.lab"\r\n', `+CIPDOMAIN:"192.168.7.9"${OK}`),
    ]);

    expect(world.dhcp).to.deep.equal({
      address: '192.168.7.5',
      gateway: '192.168.7.1',
      dns: '192.168.7.2',
    });
    expect(world.called).to.deep.equal(['192.168.7.9']);
    expect(world.refused).to.deep.equal(['192.168.7.8:8883']);
    expect(world.names).to.deep.equal({ 'broker.lab': '192.168.7.9' });
  });

  it('has the MAC address of the chip, not one that was set', () => {
    const told = row('AT+CIPSTAMAC?\r\n', `+CIPSTAMAC:"02:00:00:00:00:01"${OK}`);
    const set = row('AT+CIPSTAMAC="02:00:00:00:00:99"\r\n', '\r\nOK\r\n');
    const later = row('AT+CIPSTAMAC?\r\n', `+CIPSTAMAC:"02:00:00:00:00:99"${OK}`);

    expect(seenWorld([told, set, later]).stationMac).to.equal('02:00:00:00:00:01');
    expect(seenWorld([set, later]).stationMac).to.equal(undefined);
  });

  it('is empty where nothing was told', () => {
    expect(seenWorld([row('AT\r\n', '\r\nOK\r\n')])).to.deep.equal({
      accessPoints: [],
      dhcp: {},
      names: {},
      called: [],
      refused: [],
      stationMac: undefined,
    });
  });
});
