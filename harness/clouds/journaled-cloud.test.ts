import { expect } from 'chai';
import { recordedJournal } from '../../reports/recorded-journal.ts';
import type { Step } from '../../reports/step.ts';
import type { ClientHello } from './client-hello.ts';
import type { Cloud } from './cloud.ts';
import type { CloudEvent } from './events.ts';
import { journaledCloud } from './journaled-cloud.ts';
import type { ServerAppearance } from './personality.ts';

const HELLO: ClientHello = {
  versions: ['TLSv1.2'],
  cipherSuites: Array.from({ length: 73 }, (_, number) => ({ number, name: `suite ${number}` })),
  sni: null,
  alpn: [],
  groups: [],
  signatureAlgorithms: [],
  pointFormats: [],
  extensions: [],
};

const ACCEPTED = { kind: 'tls-accepted', sequence: 1, sni: 'here', hello: HELLO };

/** A cloud that is what it was told to be last, and a journal of the steps that ended. */
const bring = () => {
  const steps: Step[] = [];
  const journal = recordedJournal({
    ended: (step) => steps.push(step),
    attached: () => undefined,
    measured: () => undefined,
  });
  const was: ServerAppearance[] = [];
  const cloud = {
    serveAs: async (appearance: ServerAppearance) => {
      was.push(appearance);
      return { [Symbol.asyncDispose]: async () => void was.push(undefined) };
    },
    expect: async () => ACCEPTED as unknown as CloudEvent,
  } as unknown as Cloud;
  return { cloud: journaledCloud(cloud, journal), steps, was };
};

describe('A journaled cloud', () => {
  it('tells what its server is made to be, and when that is over', async () => {
    const { cloud, steps, was } = bring();
    {
      await using _server = await cloud.serveAs('expired');
      await cloud.serveAs(['unknown-ca', 'right']);
      await cloud.serveAs({ chainPem: '', keyPem: '' });
    }
    await cloud.serveAs(undefined);

    expect(steps.map(({ name }) => name)).to.deep.equal([
      'let the server be expired',
      'let the server be unknown-ca, then right',
      'let the server be one with another certificate',
      'let the server be what it was',
      'let the server be right',
    ]);
    expect(was).to.have.lengthOf(5);
  });

  it('tells what an event says, long lists by their length', async () => {
    const { cloud, steps } = bring();

    await cloud.expect({ kind: 'tls-accepted' }, { withinMs: 10 });

    const facts = new Map(steps[0]?.parameters);
    expect(facts.get('sni')).to.equal('here');
    expect(facts.get('hello: versions')).to.equal('["TLSv1.2"]');
    expect(facts.get('hello: cipherSuites')).to.equal('73 entries');
    expect(facts.get('hello: sni')).to.equal('none');
  });
});
