import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

let made: { key: string; cert: string } | undefined;

/** A certificate for 127.0.0.1 that signs itself: trusted only by whoever is told to. */
export function certificateForHere(): { key: string; cert: string } {
  made ??= make();
  return made;
}

function make(): { key: string; cert: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const own = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.rsa.setPublicKey(own.n, own.e);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2049-01-01T00:00:00Z');
  const name = [{ name: 'commonName', value: 'post office' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ]);
  certificate.sign(own, forge.md.sha256.create());
  return { key, cert: forge.pki.certificateToPem(certificate) };
}
