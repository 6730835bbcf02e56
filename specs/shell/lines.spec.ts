import { expect } from 'chai';
import { SHELL_FORMS } from '../../harness/bench/parts/shell-forms.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('The shell', () => {
  const bench = useBench({ area: 'shell' });

  beforeEach('end what MQTT was about', () => bench.board.mqtt.clean());

  afterEach('get in step again', () => bench.board.client.synchronise());

  for (const [what, script] of Object.entries(SHELL_FORMS)) {
    it(what, async () => {
      expect(await bench.board.raw.shell.converse(script)).to.deep.equal(script);
    });
  }
});
