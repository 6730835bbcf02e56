import type { KeyObject } from 'node:crypto';
import { describeCertificate } from '../../../certs/describe-certificate.ts';
import type { KitFinding } from '../../../certs/kits/check-kit.ts';
import type { ConnectionKit } from '../../../certs/kits/connection-kit.ts';
import type { CertificateItem, KitItem } from '../../../certs/kits/kit-item.ts';
import type { PolicyCheck } from '../../../simulators/aws-iot/policy/check-policy.ts';
import { verdictFields } from '../cloud/policy-verdict.ts';

/** All that is to be told of a kit. */
export interface KnownKit {
  readonly path: string;
  readonly kit: ConnectionKit;
  readonly verdict: PolicyCheck | undefined;
  readonly findings: readonly KitFinding[];
}

const certificateWords = ({ root, x509 }: CertificateItem): string => {
  if (root) return root;
  return x509.ca ? 'certificate of an authority' : 'certificate';
};

/** What a file holds, in a few words that quote none of it. */
export const itemWords = (item: KitItem): string => {
  switch (item.kind) {
    case 'certificate':
      return certificateWords(item);
    case 'private-key':
      return `private key (${item.form})`;
    case 'public-key':
      return 'public key, not needed';
    case 'policy':
      return 'policy';
    case 'start-script':
      return 'start script';
    case 'other':
      return item.words;
    case 'refused':
      return 'cannot be read';
  }
};

/** `RSA 2048`, `EC prime256v1`. */
export const keyWords = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string => {
  const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {};
  return [asymmetricKeyType?.toUpperCase(), modulusLength ?? namedCurve].join(' ').trim();
};

/** Whether certificate and key belong together; undefined if there are not both of them. */
export const matches = ({ certificate, key, pairs }: ConnectionKit): boolean | undefined =>
  certificate && key ? pairs.length > 0 : undefined;

/** A kit for a program: one JSON line, without its key. */
export const kitJson = ({ path, kit, verdict, findings }: KnownKit): string => {
  const { certificate, key, root, script, policy } = kit;
  return `${JSON.stringify({
    path,
    files: kit.items.map((item) => ({
      file: item.file,
      kind: item.kind,
      holds: itemWords(item),
    })),
    certificate: certificate
      ? { file: certificate.file, ...describeCertificate(certificate.x509.raw) }
      : null,
    key: key ? { file: key.file, form: key.form, kind: keyWords(key.key) } : null,
    keyMatches: matches(kit) ?? null,
    root: root
      ? { file: root.file ?? null, name: root.name, ...describeCertificate(root.pem) }
      : null,
    endpoint: script?.script.endpoint ?? null,
    clientId: script?.script.clientId ?? null,
    topic: script?.script.topic ?? null,
    verdict: policy && verdict ? verdictFields(policy.file, verdict) : null,
    findings,
  })}\n`;
};
