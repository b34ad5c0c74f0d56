import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { SECURITY } from '../people/security-class.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { DraftContent } from './draft-content.ts';
import { URGENCY } from './letter-kind.ts';

export const LETTER_STATES = ['draft', 'in_approval', 'awaiting_signature', 'issued', 'rejected'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

const LetterRow = z.object({
  id: z.number(),
  kind: z.string(),
  /** The version of the kind under which it was begun. */
  kindVersion: z.number(),
  unitId: z.number(),
  drafterId: z.number(),
  drafterPersonId: z.number(),
  drafterPositionId: z.number(),
  state: z.enum(LETTER_STATES),
  draft: DraftContent,
  draftRevision: z.number(),
  /** Counts the changes of its files, which are no part of the draft. */
  filesRevision: z.number(),
  currentVersionId: z.number().nullable(),
  subject: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  createdAt: z.date(),
  stateSince: z.date(),
});
/** A letter with what its drafter last saved; `drafterId` is an appointment. */
export type Letter = z.infer<typeof LetterRow>;

const id = z.object({ id: z.number() });

const letterSelect = sql`SELECT l.id, l.kind, l.kind_version, l.unit_id, l.drafter_id, a.person_id AS drafter_person_id,
    a.position_id AS drafter_position_id, l.state, l.draft, l.draft_revision, l.files_revision, l.current_version_id, l.subject, l.security,
    l.urgency, l.created_at, l.state_since
  FROM letter l JOIN appointment a ON a.id = l.drafter_id`;

export async function findLetter(db: Sql, letterId: number): Promise<Letter | undefined> {
  return db.maybe(LetterRow, sql`${letterSelect} WHERE l.id = ${letterId}`);
}

export async function getLetter(db: Sql, letterId: number): Promise<Letter> {
  return (await findLetter(db, letterId)) ?? refuseUnknown();
}

/** The letter with its row locked until the transaction ends: every act that changes whose turn it is begins here. */
export async function lockLetter(tx: Transaction, letterId: number): Promise<Letter> {
  return (await tx.maybe(LetterRow, sql`${letterSelect} WHERE l.id = ${letterId} FOR UPDATE OF l`)) ?? refuseUnknown();
}

/** One answer for a letter that is not there and one that the actor may not know of. */
export function refuseUnknown(): never {
  throw new Refusal('not-found', 'letter-unknown', {
    id: 'Surat itu tidak ada, atau tidak ditujukan kepada Anda.',
    en: 'There is no such letter, or it is not meant for you.',
  });
}

export async function insertLetter(
  tx: Transaction,
  letter: {
    kind: string;
    kindVersion: number;
    unitId: number;
    drafterId: number;
    draft: DraftContent;
    answersId: number | null;
    at: Date;
  },
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO letter (kind, kind_version, unit_id, drafter_id, state, draft, subject, security, urgency, reply_to_id, answers_id,
          created_at, state_since)
        VALUES (${letter.kind}, ${letter.kindVersion}, ${letter.unitId}, ${letter.drafterId}, 'draft', ${JSON.stringify(letter.draft)},
          ${letter.draft.subject}, ${letter.draft.security}, ${letter.draft.urgency}, ${letter.draft.replyToId}, ${letter.answersId},
          ${letter.at}, ${letter.at})
        RETURNING id`,
  );
  return row.id;
}

/** False when somebody saved since `revision` was read, or the letter is no draft any more: nothing is overwritten. */
export async function storeDraft(
  tx: Transaction,
  letterId: number,
  revision: number,
  draft: DraftContent,
): Promise<boolean> {
  const rows = await tx.run(
    sql`UPDATE letter SET draft = ${JSON.stringify(draft)}, draft_revision = draft_revision + 1, subject = ${draft.subject},
          security = ${draft.security}, urgency = ${draft.urgency}, reply_to_id = ${draft.replyToId}
        WHERE id = ${letterId} AND draft_revision = ${revision} AND state = 'draft'`,
  );
  return rows === 1;
}

/** A reviewer's correction reaches the draft of a locked letter, so that it is not lost should the letter come back. */
export async function storeCorrection(
  tx: Transaction,
  letterId: number,
  { subject, sections }: Pick<DraftContent, 'subject' | 'sections'>,
): Promise<void> {
  await tx.run(
    sql`UPDATE letter SET subject = ${subject}, draft_revision = draft_revision + 1,
          draft = draft || jsonb_build_object('subject', ${subject}::text,
            'sections', (draft -> 'sections') || ${JSON.stringify(sections)}::jsonb)
        WHERE id = ${letterId}`,
  );
}

/** Its files have changed: whoever submits, or looks at a preview, made before this one begins anew. */
export async function touchFiles(tx: Transaction, letterId: number): Promise<void> {
  await tx.run(sql`UPDATE letter SET files_revision = files_revision + 1 WHERE id = ${letterId}`);
}

export async function storeState(tx: Transaction, letterId: number, state: LetterState, at: Date): Promise<void> {
  await tx.run(sql`UPDATE letter SET state = ${state}, state_since = ${at} WHERE id = ${letterId}`);
}

const VersionRow = z.object({
  id: z.number(),
  letterId: z.number(),
  version: z.number(),
  content: z.string(),
  sha256: bytea,
  pages: z.number(),
  previewSha256: bytea,
  recipientPositions: z.array(z.number()),
  submittedBy: z.number(),
  submittedAt: z.date(),
});
/** A submitted version: written once. `content` is the canonical JSON, `sha256` its hash, `previewSha256` its draft PDF. */
export type LetterVersion = z.infer<typeof VersionRow>;

const versionColumns = sql`id, letter_id, version, content, sha256, pages, preview_sha256, recipient_positions,
  submitted_by, submitted_at`;

export async function findVersion(db: Sql, versionId: number): Promise<LetterVersion | undefined> {
  return db.maybe(VersionRow, sql`SELECT ${versionColumns} FROM letter_version WHERE id = ${versionId}`);
}

export async function listVersions(db: Sql, letterId: number): Promise<LetterVersion[]> {
  return db.many(
    VersionRow,
    sql`SELECT ${versionColumns} FROM letter_version WHERE letter_id = ${letterId} ORDER BY version`,
  );
}

/** The next version of a locked letter, made its current one. */
export async function addVersion(
  tx: Transaction,
  version: Omit<LetterVersion, 'id' | 'version'>,
): Promise<{ id: number; version: number }> {
  const row = await tx.one(
    z.object({ id: z.number(), version: z.number() }),
    sql`INSERT INTO letter_version (letter_id, version, content, sha256, pages, preview_sha256, recipient_positions, submitted_by, submitted_at)
        SELECT ${version.letterId}, coalesce(max(version), 0) + 1, ${version.content}, ${version.sha256}, ${version.pages}::int,
               ${version.previewSha256}, ${version.recipientPositions}::int[], ${version.submittedBy}, ${version.submittedAt}
        FROM letter_version WHERE letter_id = ${version.letterId}
        RETURNING id, version`,
  );
  await tx.run(sql`UPDATE letter SET current_version_id = ${row.id} WHERE id = ${version.letterId}`);
  return row;
}

const IssuedRow = z.object({
  documentSha256: bytea,
  pages: z.number(),
  host: z.string(),
  token: z.string(),
  number: z.string(),
  letterDate: z.string(),
  issuedAt: z.date(),
});
/** The signed document of an issued letter; `letterDate` is `YYYY-MM-DD`. */
export type IssuedLetter = z.infer<typeof IssuedRow>;

export async function findIssued(db: Sql, letterId: number): Promise<IssuedLetter | undefined> {
  return db.maybe(
    IssuedRow,
    sql`SELECT i.document_sha256, a.pages, i.host, i.token, n.text AS number, a.letter_date, i.issued_at
        FROM issue i JOIN signing_act a ON a.id = i.act_id JOIN letter_number n ON n.id = i.number_id
        WHERE i.letter_id = ${letterId}`,
  );
}

const ChainPositionRow = z.object({ positionId: z.number(), unitId: z.number(), task: z.enum(['initial', 'sign']) });

export async function findIdByToken(db: Sql, token: string): Promise<number | undefined> {
  const row = await db.maybe(
    z.object({ letterId: z.number() }),
    sql`SELECT letter_id FROM issue WHERE token = ${token}`,
  );
  return row?.letterId;
}

/** Positions in the chain of the version submitted last: what the table of permissions asks about a letter. */
export function listChainPositions(db: Sql, versionId: number): Promise<z.infer<typeof ChainPositionRow>[]> {
  return db.many(
    ChainPositionRow,
    sql`SELECT s.position_id, p.unit_id, s.task FROM approval_step s JOIN position p ON p.id = s.position_id
        WHERE s.version_id = ${versionId} ORDER BY s.ordinal`,
  );
}

/** Who decided on any version of the letter. Submitting and taking back decide nothing, and an administrator may do the latter. */
export async function listDeciders(db: Sql, letterId: number): Promise<number[]> {
  const rows = await db.many(
    z.object({ personId: z.number() }),
    sql`SELECT DISTINCT person_id FROM decision WHERE letter_id = ${letterId} AND outcome NOT IN ('submitted', 'taken_back')`,
  );
  return rows.map(({ personId }) => personId);
}

/** Writes that a person sees this version; answers which other version they saw before it, however often they look. */
export async function recordReading(
  db: Sql,
  reading: { letterId: number; personId: number; versionId: number; at: Date },
): Promise<number | null> {
  const row = await db.one(
    z.object({ beforeId: z.number().nullable() }),
    sql`INSERT INTO letter_reading AS r (letter_id, person_id, version_id, at)
        VALUES (${reading.letterId}, ${reading.personId}, ${reading.versionId}, ${reading.at})
        ON CONFLICT (letter_id, person_id) DO UPDATE SET at = excluded.at, version_id = excluded.version_id,
          before_id = CASE WHEN r.version_id = excluded.version_id THEN r.before_id ELSE r.version_id END
        RETURNING before_id`,
  );
  return row.beforeId;
}
