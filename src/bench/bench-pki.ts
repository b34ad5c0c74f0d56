import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { x500Name } from '../authority/certificate-profile.ts';
import { certify } from '../authority/issue-certificate.ts';
import type { Signer } from '../signing/cms.ts';

/** A root, an issuing authority and an official of its own, with the certificates that the application would make. */
export function benchSigner(): Signer {
  const term = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  const named = (commonName: string) => x500Name({ organisation: 'Bench', unit: 'Bench', commonName });
  const [root, issuing, official] = [newKey(), newKey(), newKey()];
  const rootName = named('Bench root');
  const issuingName = named('Bench issuing');
  const top = { name: rootName, publicKey: root.publicKey };
  const below = { name: issuingName, publicKey: issuing.publicKey };
  const rootCertificate = certify(
    { role: 'root', subject: rootName, publicKey: root.publicKey, issuer: top, ...term },
    root.sign,
  );
  const issuingCertificate = certify(
    { role: 'issuing', subject: issuingName, publicKey: issuing.publicKey, issuer: top, ...term },
    root.sign,
  );
  const certificate = certify(
    { role: 'official', subject: named('Bench official'), publicKey: official.publicKey, issuer: below, ...term },
    issuing.sign,
  );
  return { certificate: certificate.der, chain: [issuingCertificate.der, rootCertificate.der], sign: official.sign };
}

function newKey() {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
    sign: (bytes: Uint8Array) => sign('sha256', bytes, key),
  };
}
