import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { parseBenchFile } from '../../bench/file/bench-file.ts';
import { namedRefusal } from './named-refusal.ts';

const FILE = parseBenchFile(
  'board: {name: b, at: /dev/ttyUSB9}\nwifi: {ssid: a, open: true}\nreach: {host: 127.0.0.1}\ntime: {via: timestamp}\n',
  'a bench',
);

describe('A refusal before a run', () => {
  it('bears the name that a failed test has for the same', () => {
    const named = namedRefusal(new BadInput('PORT_LOCKED', 'another run uses it'), FILE);

    expect(named).to.be.instanceOf(BadInput);
    expect(named).to.include({ code: 'PORT_LOCKED', message: 'another run uses it (PORT_HELD)' });
  });

  it('stays what it is where there is no such name', () => {
    const cloud = new BadInput('CLOUD_PORT_UNUSABLE', 'taken');

    expect(namedRefusal(cloud, FILE)).to.equal(cloud);
    expect(namedRefusal('thrown', FILE)).to.equal('thrown');
  });
});
