import { expect } from 'chai';
import { BoardAbilities } from './board-abilities.ts';

const board = (release: string, commands: readonly string[] | null = null, mfg = false) =>
  new BoardAbilities({
    name: `WROOM-32 ${release}`,
    release,
    commands: commands && new Set(commands),
    hasManufacturing: mfg,
    restartsIntoLoader: false,
    partitions: new Set(mfg ? ['mfg_nvs'] : []),
  });

describe('What a board can', () => {
  it('is what it says itself, where it tells its commands', () => {
    const rebuilt = board('2.2.0.0', ['AT+MQTTSNI']);
    const stripped = board('3.4.0.0', ['AT+CMD']);

    expect(rebuilt.has('sni')).to.equal(true);
    expect(rebuilt.has('wifi state')).to.equal(false);
    expect(stripped.has('sni')).to.equal(false);
    expect(stripped.has('command list')).to.equal(true);
  });

  it('is known of its release, where it does not tell', () => {
    expect(board('2.1.0.0').list()).to.deep.equal([]);
    expect(board('2.4.0.0').list()).to.deep.equal([
      'alpn',
      'command list',
      'wifi state',
      'reconnect configuration',
      'time interval',
      'prompt in one piece',
    ]);
    expect(board('3.4.0.0').has('sni')).to.equal(true);
    expect(board('3.2.0.0').has('sni')).to.equal(false);
  });

  it('does not follow from the release where only the board knows', () => {
    expect(board('3.4.0.0', ['AT+SYSMFG'], false).has('sysmfg')).to.equal(false);
    expect(board('3.4.0.0', ['AT+SYSMFG'], true).has('sysmfg')).to.equal(true);
    expect(board('2.2.0.0').has('sysflash')).to.equal(false);
  });

  it('has limits that belong to its release', () => {
    expect(board('2.2.0.0').limits).to.deep.equal({ willMessageBytes: 64, afterPromptMs: 10 });
    expect(board('3.2.0.0').limits).to.deep.equal({ willMessageBytes: 64, afterPromptMs: 0 });
    expect(board('4.1.1.0').limits).to.deep.equal({ willMessageBytes: 128, afterPromptMs: 0 });
    expect(board('of my own').limits).to.deep.equal({ willMessageBytes: 64, afterPromptMs: 10 });
  });

  it('ends, where it cannot, in a sentence that names board and reason', () => {
    const old = board('2.2.0.0');

    expect(old.whyNot('sni')).to.match(/^WROOM-32 2\.2\.0\.0 has no AT\+MQTTSNI.* 3\.3: it tells/);
    expect(old.whyNot('time announcement')).to.match(/^WROOM-32 2\.2\.0\.0, older than .*3\.2, /);
    expect(old.whyNot('sysmfg')).to.match(/^WROOM-32 2\.2\.0\.0 refuses AT\+SYSMFG\?: /);
    expect(() => old.require('sni'))
      .to.throw(/no AT\+MQTTSNI/)
      .with.property('code', 'ABILITY_MISSING');
    expect(() => board('3.4.0.0').require('sni')).not.to.throw();
  });
});
