import { expect } from 'chai';
import { commandForms, commandsOf } from './command-forms.ts';

const other = { commands: commandForms('AT x; AT+A qs\nAT+B q; AT+C sx') };

describe('commandForms', () => {
  it('reads commands and their forms, in their order', () => {
    expect([...other.commands]).to.deep.equal([
      ['AT', ['execute']],
      ['AT+A', ['query', 'set']],
      ['AT+B', ['query']],
      ['AT+C', ['set', 'execute']],
    ]);
  });
});

describe('commandsOf', () => {
  it('changes forms in their place, adds behind a command, and leaves out', () => {
    const list = commandsOf(other, {
      without: 'AT+B',
      changed: 'AT+A q',
      behind: { 'AT+A': 'AT+D s; AT+E x', 'AT+C': 'AT+F q' },
    });

    expect([...list.keys()]).to.deep.equal(['AT', 'AT+A', 'AT+D', 'AT+E', 'AT+C', 'AT+F']);
    expect(list.get('AT+A')).to.deep.equal(['query']);
    expect(other.commands.get('AT+A')).to.deep.equal(['query', 'set']);
  });

  it('puts new ones where a command stood that is gone', () => {
    const list = commandsOf(other, { without: 'AT+A AT+B', behind: { 'AT+B': 'AT+G q' } });

    expect([...list.keys()]).to.deep.equal(['AT', 'AT+G', 'AT+C']);
  });

  it('moves a command to another place', () => {
    const list = commandsOf(other, { without: 'AT+A', behind: { 'AT+B': 'AT+A q' } });

    expect([...list.keys()]).to.deep.equal(['AT', 'AT+B', 'AT+A', 'AT+C']);
    expect(list.get('AT+A')).to.deep.equal(['query']);
  });

  for (const [what, changes] of [
    ['that leaves out what is not there', { without: 'AT+X' }],
    ['of forms of a command that is not there', { changed: 'AT+X q' }],
    ['behind a command that is not there', { behind: { 'AT+X': 'AT+Y q' } }],
    ['that adds what is there already', { behind: { 'AT+A': 'AT+C q' } }],
  ] as const) {
    it(`refuses a change ${what}`, () => {
      expect(() => commandsOf(other, changes)).to.throw(TypeError);
    });
  }
});
