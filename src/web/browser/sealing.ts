export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/**
 * Encrypts what a browser keeps (AES-GCM): the key comes with the page of its person, so that nobody reads it after signing out
 * or under another account. Without a secure connection browsers encrypt nothing; then `possible` is false.
 */
export function sealing(keyText: string) {
  // Missing outside secure contexts, whatever its type says.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const key = subtle?.importKey('raw', fromBase64(keyText), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const algorithm = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
    ...{ name: 'AES-GCM', iv },
    ...(place === '' ? {} : { additionalData: new TextEncoder().encode(place) }),
  });

  async function close(plain: Uint8Array<ArrayBuffer> | ArrayBuffer, place = ''): Promise<Sealed | undefined> {
    if (subtle === undefined || key === undefined) return undefined;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await subtle.encrypt(algorithm(iv, place), await key, plain) };
  }

  async function open(
    iv: Uint8Array<ArrayBuffer>,
    sealed: Uint8Array<ArrayBuffer> | ArrayBuffer,
    place = '',
  ): Promise<ArrayBuffer | undefined> {
    if (subtle === undefined || key === undefined) return undefined;
    return subtle.decrypt(algorithm(iv, place), await key, sealed).catch(() => undefined);
  }

  return {
    possible: subtle !== undefined,
    /** `place`: where it belongs, said again to open it; a piece put in another's place is not opened. */
    close,
    /** Undefined for what was written under another key or for another place, or is damaged. */
    open,
    closeValue: (value: unknown, place = '') => close(new TextEncoder().encode(JSON.stringify(value)), place),
    /** Undefined likewise; `T` is what was closed at that place. */
    async openValue<T>(...[iv, sealed, place]: Parameters<typeof open>): Promise<T | undefined> {
      const plain = await open(iv, sealed, place);
      return plain && (JSON.parse(new TextDecoder().decode(plain)) as T);
    },
  };
}
export type Sealing = ReturnType<typeof sealing>;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
