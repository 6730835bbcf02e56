import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { scanForSecrets } from './leak-scan.ts';
import { createRedactor } from './redaction.ts';

describe('Scan of a results folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leak-scan-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('names the file and the kind of each leak, never the secret', async () => {
    const redactor = createRedactor();
    redactor.addSecret('12345678', 'Wi-Fi password');
    await mkdir(join(folder, 'inside'));
    await writeFile(
      join(folder, 'inside', 'a-attachment.bin'),
      Buffer.from('\u00ff\u000012345678'),
    );
    await writeFile(
      join(folder, 'b-result.json'),
      JSON.stringify({ steps: [{ name: 'join 12345678' }] }),
    );
    await writeFile(join(folder, 'c-attachment.txt'), '-----BEGIN RSA PRIVATE KEY-----\nMIIE');
    await writeFile(
      join(folder, 'd-attachment.txt'),
      'AT+CWJAP="lab","‹redacted: Wi-Fi password›"',
    );

    const leaks = await scanForSecrets(folder, redactor);

    expect(leaks).to.have.deep.members([
      { file: join('inside', 'a-attachment.bin'), kind: 'Wi-Fi password' },
      { file: 'b-result.json', kind: 'Wi-Fi password' },
      { file: 'c-attachment.txt', kind: 'private key' },
    ]);
  });

  it('does not take a time stamp or an identity for a password of digits', async () => {
    const redactor = createRedactor();
    redactor.addSecret('17953', 'MQTT password');
    const result = {
      uuid: '17953000-0000',
      start: 1795300000000,
      name: 'join',
      source: '17953.txt',
    };
    await writeFile(join(folder, 'e-result.json'), JSON.stringify(result));

    expect(await scanForSecrets(folder, redactor)).to.deep.equal([]);
  });

  it('finds nothing in a folder that is not there', async () => {
    expect(await scanForSecrets(join(folder, 'none'), createRedactor())).to.deep.equal([]);
  });
});
