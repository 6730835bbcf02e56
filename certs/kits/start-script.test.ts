import { expect } from 'chai';
import fc from 'fast-check';
import { readStartScript } from './start-script.ts';

const HOST = 'a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com';

const BEGINNING = `#!/usr/bin/env bash
# stop script on error: set -e
set -e
# Check for python 3
if ! python3 --version &> /dev/null; then
  printf "\\nERROR: python3 must be installed.\\n"
  exit 1
fi
if [ ! -f ./root-CA.crt ]; then
  curl https://www.amazontrust.com/repository/AmazonRootCA1.pem > root-CA.crt
fi
`;

/** The last line in the manner of AWS's samples since 2020, and what it runs with. */
const RUNS: readonly [what: string, line: string, clientId?: string, topic?: string][] = [
  [
    'Python v1',
    `python aws-iot-device-sdk-python/samples/basicPubSub/basicPubSub.py -e ${HOST} -r root-CA.crt -c T.cert.pem -k T.private.key`,
    'basicPubSub',
    'sdk/test/Python',
  ],
  [
    'Python v1 with other names',
    `python basic/basicPubSub.py -e ${HOST} -r root-CA.crt -c T.cert.pem -k T.private.key -id lamp -t lamp/state`,
    'lamp',
    'lamp/state',
  ],
  [
    'Python v2',
    `python3 sdk/samples/pubsub.py --endpoint ${HOST} --ca_file root-CA.crt --cert T.cert.pem --key T.private.key --client_id basicPubSub --topic sdk/test/python --count 0`,
    'basicPubSub',
    'sdk/test/python',
  ],
  [
    'Python v2 broken over lines',
    `python3 pubsub.py \\\n  --endpoint "${HOST}" \\\n  --client_id=lamp \\\n  --topic 'a/b'\n`,
    'lamp',
    'a/b',
  ],
  [
    'Node.js',
    `node sdk/dist/index.js --endpoint ${HOST} --key T.private.key --client_id sdk-nodejs-v2 --topic sdk/test/js`,
    'sdk-nodejs-v2',
    'sdk/test/js',
  ],
  [
    'Java',
    `mvn exec:java -pl samples/BasicPubSub -Dexec.mainClass=pubsub.PubSub -Dexec.args='--endpoint ${HOST} --client_id sdk-java --topic sdk/test/java --ca_file ../root-CA.crt'`,
    'sdk-java',
    'sdk/test/java',
  ],
  [
    'Java in PowerShell, all of an argument in quotes',
    `mvn exec:java -pl samples/BasicPubSub "-Dexec.args=--endpoint ${HOST} --client_id sdk-java --topic sdk/test/java"`,
    'sdk-java',
    'sdk/test/java',
  ],
  [
    'names with blanks',
    `python3 pubsub.py --endpoint ${HOST} --client_id "the lamp" --topic 'the lamp/state'`,
    'the lamp',
    'the lamp/state',
  ],
  ['a sample that chooses its client id', `node index.js --endpoint ${HOST}`],
];

describe('A start script', () => {
  for (const [what, line, clientId, topic] of RUNS) {
    it(`is read for ${what}`, () => {
      expect(readStartScript(`${BEGINNING}${line}\n`)).to.deep.equal({
        endpoint: HOST,
        clientId,
        topic,
      });
    });
  }

  it('is read with the line ends and breaks of PowerShell', () => {
    const text = `python sdk\\samples\\pubsub.py \`\r\n --endpoint ${HOST} \`\r\n --client_id c --topic t\r\n`;

    expect(readStartScript(text)).to.deep.equal({ endpoint: HOST, clientId: 'c', topic: 't' });
  });

  it('is one even if its last line is lost', () => {
    expect(readStartScript(BEGINNING)?.endpoint).to.equal(undefined);
    expect(readStartScript(BEGINNING)).not.to.equal(undefined);
  });

  it('is none where no server is named', () => {
    expect(readStartScript('#!/bin/bash -e\nset -e\necho hello\n')).to.equal(undefined);
    expect(readStartScript('run it with --endpoint <endpoint>')).to.equal(undefined);
    expect(readStartScript(`# python3 pubsub.py --endpoint ${HOST}`)).to.equal(undefined);
    expect(readStartScript('')).to.equal(undefined);
  });

  it('takes any text, in time', () => {
    const word = fc.constantFrom('#!', '\n', ' ', '-e', '-t', '=', "'", 'a.b', 'amazontrust.com');
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
        const found = readStartScript(words.join(''));
        for (const value of Object.values(found ?? {})) expect(value).not.to.equal('');
      }),
    );
    expect(readStartScript(`-e${' '.repeat(1 << 20)}`)).to.equal(undefined);
  });
});
