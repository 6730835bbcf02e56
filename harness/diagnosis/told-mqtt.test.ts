import { expect } from 'chai';
import { CALL, said, USER } from './sample-evidence.ts';
import { toldMqtt } from './told-mqtt.ts';

const OK = '< OK';
const CLEAN = 'AT+MQTTCLEAN=0';

describe('What an MQTT client was told', () => {
  it('is read from the transcript', () => {
    const session = 'AT+MQTTCONNCFG=0,30,0,"a","b",0,0';
    const name = 'AT+MQTTSNI=0,"iot.bench.test"';

    expect(toldMqtt(said(CLEAN, OK, name, OK, USER, OK, session, OK, CALL, OK))).to.deep.equal({
      scheme: 5,
      clientId: 'sdk-java',
      keepAlive: 30,
      host: 'iot.bench.test',
      port: 8883,
      sni: 'iot.bench.test',
      state: null,
    });
  });

  it('is what was in force, not what a clean has taken away', () => {
    const before = said('AT+MQTTSNI=0,"old.test"', OK, CLEAN, OK);

    expect(toldMqtt([...before, ...said(USER, OK, CALL, '< ERROR')]).sni).to.equal(null);
    expect(toldMqtt(said(USER, OK, CALL, '< ERROR', CLEAN, OK)).clientId).to.equal('sdk-java');
  });

  it('is nothing before it was told', () => {
    expect(toldMqtt(said('AT+GMR', OK))).to.include({ scheme: null, host: null, port: null });
  });
});
