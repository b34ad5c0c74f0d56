import { randomBytes } from 'node:crypto';
import { keyEncryption } from '../../src/custody/key-encryption.ts';
import { makeWrappedKey, rewrapKey, type Unlock, unwrapKey } from '../../src/custody/key-wrap.ts';

const file = randomBytes(32);
const unlock: Unlock = { passphraseKey: randomBytes(32), keyEncryption: keyEncryption(file) };
const name = 'v.example/official/000001';

describe.each(['p256', 'ed25519'] as const)('a wrapped %s key', (algorithm) => {
  const key = makeWrappedKey(unlock, name, algorithm);

  it('opens with both secrets', () => {
    expect(unwrapKey(unlock, key)?.type).toBe('private');
  });

  it('does not open when any byte of it is flipped', () => {
    for (let i = 0; i < key.wrapped.length; i++) {
      const flipped = Buffer.from(key.wrapped);
      flipped[i] = (flipped[i] ?? 0) ^ 1;
      expect(() => unwrapKey(unlock, { ...key, wrapped: flipped })).toThrow('key-encryption file');
    }
  });

  it('does not open cut short or extended', () => {
    for (const wrapped of [
      Buffer.alloc(0),
      key.wrapped.subarray(0, 20),
      Buffer.concat([key.wrapped, Buffer.alloc(1)]),
    ]) {
      expect(() => unwrapKey(unlock, { ...key, wrapped })).toThrow('key-encryption file');
    }
  });

  it('does not open under another name, another public key or another key of the same person', () => {
    const other = makeWrappedKey(unlock, 'v.example/official/000002', algorithm);
    expect(() => unwrapKey(unlock, { ...key, name: other.name })).toThrow('key-encryption file');
    expect(() => unwrapKey(unlock, { ...key, publicKey: other.publicKey })).toThrow('key-encryption file');
    expect(() => unwrapKey(unlock, { ...key, wrapped: other.wrapped })).toThrow('key-encryption file');
  });

  it('does not open without the key-encryption file, whatever the passphrase', () => {
    const elsewhere = { ...unlock, keyEncryption: keyEncryption(randomBytes(32)) };
    expect(() => unwrapKey(elsewhere, key)).toThrow('key-encryption file');
  });

  it('says nothing but "no" to another passphrase', () => {
    expect(unwrapKey({ ...unlock, passphraseKey: randomBytes(32) }, key)).toBeUndefined();
  });

  it('opens under the new passphrase alone after it was wrapped anew', () => {
    const to = { ...unlock, passphraseKey: randomBytes(32) };
    const moved = rewrapKey(unlock, to, key);
    if (moved === undefined) throw new Error('did not open');
    expect(unwrapKey(to, moved)).toBeDefined();
    expect(unwrapKey(unlock, moved)).toBeUndefined();
    expect(rewrapKey(to, unlock, key)).toBeUndefined();
  });

  it('is refused when a whole other key was wrapped in its place', () => {
    // What somebody with both secrets could write: a blob that opens, but holds the private half of another key.
    const other = makeWrappedKey(unlock, name, algorithm);
    expect(() => unwrapKey(unlock, { ...other, publicKey: key.publicKey })).toThrow();
  });
});
