import { expect } from 'chai';
import { likeRecorded } from './variables.ts';

const OK = '\r\n\r\nOK\r\n';

describe('What may differ from a recording', () => {
  for (const [recorded, same, different] of [
    [
      '+SYSTIMESTAMP:9\r\nOK\r\n',
      '+SYSTIMESTAMP:0\r\nOK\r\n',
      '+SYSTIMESTAMP:1795411546\r\nOK\r\n',
    ],
    [
      '+SYSRAM:162716,158352\r\nOK\r\n',
      '+SYSRAM:99999,88888\r\nOK\r\n',
      '+SYSRAM:162716\r\nOK\r\n',
    ],
    ['+SYSRAM:169700\r\nOK\r\n', '+SYSRAM:99999\r\nOK\r\n', '+SYSRAM:99999,88888\r\nOK\r\n'],
    [`+PING:13${OK}`, `+PING:1${OK}`, `+PING:TIMEOUT${OK}`],
    [
      '+CIPSNTPTIME:Thu Jan  1 08:01:41 1970\r\nOK\r\n',
      '+CIPSNTPTIME:Thu Jan  1 08:00:00 1970\r\nOK\r\n',
      '+CIPSNTPTIME:Thu Jan  1 09:01:41 1970\r\nOK\r\n',
    ],
    [
      '+CIPSNTPTIME:Mon Nov 23 13:25:46 2026\r\nOK\r\n',
      '+CIPSNTPTIME:Tue Dec  1 00:00:00 2030\r\nOK\r\n',
      '+CIPSNTPTIME:Thu Jan  1 00:00:09 1970\r\nOK\r\n',
    ],
    [
      '+CWLAP:(0,"a",-23,"10:01:00:c4:0a:51",5,-1,-1,0,0,3,0)\r\n',
      '+CWLAP:(0,"a",-7,"10:01:00:c4:0a:51",5,-1,-1,0,0,3,0)\r\n',
      '+CWLAP:(0,"a",-23,"10:01:00:c4:0a:51",5,-2,-1,0,0,3,0)\r\n',
    ],
    [
      'AT version:3.4.0.0(s-c31b833 - ESP32 - Jun  7 2024 03:48:17)\r\n',
      'AT version:3.4.0.0(s-0000000 - ESP32 - Dec 31 2029 23:59:59)\r\n',
      'AT version:3.4.0.0(s-c31b833 - ESP32C3 - Jun  7 2024 03:48:17)\r\n',
    ],
    [
      'compile time(70ff5889):Jun  7 2024 04:46:00\r\n',
      'compile time(00000000):Dec 31 2029 23:59:59\r\n',
      'compile time(70ff5889):Jun 7 2024 04:46:00\r\n',
    ],
    [
      'SDK version:v5.4.1-643-g8ad0d3d8f2-dirty\r\n',
      'SDK version:v5.4.1-643-g0000000-dirty\r\n',
      'SDK version:v5.4.2-643-g8ad0d3d8f2-dirty\r\n',
    ],
    [
      '+CWJAP:"a","10:01:00:c4:0a:51",5,-27,0,1,3,0,1\r\n',
      '+CWJAP:"a","10:01:00:c4:0a:51",5,-28,0,1,3,0,1\r\n',
      '+CWJAP:"a","10:01:00:c4:0a:51",5,-27,0,1,3,0,0\r\n',
    ],
    [
      '+CIPSTATUS:0,"TCP","10.0.2.2",1883,53465,0\r\n',
      '+CIPSTATUS:0,"TCP","10.0.2.2",1883,1025,0\r\n',
      '+CIPSTATUS:0,"TCP","10.0.2.2",1884,53465,0\r\n',
    ],
  ] as const) {
    it(`takes ${JSON.stringify(same)} for ${JSON.stringify(recorded)}`, () => {
      expect(recorded).to.match(likeRecorded(recorded));
      expect(same).to.match(likeRecorded(recorded));
      expect(different).not.to.match(likeRecorded(recorded));
    });
  }

  it('is nothing in a message that looks like an answer', () => {
    const recorded = '+MQTTSUBRECV:0,"t",10,+PING:1234\r\n';

    expect(recorded.replace('1234', '4321')).not.to.match(likeRecorded(recorded));
  });

  it('is the order of a message to oneself and its result at QoS 1 and 2, and not at QoS 0', () => {
    const message = '+MQTTSUBRECV:0,"t",4,\r\nOK\r\n';
    const result = '\r\nOK\r\n';

    expect(result + message).to.match(likeRecorded(message + result));
    expect(message + result).not.to.match(likeRecorded(result + message));
    expect(message).not.to.match(likeRecorded(message + result));
  });

  it('is when a peer closed that was sent something, and not whether', () => {
    const [taken, sent, closed] = ['\r\nRecv 4 bytes\r\n', '\r\nSEND OK\r\n', '0,CLOSED\r\n'];

    expect(taken + closed + sent).to.match(likeRecorded(taken + sent + closed));
    expect(taken + sent + closed).to.match(likeRecorded(taken + closed + sent));
    expect(taken + sent).not.to.match(likeRecorded(taken + sent + closed));
    expect(closed + taken + sent).not.to.match(likeRecorded(taken + sent + closed));
  });

  it('is no byte of anything else', () => {
    const recorded = '+SYSFLASH:6,(a.*)\0\xff\r\nOK\r\n';

    expect(recorded).to.match(likeRecorded(recorded));
    expect(recorded.replace('a', 'b')).not.to.match(likeRecorded(recorded));
    expect(`${recorded}\n`).not.to.match(likeRecorded(recorded));
    expect(recorded.slice(0, -1)).not.to.match(likeRecorded(recorded));
  });
});
