import type { Request } from 'express';
import { z } from 'zod';
import { isSecretField } from './forms.ts';
import { filesTurnedAway, LEFT_BEHIND } from './receive-files.ts';
import { ownPath } from './visit.ts';

/** A form that arrived after its session had ended: where it was going, and what was typed, without any secret. */
export interface KeptForm {
  action: string;
  fields: [name: string, value: string][];
}

/** As many as a request may bring: a letter to two hundred recipients with their addresses is more than five hundred. */
export const MOST_FIELDS = 2_000;
/** More than people type into a form with files, and than any other may bring: what is larger is a load, and is not given back. */
const MOST_TEXT = 512 * 1024;

const keptShape = z.object({
  action: z.string().max(500),
  fields: z.array(z.tuple([z.string().max(100), z.string()])).max(MOST_FIELDS),
});

/**
 * What to keep of a form whose token is not the session's. Only of one that our own page sent, by the Origin that every
 * browser tells with a POST: another site's form gets a refusal, not a second chance.
 */
export function keepForm(req: Request, appOrigin: string): KeptForm | undefined {
  const action = ownPath(req.originalUrl);
  if (req.headers.origin !== appOrigin || action === undefined) return undefined;
  const fields = fieldsOf(req);
  if (fields.reduce((sum, [, value]) => sum + value.length, 0) > MOST_TEXT) return undefined;
  // Whoever sends it again is asked for them, and does not leave them out unawares.
  return { action, fields: filesTurnedAway(req) ? [...fields, [LEFT_BEHIND, 'yes']] : fields };
}

/** What was typed, without any secret. */
export function fieldsOf(req: Request): KeptForm['fields'] {
  return Object.entries((req.body ?? {}) as Record<string, unknown>)
    .filter(([name]) => !isSecretField(name))
    .flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, String(each)]));
}

/** The same, as it travels through the sign-in form; undefined for anything else. */
export function readKeptForm(text: unknown): KeptForm | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    const kept = keptShape.parse(JSON.parse(text));
    return ownPath(kept.action) === undefined ? undefined : kept;
  } catch {
    return undefined;
  }
}
