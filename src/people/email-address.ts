import { z } from 'zod';

/**
 * An address as mail servers everywhere take it (RFC 5321, without quoted local parts): ASCII, one @, a domain with a dot.
 * Nothing in it can end a header or begin a second address.
 */
const form =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

export function isEmailAddress(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && at <= 64 && text.length <= 254 && form.test(text);
}

/** An address typed into a form, trimmed; empty for none. */
export const optionalEmail = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .max(254, 'email')
      .refine((text) => text === '' || isEmailAddress(text), 'email'),
  );
