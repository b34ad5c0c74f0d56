/**
 * RC4, both ways. OpenSSL 3 has it no more, for good reasons; old documents are still encrypted with it, and here it only
 * makes them readable: nothing is ever protected by it.
 */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    const own = state[i] ?? 0;
    j = (j + own + (key[i % key.length] ?? 0)) & 0xff;
    state[i] = state[j] ?? 0;
    state[j] = own;
  }
  const out = Buffer.alloc(data.length);
  let i = 0;
  j = 0;
  for (let at = 0; at < data.length; at += 1) {
    i = (i + 1) & 0xff;
    const a = state[i] ?? 0;
    j = (j + a) & 0xff;
    const b = state[j] ?? 0;
    state[i] = b;
    state[j] = a;
    out[at] = (data[at] ?? 0) ^ (state[(a + b) & 0xff] ?? 0);
  }
  return out;
}
