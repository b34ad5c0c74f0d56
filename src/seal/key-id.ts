import { createHash } from 'node:crypto';

/** kid = SHA-256(keyName ‖ 0x0A ‖ 0x01 ‖ public key)[0:4]; the same as the key id of a C2SP signed note for Ed25519. */
export function keyId(keyName: string, publicKey: Uint8Array): Buffer {
  return createHash('sha256')
    .update(keyName)
    .update(Uint8Array.of(0x0a, 0x01))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}
