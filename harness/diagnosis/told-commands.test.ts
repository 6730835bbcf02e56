import { expect } from 'chai';
import fc from 'fast-check';
import { encodeLine, fitsOnLine } from '../at/commands/encode.ts';
import { commands } from '../at/commands/index.ts';
import { said } from './sample-evidence.ts';
import { toldCommands } from './told-commands.ts';

const PUBLISH = commands.mqttPublish.set;

describe('What a board was told', () => {
  it('is read as the firmware reads it, whatever stands in quotes', () => {
    const texts = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    fc.assert(
      fc.property(texts, texts, (topic, data) => {
        const values = { link: 0, topic, data, qos: 1, retain: 0 };
        fc.pre(fitsOnLine(PUBLISH, values));

        const [told] = toldCommands(said(encodeLine(PUBLISH, values).shown, '< OK'));

        expect(told?.values).to.deep.equal(['0', topic, data, '1', '0']);
      }),
    );
  });

  it('has its own answers, codes apart', () => {
    const told = toldCommands(
      said('AT+MQTTCONN=0,"h",1,0', '< ERR CODE:0x010a6021', '< +X:1', '< ERROR', 'AT+GMR', '< OK'),
    );

    expect(told.map(({ name, result }) => [name, result])).to.deep.equal([
      ['MQTTCONN', 'ERROR'],
      ['GMR', 'OK'],
    ]);
    expect(told[0]).to.deep.include({ codes: [0x010a6021], lines: ['+X:1'] });
  });

  it('leaves out what is no command, such as a payload', () => {
    expect(toldCommands(said('hello', '< OK'))).to.deep.equal([]);
  });
});
