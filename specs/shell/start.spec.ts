import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

/** What is wrong the second time is not seen at the first. */
const WAYS = ['restart', 'restart', 'deep sleep', 'restart'] as const;
/** The heap of these chips, and what TLS needs of it. */
const LEAST_BYTES = 30_000;
const MOST_BYTES = 520_000;
const BUILT = /^[A-Z][a-z]{2} [ \d]\d 20\d\d \d\d:\d\d:\d\d$/;
/** What the procedure needs. */
const COMMANDS = [
  ['AT', 'AT+RST', 'AT+GMR', 'AT+SYSFLASH', 'AT+SYSRAM', 'AT+SYSLOG', 'AT+UART_CUR'],
  ['AT+CWMODE', 'AT+CWJAP', 'AT+CWQAP', 'AT+CWLAP', 'AT+CIPSTA', 'AT+CIPSNTPCFG'],
  ['AT+MQTTUSERCFG', 'AT+MQTTCONNCFG', 'AT+MQTTCONN', 'AT+MQTTPUB', 'AT+MQTTPUBRAW'],
  ['AT+MQTTSUB', 'AT+MQTTUNSUB', 'AT+MQTTCLEAN'],
].flat();
/** Asked, set, and done. */
const FORMS = [
  { name: 'AT', query: false, set: false, execute: true },
  { name: 'AT+GMR', query: false, set: false, execute: true },
  { name: 'AT+CWMODE', query: true, set: true, execute: false },
  { name: 'AT+MQTTPUB', query: false, set: true, execute: false },
];

describe('A board that was told to start anew', () => {
  const bench = useBench({ area: 'shell' });

  it('says once that it is ready, echoes, and answers, each time', async () => {
    for (const way of WAYS) {
      const { readies, came } = await bench.board.raw.shell.startAndGreet(way);

      expect(readies).to.equal(1);
      expect(came).to.equal('AT\r\n\r\nOK\r\n');
    }
  });
});

describe('A board that was told to forget its settings', () => {
  const bench = useBench({ area: 'shell', bench: ['factory rate'] });

  it('says once that it is ready, echoes, and answers, also at its next start', async () => {
    for (const way of ['restore', 'restart'] as const) {
      const { readies, came } = await bench.board.raw.shell.startAndGreet(way);

      expect(readies).to.equal(1);
      expect(came).to.equal('AT\r\n\r\nOK\r\n');
    }
  });
});

describe('What a board says of itself', () => {
  const bench = useBench({ area: 'shell' });

  it('is which firmware it runs, of what, and built when', async () => {
    const { release, module, coreHash, projectHash, sdk, compiled } = await bench.board.identify();

    expect(release).to.match(/^\d+\.\d+\.\d+\.\d+$/);
    expect([module, coreHash, projectHash]).not.to.include(null);
    expect(sdk).to.match(/\d+\.\d+/);
    expect(compiled).to.match(BUILT);
  });

  it('is how much memory it has, never less than at the lowest', async () => {
    const { free, lowest } = await bench.board.raw.shell.memory();

    expect(free).to.be.within(LEAST_BYTES, MOST_BYTES);
    expect(lowest ?? free).to.be.within(1, free);
  });
});

describe('The list of commands', () => {
  const bench = useBench({ area: 'shell', board: ['command list'] });

  it('has what a board is put onto AWS IoT with', async () => {
    const listed = await bench.board.listCommands();

    expect(listed?.map(({ name }) => name)).to.include.members(COMMANDS);
    for (const { name, ...forms } of FORMS) {
      expect(listed?.find((command) => command.name === name)).to.include(forms);
    }
  });
});
