import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { Policies } from './policies.ts';

const policy = (n: number) => ({
  Version: '2012-10-17',
  Statement: { Sid: String(n), Effect: 'Allow', Action: 'iot:Connect', Resource: '*' },
});

describe('The policies of an account', () => {
  it('make room for a new default version, the oldest first', () => {
    const policies = new Policies();
    for (const n of [1, 2, 3, 4, 5, 6, 7]) policies.put('p', policy(n));

    const { versions, defaultVersion } = policies.require('p');

    expect(versions.map(({ id }) => id)).to.deep.equal(['7', '6', '5', '4', '3']);
    expect(defaultVersion.id).to.equal('7');
    expect(defaultVersion.document).to.equal(JSON.stringify(policy(7)));
  });

  it('never make room by the version that is in force', () => {
    const policies = new Policies();
    policies.create('p', policy(1));
    for (const n of [2, 3, 4, 5]) policies.createVersion('p', policy(n), false);

    policies.put('p', policy(6));

    expect(policies.require('p').versions.map(({ id }) => id)).to.deep.equal([
      '6',
      '5',
      '4',
      '3',
      '1',
    ]);
  });

  it('stay as they are where the new version is malformed', () => {
    const policies = new Policies();
    for (const n of [1, 2, 3, 4, 5]) policies.put('p', policy(n));

    expect(() => policies.put('p', { Version: 'none' })).to.throw(BadInput);

    expect(policies.require('p').versions).to.have.length(5);
  });
});
