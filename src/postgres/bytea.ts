import { z } from 'zod';

/** A column of bytes, as a row's schema names it. */
export const bytea = z.custom<Buffer>((value) => Buffer.isBuffer(value));
