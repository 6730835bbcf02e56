import { expect } from 'chai';
import { LoaderRecord } from './loader-record.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('The record of a loader', () => {
  it('keeps what esptool-js prints and what the chip says before it speaks packets', () => {
    const record = new LoaderRecord();

    record.terminal.write('Connecting...');
    record.terminal.writeLine(' done');
    record.hear(bytes('boot:0x3\r\n'));

    expect(record.text()).to.equal('Connecting... done\n[the chip said "boot:0x3\\r\\n"]\n');
    expect(record.said).to.equal('boot:0x3\r\n');
    expect(record.lastLines(1)).to.deep.equal(['[the chip said "boot:0x3\\r\\n"]']);
  });

  it('keeps no piece of a damaged packet, which may be one of a key', () => {
    const record = new LoaderRecord();

    record.enteredLoader();
    record.hear(bytes('-----BEGIN PRIVATE KEY-----'));

    expect(record.text()).to.equal('[27 bytes came outside of packets]\n');
    expect(record.said).to.equal('');
  });

  it('starts anew with each attempt to get in', () => {
    const record = new LoaderRecord();

    record.hear(bytes('boot:0x13'));
    record.forgetWhatWasSaid();
    record.hear(bytes('waiting for download'));

    expect(record.said).to.equal('waiting for download');
  });
});
