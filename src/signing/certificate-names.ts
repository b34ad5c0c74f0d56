import { derChildren, readDer } from '../certificates/der.ts';
import { Fault } from '../errors.ts';

/**
 * Issuer and serial number of a certificate (DER) as the content bytes that stand in it, without tag and length. Cut out
 * rather than decoded and encoded again: SignerInfo must name the issuer byte for byte (RFC 5652, 10.2.4).
 */
export function namesOf(certificate: Buffer): { issuer: string; serial: string } {
  const [toBeSigned] = derChildren(readDer(certificate));
  const fields = toBeSigned === undefined ? [] : derChildren(toBeSigned);
  // The version stands first under [0] unless it is 1, which is left out.
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial?.tag !== 0x02 || issuer?.tag !== 0x30) throw new Fault('read the names in the signing certificate');
  return { issuer: issuer.content.toString('latin1'), serial: serial.content.toString('latin1') };
}
