/** A version 4 UUID. Browsers have `crypto.randomUUID` only where the connection is secure; this is for everywhere. */
export function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, n) => {
    if (n === 6) return ((byte & 0x0f) | 0x40).toString(16).padStart(2, '0');
    if (n === 8) return ((byte & 0x3f) | 0x80).toString(16);
    return byte.toString(16).padStart(2, '0');
  });
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((part) => part.join(''))
    .join('-');
}
