import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import {
  DESK_CHANNELS,
  type LineInput,
  type RegistrationInput,
} from '../../incoming/registering/registration-input.ts';
import { URGENCY } from '../../letters/letter-kind.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, one, rowId } from '../forms.ts';
import type { OfficialVisit } from '../visit.ts';
import { positionLabels } from './letters-parties.ts';

const text = z.string().max(2_000, 'too-long').default('');

/** The agenda's line as a form sends it; what it means is asked by the act. */
export const lineForm = z.object({
  channel: text,
  senderName: text,
  senderAddress: text,
  number: text,
  letterDate: text,
  subject: text,
  receivedOn: text,
  receivedTime: text,
  security: text,
  urgency: text,
  classification: text,
});

export const registrationForm = lineForm.extend({
  submissionKey: text,
  unitId: text,
  senderEmail: text,
  addresseePositionId: text,
  withheld: text,
  ownLetter: text,
  /** Ids with commas between: those that were shown, with a `p` behind where only the paper was the same. */
  differentFrom: z.union([text, z.array(text).transform((all) => all.join(','))]).default(''),
  after: text,
});
export type TypedRegistration = z.infer<typeof registrationForm>;

/** Strings as typed; the act refuses what is none of its choices, on the field. */
export function asLine(typed: z.infer<typeof lineForm>): LineInput {
  const { channel, ...line } = typed;
  return { ...line, ...(channel === '' ? {} : { channel }) } as LineInput;
}

const COURSE = ['senderName', 'number', 'letterDate', 'subject', 'addresseePositionId'] as const;

/**
 * Where the keyboard begins: at the first field of the letter that nobody has filled in, else at the last, where Enter saves. Empty
 * where something is wrong: then the reader is led there first.
 */
export function beginAt({ values, errors }: FormState): string {
  if (Object.keys(errors).length > 0) return '';
  return COURSE.find((name) => one(values[name]) === '') ?? 'addresseePositionId';
}

export function incomingForms(deps: Pick<WebDeps, 'incoming' | 'people'>) {
  const zone = async () => await deps.people.timeZone();
  const openPositions = async () => (await deps.people.listPositions()).filter(({ closedAt }) => closedAt === null);

  return {
    /** The post that the clerk meant: its label, the only one that fits, or the only one that begins so. @throws Refusal on `field` */
    async readPost(visit: OfficialVisit, typed: string, field: string): Promise<number> {
      const labels = positionLabels(await openPositions());
      const folded = fold(typed);
      const named = [...labels].find(([, label]) => fold(label) === folded);
      if (named !== undefined) return named[0];
      const refuse = (id: string, en: string) =>
        new Refusal('invalid-input', 'post-unclear', { id, en }, { [field]: { id, en } });
      if (folded === '') throw refuse('Isian ini wajib.', 'This field is required.');
      const found = await deps.incoming.findPosts(visit.actor, typed);
      const [only] = found;
      if (found.length === 1 && only !== undefined) return only.id;
      // `Kepala Dinas` is whoever is called so, not also the head of a division of some Dinas.
      const [begun, another] = [...labels].filter(([, label]) => fold(label).startsWith(folded));
      if (begun !== undefined && another === undefined) return begun[0];
      const posts = found.slice(0, 5).map(({ id, name }) => labels.get(id) ?? name);
      const say = visit.t(found.length === 0 ? 'enter.addressee.none' : 'enter.addressee.many', {
        posts: posts.join('; '),
      });
      throw refuse(say, say);
    },

    /** The post whose label or name this is, where exactly one has it. */
    async findPost(visit: OfficialVisit, named: string): Promise<number | undefined> {
      return this.readPost(visit, named, '').catch(() => undefined);
    },

    /**
     * What a fresh form holds: received now, by the channel and in the agenda of the letter before. What lies at the desk
     * came when it was put there: over the weekend, by the public form, on the day that its sender has a receipt for.
     */
    async fresh(visit: OfficialVisit, unitId: number, cameAt = visit.now): Promise<FormState['values']> {
      const asked = String(visit.req.query.channel ?? '');
      return {
        submissionKey: randomUUID(),
        unitId: String(unitId),
        ...momentOf(cameAt, await zone()),
        channel: DESK_CHANNELS.find((known) => known === asked) ?? 'post',
        security: 'B',
        urgency: 'BIASA',
      };
    },

    /** Choices and suggestions that every form of a line shows. */
    async choices(visit: OfficialVisit) {
      const positions = await openPositions();
      const labels = positionLabels(positions);
      const senders = await deps.incoming.suggestSenders(visit.actor, '');
      return {
        channels: DESK_CHANNELS,
        securities: SECURITY,
        urgencies: URGENCY,
        senders: senders.map(({ name }) => name),
        posts: nearFirst(positions, visit).map(({ id, name }) => labels.get(id) ?? name),
        labelOf: (positionId: number) => labels.get(positionId) ?? '',
      };
    },

    async readRegistration(
      visit: OfficialVisit,
      typed: TypedRegistration,
      intakeId?: number,
    ): Promise<RegistrationInput> {
      const {
        after: _after,
        unitId,
        withheld,
        ownLetter,
        differentFrom,
        addresseePositionId,
        submissionKey,
        senderEmail,
        ...line
      } = typed;
      return {
        ...asLine(line),
        submissionKey,
        senderEmail,
        unitId: rowId(unitId) ?? 0,
        addresseePositionId: await this.readPost(visit, addresseePositionId, 'addresseePositionId'),
        withheld: withheld === 'yes',
        ownLetter: ownLetter === 'yes',
        differentFrom: differentFrom.split(',').flatMap((id) => rowId(id) ?? []),
        differentPaper: differentFrom.split(',').flatMap((id) => (id.endsWith('p') && rowId(id.slice(0, -1))) || []),
        ...(intakeId === undefined ? {} : { intakeId }),
      };
    },

    zone,
  };
}
export type IncomingForms = ReturnType<typeof incomingForms>;

/** Date and time of day as the fields of a form want them. */
function momentOf(cameAt: Date, timeZone: string) {
  return { receivedOn: calendarDate(cameAt, timeZone), receivedTime: timeOfDay(cameAt, timeZone) };
}

export function timeOfDay(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    instant,
  );
}

/** As many suggestions as do not make the page heavy; with script others are found as somebody types. */
const MOST_POSTS = 150;

function nearFirst<P extends { unitId: number; id: number }>(positions: readonly P[], { actor }: OfficialVisit): P[] {
  const own = new Set(actor.duties.map(({ unitId }) => unitId));
  return positions
    .toSorted((a, b) => Number(own.has(b.unitId)) - Number(own.has(a.unitId)) || a.id - b.id)
    .slice(0, MOST_POSTS);
}

function fold(typed: string): string {
  return typed.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
