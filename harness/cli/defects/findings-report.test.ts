import { expect } from 'chai';
import type { Catch, Finding } from './examine.ts';
import { findingsReport } from './findings-report.ts';

const BY: Catch = {
  release: '3.4.0.0',
  file: 'specs/tls/dates.spec.ts',
  test: 'A board refuses what is over',
  area: 'tls',
  colour: 'firmware',
  code: 'CLOUD_SILENT',
  message: 'the cloud should have been refused',
};

const CAUGHT: Finding = {
  suspect: { defect: 'bad', area: 'tls', suffering: 'It is bad.', releases: ['3.4.0.0'] },
  verdict: 'caught',
  by: BY,
  durationMs: 12,
};

const reported = (...findings: readonly Finding[]) =>
  findingsReport({ findings, unsound: [], durationMs: 1_000 });

describe('The report of planted defects', () => {
  it('has for each what a user suffers, the spec that caught it and what that said', () => {
    const [one] = reported(CAUGHT).cases;

    expect(one).to.include({ suite: 'tls', title: 'bad', area: 'tls', release: '3.4.0.0' });
    expect(one?.wrong).to.equal(null);
    expect(one?.description).to.match(/^It is bad\.\n\n.*3\.4\.0\.0.*specs\/tls\/dates\.spec\.ts/);
    expect(Object.values(one?.evidence ?? {})).to.deep.equal([BY.message]);
  });

  it('counts none as good that was not caught in the right area', () => {
    const { figures, cases } = reported(
      { ...CAUGHT, verdict: 'caught under another area', by: { ...BY, area: 'mqtt' } },
      { ...CAUGHT, verdict: 'missed', by: undefined },
      { ...CAUGHT, verdict: 'unfinished', by: undefined, cutOff: 'it took too long' },
    );

    expect(cases.map(({ wrong }) => wrong?.code)).to.deep.equal([
      ...['ELSEWHERE', 'MISSED', 'UNFINISHED'],
    ]);
    expect(cases[0]?.wrong?.why).to.include('about mqtt');
    expect(figures).to.match(/^0 of 3 defects caught/);
  });
});
