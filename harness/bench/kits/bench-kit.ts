import type { X509Certificate } from 'node:crypto';
import { checkKit } from '../../../certs/kits/check-kit.ts';
import { type ConnectionKit, sortOut } from '../../../certs/kits/connection-kit.ts';
import { readDownload } from '../../../certs/kits/download.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { readPolicy } from '../../../simulators/aws-iot/policy/document.ts';
import type { PolicyFile } from '../file/policy-file.ts';

/** What AWS handed out for the device that a bench works as. */
export interface BenchKit {
  /** How sentences call it. */
  readonly label: string;
  /** As AWS's console names things' files; undefined where the file's name can be no thing's. */
  readonly thingName: string | undefined;
  readonly certificatePem: string;
  readonly certificate: X509Certificate;
  readonly certificateId: string;
  /** A secret. */
  readonly keyPem: string;
  /** The kit's own, or that of Node.js for a server of AWS; undefined where there is none for the kit's server. */
  readonly rootPem: string | undefined;
  readonly endpoint: string | undefined;
  readonly clientId: string | undefined;
  readonly topic: string | undefined;
  readonly policy: PolicyFile | undefined;
}

/** Which cloud vouches for itself is not the kit's affair: its root may be missing. */
const requireSound = (label: string, kit: ConnectionKit): void => {
  const finding = checkKit(kit).find(
    ({ severity, code }) => severity === 'error' && code !== 'ROOT_MISSING',
  );
  if (finding) {
    throw new BadInput(
      finding.code,
      `The bench's credentials ${label} cannot be used: ${finding.sentence}`,
    );
  }
};

const policyOf = ({ policy }: ConnectionKit): PolicyFile | undefined => {
  if (!policy) return undefined;
  const { file, text } = policy;
  const { statements } = readPolicy(file, text);
  return { document: JSON.parse(text), policy: { name: file, statements } };
};

/** A thing's name begins its files' names: `lamp.cert.pem`. AWS allows these characters in one. */
const THING_NAME = /(?:^|[/ ])([\w:-]{1,128})\.[^/ ]*$/;

/**
 * Reads a connection kit, or files of it, for a bench. That key and certificate belong together and are in force is
 * looked at here, before a board is touched.
 * @throws BadInput what `readDownload` throws, the code of the first thing that is wrong, or POLICY_MALFORMED
 */
export const readBenchKit = async (paths: readonly string[]): Promise<BenchKit> => {
  const label = paths.join(', ');
  const downloads = await Promise.all(paths.map(readDownload));
  const kit = sortOut({
    files: downloads.flatMap(({ files }) => files),
    leftOut: downloads.flatMap(({ leftOut }) => leftOut),
  });
  requireSound(label, kit);
  const { certificate, key, root, script } = kit;
  // What is sound has both.
  if (!certificate || !key) throw new TypeError('a sound kit without certificate or key');
  return {
    label,
    thingName: THING_NAME.exec(certificate.file)?.[1],
    certificatePem: certificate.pem,
    certificate: certificate.x509,
    certificateId: certificate.id,
    keyPem: key.pem,
    rootPem: root?.pem,
    endpoint: script?.script.endpoint,
    clientId: script?.script.clientId,
    topic: script?.script.topic,
    policy: policyOf(kit),
  };
};
