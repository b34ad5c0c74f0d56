import { z } from 'zod';
import { calendarDay, fieldProblems } from '../people/input.ts';
import { say } from './words.ts';

/** What a form shows: what was typed, and what is wrong with it, in the reader's language. `''` is about the whole form. */
export interface FormState {
  values: Readonly<Record<string, string | readonly string[]>>;
  errors: Readonly<Record<string, string>>;
}

type Sent = FormState['values'][string] | undefined;

/** A field as one text, whatever was sent: the first of several, empty for none. */
export function one(value: Sent): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : (value[0] ?? '');
}

/** A field of a row that repeats: a browser sends one of them as one text. */
export function many(value: Sent): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** A form nobody has sent yet. */
export function freshForm(values: FormState['values'] = {}): FormState {
  return { values, errors: {} };
}

/** Fields that are never shown again: what was typed into them does not go back over the wire. */
const secret = /^(_.*|.*(password|passphrase).*|current)$/i;

export function isSecretField(name: string): boolean {
  return secret.test(name);
}

type Read<S extends z.ZodType> = { ok: true; value: z.infer<S>; state: FormState } | { ok: false; state: FormState };

/** A sent form against its schema. The messages of the schema are codes of `fieldWords` (people/input.ts). */
export function readForm<S extends z.ZodType>(schema: S, body: unknown, language: 'id' | 'en'): Read<S> {
  const typed = isRecord(body) ? body : {};
  const values = Object.fromEntries(
    Object.entries(typed)
      .filter(([name]) => !isSecretField(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
  const result = schema.safeParse(typed);
  if (result.success) return { ok: true, value: result.data, state: { values, errors: {} } };
  const errors = Object.entries(fieldProblems(result.error)).map(([field, words]) => [field, say(words, language)]);
  return { ok: false, state: { values, errors: Object.fromEntries(errors) } };
}

function isRecord(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null;
}

/** PostgreSQL's largest integer: the id of no row is above it, and asking for one would be an error, not a miss. */
const LARGEST_ID = 2_147_483_647;

/** The number of a row, from an address or a form; undefined for what cannot be one. */
export function rowId(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^[1-9][0-9]{0,9}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= LARGEST_ID ? id : undefined;
}

/** The days that an address asks for, `YYYY-MM-DD` of years that people mean; what is no day is not asked. */
export function daysAsked(query: Readonly<Record<string, unknown>>): { from?: string; to?: string } {
  const day = (name: 'from' | 'to') => {
    const asked = calendarDay.safeParse(query[name]);
    return asked.success && /^[12]/.test(asked.data) ? { [name]: asked.data } : {};
  };
  return { ...day('from'), ...day('to') };
}

/** The words that an address asks for, bounded; empty: none. */
export function wordsAsked({ q }: Readonly<Record<string, unknown>>): string {
  return typeof q === 'string' ? q.trim().slice(0, 200) : '';
}

/** An id chosen from a list, arriving as text. */
export const chosenId = z
  .string('choose')
  .refine((text) => rowId(text) !== undefined, 'choose')
  .transform(Number);

/** The same, where "none" is a choice. */
export const chosenIdOrNone = z.union([z.literal('').transform(() => null), chosenId]).default(null);

/** A box that is ticked or not sent at all. */
export const ticked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** Boxes of one name: none, one or several arrive. */
export function tickedOf<const T extends readonly string[]>(choices: T) {
  return z
    .union([z.enum(choices).transform((one) => [one]), z.array(z.enum(choices)).max(choices.length)], 'invalid')
    .default([]);
}

/** A secret as typed: bounded, nothing trimmed. */
export const typedSecret = z.string('required').min(1, 'required').max(1024, 'too-long');
