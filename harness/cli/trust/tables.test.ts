import { expect } from 'chai';
import { cleanReport } from './clean/clean-report.ts';
import type { CleanRun } from './clean/clean-run.ts';
import { cleanTable } from './clean/clean-table.ts';
import { faultReport } from './faults/fault-report.ts';
import type { FaultRun } from './faults/fault-run.ts';
import { faultTable } from './faults/fault-table.ts';

const GREEN: CleanRun = {
  release: '3.4.0.0',
  seed: 7,
  verdict: 'passed',
  tests: 94,
  skipped: 13,
  failed: [],
  tookMs: 20_000,
};

const RED: CleanRun = {
  ...GREEN,
  seed: 8,
  verdict: 'failed',
  failed: [{ title: 'arrives', suites: ['A message'], colour: 'firmware', code: 'CLOUD_SILENT' }],
};

const RUN: FaultRun = {
  seed: 3,
  release: '2.2.0.0',
  schedule: [
    'in "subscribes", byte 3 to the board is lost',
    'in "takes leave", the board is reset',
  ],
  happened: ['in "subscribes", byte 3 to the board is lost'],
  end: 'red',
  step: 'subscribes',
  finding: { colour: 'bench', code: 'WIRE_UNRELIABLE' },
  message: 'bytes were lost',
  wrong: [],
  tookMs: 1_500,
  bytes: {},
  transcript: '',
};

const { step: _step, finding: _finding, message: _message, ...ended } = RUN;
const GREEN_BUT_WRONG: FaultRun = {
  ...ended,
  seed: 4,
  end: 'green',
  wrong: ['mqtt_ca was changed'],
};

describe('The table of clean runs', () => {
  it('adds up by release', () => {
    const table = cleanTable([GREEN, { ...GREEN, seed: 9 }], 60_000);

    expect(table).to.match(/3\.4\.0\.0 +2 +188 +26 +0 +20\.0 s/);
    expect(table).to.include('2 runs in 1.0 minutes: all green');
  });

  it('says of what is red how it comes again', () => {
    const table = cleanTable([GREEN, RED], 60_000);

    expect(table).to.include('esp-at-bench run --release 3.4.0.0 --shuffle --seed 8');
    expect(table).to.include('A message › arrives: firmware CLOUD_SILENT');
    expect(table).to.include('1 not green');
  });

  it('does not take a run for green that was cut off', () => {
    const table = cleanTable([{ ...GREEN, verdict: 'incomplete' }], 60_000);

    expect(table).to.include('1 not green').and.to.include('  incomplete');
  });
});

describe('The table of fault schedules', () => {
  it('counts the ends of runs, and shows none that ended as it should', () => {
    const table = faultTable([RUN, { ...RUN, seed: 5 }], 3_000);

    expect(table).to.include('  2  red, bench WIRE_UNRELIABLE');
    expect(table).to.include('2 runs in 3 s, the longest 1.5 s: 0 ended as they should not');
    expect(table).not.to.include('seed');
  });

  it('shows one that did not with its whole schedule', () => {
    const table = faultTable([RUN, GREEN_BUT_WRONG], 3_000);

    expect(table).to.include('seed 4 on 2.2.0.0: green');
    expect(table).to.include('happened in "subscribes", byte 3 to the board is lost');
    expect(table).to.include('not yet  in "takes leave"');
    expect(table).to.include('WRONG: mqtt_ca was changed');
  });
});

describe('The reports of both', () => {
  it('have a test for each run below its release', () => {
    const clean = cleanReport([GREEN, RED], 60_000);
    const faults = faultReport([RUN, GREEN_BUT_WRONG], 3_000);

    expect(clean.figures).to.equal('2 runs in 1.0 minutes: 1 not green');
    expect(clean.cases.map(({ suite, wrong }) => [suite, wrong?.code])).to.deep.equal([
      ['3.4.0.0', undefined],
      ['3.4.0.0', 'CLOUD_SILENT'],
    ]);
    expect(faults.cases.map(({ suite, wrong }) => [suite, wrong?.why])).to.deep.equal([
      ['2.2.0.0', undefined],
      ['2.2.0.0', 'mqtt_ca was changed'],
    ]);
  });

  it('say what a run was put through, how it ended and how it comes again', () => {
    const [one] = faultReport([RUN], 3_000).cases;

    expect(one?.facts).to.include({ seed: '3', end: 'red', code: 'WIRE_UNRELIABLE' });
    expect(one?.description).to.include('byte 3 to the board is lost\n');
    expect(one?.description).to.include('the board is reset (not reached)');
    expect(one?.description).to.include('--runs 1 --seed 3 --releases 2.2.0.0');
    expect(Object.values(one?.evidence ?? {})).to.deep.equal(['bytes were lost']);
  });
});
