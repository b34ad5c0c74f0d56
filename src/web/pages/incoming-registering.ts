import { hashFile } from '../../documents/content.ts';
import { isRefusal, type Refusal } from '../../errors.ts';
import type { IncomingLine } from '../../incoming/incoming.ts';
import type { WebDeps } from '../deps.ts';
import { onField } from '../file-refusals.ts';
import { type FormState, one, rowId } from '../forms.ts';
import { keptAtDesk } from '../kept-draft-key.ts';
import { statusOf } from '../problems.ts';
import type { ReceivedFile } from '../receive-files.ts';
import type { OfficialVisit } from '../visit.ts';
import { incomingForms, registrationForm, type TypedRegistration } from './incoming-form.ts';

/** The field of the letter's own files. */
export const FILES = 'files';

/** The act of registering as both forms call it, with what comes after it. */
export function openRegistering(deps: Pick<WebDeps, 'incoming' | 'intake' | 'people' | 'settings'>) {
  const { incoming, intake } = deps;
  const forms = incomingForms(deps);

  /**
   * After an item of the desk the next one that is ready, else an empty form; with the agenda and the channel of this letter.
   * Whoever types what lies on paper gets an empty form: into that of an item the next letter would be typed unawares.
   */
  async function nextOf(
    visit: OfficialVisit,
    { after, unitId, channel }: TypedRegistration,
    { incomingId, intakeId }: { incomingId: number; intakeId: number | undefined },
  ): Promise<`/${string}`> {
    if (after === 'open') return `/incoming/${incomingId}/line`;
    const query = new URLSearchParams({ done: String(incomingId), unit: unitId, channel });
    const next = intakeId === undefined ? undefined : await nextItem(visit, rowId(unitId) ?? 0, intakeId);
    return next === undefined ? `/incoming/new?${query}` : `/incoming/intake/${next}?${query}`;
  }

  /** The item of the pile after this one that is ready to be registered, else the first of those that were passed over. */
  async function nextItem(visit: OfficialVisit, unitId: number, intakeId = 0): Promise<number | undefined> {
    const ready = (await intake.list(visit.actor, unitId)).filter(
      ({ id, state }) => state === 'ready' && id !== intakeId,
    );
    return (ready.find(({ id }) => id > intakeId) ?? ready[0])?.id;
  }

  async function register(visit: OfficialVisit, typed: TypedRegistration, intakeId?: number) {
    const files = intakeId === undefined ? visit.files().map(({ path, name, size }) => ({ path, name, size })) : [];
    const line = await forms.readRegistration(visit, typed, intakeId);
    const registered = await onField(FILES, incoming.register(visit.actor, line, files));
    const { incomingId, agenda, year } = registered;
    return { agenda: `${agenda}/${year}`, next: await nextOf(visit, typed, { incomingId, intakeId }) };
  }

  function refuse(visit: OfficialVisit, refusal: Refusal): void {
    const fields = Object.entries(refusal.fields).map(([field, words]) => [field, visit.say(words)]);
    visit.res.status(statusOf[refusal.problem]).json({
      problem: refusal.code,
      message: visit.say(refusal.words),
      fields: Object.fromEntries(fields),
    });
  }

  return {
    register,
    nextItem,

    /** The same for the page that stays open and sends what it kept: once only, by its key. */
    async registerKept(visit: OfficialVisit, intakeId?: number): Promise<void> {
      const read = registrationForm.safeParse(visit.req.body);
      if (!read.success) return void visit.res.status(422).json({ problem: 'form', message: '', fields: {} });
      // Somebody else has signed in in this browser since it was typed: not in their name.
      if (String(visit.req.body?.person) !== String(visit.actor.personId)) {
        return void visit.res.status(403).json({ problem: 'other-person' });
      }
      try {
        visit.res.json(await register(visit, read.data, intakeId));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refuse(visit, error);
      }
    },

    /** Lines and items that may be the same letter as the one typed. */
    duplicates: async (visit: OfficialVisit, form: FormState, intakeId?: number) =>
      incoming.findDuplicates(visit.actor, {
        senderName: one(form.values.senderName),
        number: one(form.values.number),
        intakeId,
        sha256: intakeId === undefined ? await hashesOf(visit.files()) : [],
      }),

    /** The line that the form before this one became. */
    async done(visit: OfficialVisit): Promise<IncomingLine | undefined> {
      const id = rowId(visit.req.query.done);
      if (id === undefined) return undefined;
      return incoming.line(visit.actor, id).then(
        ({ line }) => line,
        () => undefined,
      );
    },

    /** By which the browser keeps what was typed. */
    kept: (visit: OfficialVisit) => keptAtDesk(deps.settings.secret, visit.actor.personId),
  };
}

/** By which the same file is found among what was registered. */
async function hashesOf(files: readonly ReceivedFile[]): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (const { path } of files) hashes.push((await hashFile(path)).sha256);
  return hashes;
}
