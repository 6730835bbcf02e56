import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { parseCertificates } from '../../../certs/credentials.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { BadInput } from '../../../errors/bench-error.ts';

/** Amazon Root CA 1, RSA 2048, which AWS IoT's servers chain to unless a client wants curves alone. SHA-256 of the DER. */
const AMAZON_ROOT_CA_1 = '8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e';

/**
 * The root that boards must trust to reach AWS IoT: of a file, or the one that Node.js itself trusts, known by its
 * fingerprint. Throws BadInput ROOT_MISSING or what reading PEM throws.
 */
export const amazonRoot = async (file?: string): Promise<string> => {
  if (file !== undefined) return fromFile(file);
  const own = rootCertificates.find((pem) => certificateId(pem) === AMAZON_ROOT_CA_1);
  // As X509Certificate writes it: with the final newline, 1188 bytes, as AWS hands it out.
  if (own !== undefined) return new X509Certificate(own).toString();
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
