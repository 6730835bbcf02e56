import { readFile } from 'node:fs/promises';
import { amazonRootPem } from '../../../certs/amazon-roots.ts';
import { parseCertificates } from '../../../certs/credentials.ts';
import { BadInput } from '../../../errors/bench-error.ts';

/**
 * The root that boards must trust to reach AWS IoT: of a file, or Amazon Root CA 1 out of Node.js, which AWS
 * IoT's servers chain to unless a client wants curves alone. Throws BadInput ROOT_MISSING or what reading PEM throws.
 */
export const amazonRoot = async (file?: string): Promise<string> => {
  if (file !== undefined) return fromFile(file);
  const own = amazonRootPem('Amazon Root CA 1');
  if (own !== undefined) return own;
  throw new BadInput(
    'ROOT_MISSING',
    'This Node.js does not know Amazon Root CA 1; fetch AmazonRootCA1.pem and name it as rootCa of the cloud.',
  );
};

const fromFile = async (file: string): Promise<string> => {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (cause) {
    throw new BadInput(
      'FILE_UNREADABLE',
      `The root certificate of the cloud should be in ${file}, which cannot be read.`,
      { cause },
    );
  }
  parseCertificates(pem, file);
  return pem;
};
