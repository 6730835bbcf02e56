import { expect } from 'chai';
import type { CaseId } from '../../clouds/device-advisor/cases.ts';
import { fail } from '../../clouds/device-advisor/judgement.ts';
import { CaseWorse } from './case-worse.ts';

const worse = (id: CaseId): CaseWorse =>
  new CaseWorse(
    id,
    fail('it failed'),
    { verdict: 'pass', because: 'it did once' },
    { events: [], pace: 1 },
  );

describe('A case that came off worse', () => {
  it('is the fault of the firmware, or of the bench whose policy it is about', () => {
    expect(worse('MQTT_Publish').colour).to.equal('firmware');
    expect(worse('Security_Device_Policies').colour).to.equal('bench');
  });
});
