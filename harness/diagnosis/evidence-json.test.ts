import { expect } from 'chai';
import fc from 'fast-check';
import { BadInput } from '../../errors/bench-error.ts';
import type { CloudEvent } from '../clouds/events.ts';
import { evidenceFromJson, evidenceToJson } from './evidence-json.ts';
import { healthy, unconnected } from './sample-evidence.ts';

const published = (payload: Uint8Array): CloudEvent => ({
  kind: 'publish',
  at: 1,
  sequence: 2,
  connection: 3,
  remote: '127.0.0.1:5',
  clientId: 'c',
  topic: 't',
  qos: 0,
  retain: false,
  packetId: null,
  dup: false,
  payload,
  outcome: { accepted: true },
});

const refused = (json: string): string => {
  try {
    evidenceFromJson(json, 'kept.json');
  } catch (error) {
    if (error instanceof BadInput) return `${error.code}: ${error.message}`;
  }
  return 'not refused';
};

describe('Evidence as a report keeps it', () => {
  it('is what it was when it is read back', () => {
    for (const evidence of [healthy(), healthy('2.2.0.0'), unconnected()])
      expect(evidenceFromJson(evidenceToJson(evidence), 'x')).to.deep.equal(evidence);
  });

  it('keeps payloads to the byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (payload) => {
        const evidence = { ...healthy(), cloud: [published(payload)] };
        const [event] = evidenceFromJson(evidenceToJson(evidence), 'x').cloud;
        expect(event?.kind === 'publish' && [...event.payload]).to.deep.equal([...payload]);
      }),
    );
  });

  it('is refused in a sentence where it is damaged', () => {
    const whole = evidenceToJson(healthy());
    expect(refused(whole.slice(0, -5))).to.match(/^EVIDENCE_DAMAGED: kept\.json .*is not JSON/);
    expect(refused('[]')).to.match(/^EVIDENCE_DAMAGED: .*at its outermost value/);
    expect(refused(whole.replace('"baud": 115200', '"baud": "fast"'))).to.match(
      /something else stands at bench\.board\.baud/,
    );
  });
});
