import { expect } from 'chai';
import fc from 'fast-check';
import { createRedactor } from './redaction.ts';

const redact = (text: string): string => createRedactor().redact(text);

describe('Redactor, for passwords in AT commands', () => {
  const TABLE: [given: string, redacted: string][] = [
    ['AT+CWJAP="lab","s3cret!x"\r\n', 'AT+CWJAP="lab","‹redacted: Wi-Fi password›"\r\n'],
    [
      'AT+CWJAP_CUR="a,b","s3cret",""\r\n',
      'AT+CWJAP_CUR="a,b","‹redacted: Wi-Fi password›",""\r\n',
    ],
    ['AT+CWJAP="l\\"ab","s\\"ec\\\\","b"', 'AT+CWJAP="l\\"ab","‹redacted: Wi-Fi password›","b"'],
    ['AT+CWJAP="lab","s3cr', 'AT+CWJAP="lab","‹redacted: Wi-Fi password›'],
    ['AT+CWJAP="lab"\r\nOK,"x"', 'AT+CWJAP="lab"\r\nOK,"x"'],
    ['AT+CWJAP="open",""\r\n', 'AT+CWJAP="open",""\r\n'],
    ['+CWJAP:"lab","02:00:00:00:00:01",6,-40', '+CWJAP:"lab","02:00:00:00:00:01",6,-40'],
    ['AT+CWSAP="ap","12345678",5,3', 'AT+CWSAP="ap","‹redacted: Wi-Fi password›",5,3'],
    [
      'AT+MQTTUSERCFG=0,5,"id","user","pw",0,0,""',
      'AT+MQTTUSERCFG=0,5,"id","user","‹redacted: MQTT password›",0,0,""',
    ],
    ['AT+MQTTUSERCFG=0,5,"id","","",0,0,""', 'AT+MQTTUSERCFG=0,5,"id","","",0,0,""'],
    [
      '+MQTTUSERCFG:0,1,"id","u","pw",0,0,""',
      '+MQTTUSERCFG:0,1,"id","u","‹redacted: MQTT password›",0,0,""',
    ],
    ['at+mqttpassword=0,"x,y"', 'at+mqttpassword=0,"‹redacted: MQTT password›"'],
  ];
  for (const [given, expected] of TABLE) {
    it(`redacts ${JSON.stringify(given)}`, () => {
      expect(redact(given)).to.equal(expected);
    });
    it(`redacts it in JSON and in JSON inside JSON: ${JSON.stringify(given)}`, () => {
      const once = JSON.stringify({ line: given, ms: 4 });
      const twice = JSON.stringify([once]);

      expect(JSON.parse(redact(once))).to.deep.equal({ line: expected, ms: 4 });
      expect(JSON.parse(JSON.parse(redact(twice))[0])).to.deep.equal({ line: expected, ms: 4 });
    });
  }

  it('redacts any password that AT can carry', () => {
    const parameters = fc
      .string({ minLength: 1, maxLength: 40 })
      .filter((text) => !/[\r\n‹›]/.test(text));
    const at = (text: string): string => text.replace(/[\\",]/g, '\\$&');
    fc.assert(
      fc.property(parameters, parameters, (ssid, password) => {
        const line = `AT+CWJAP="${at(ssid)}","${at(password)}"\r\n`;
        const expected = `AT+CWJAP="${at(ssid)}","‹redacted: Wi-Fi password›"\r\n`;
        expect(redact(line)).to.equal(expected);
        expect(JSON.parse(redact(JSON.stringify(line)))).to.equal(expected);
      }),
    );
  });
});
