import type { TimelineEvent } from '../../approvals/approvals-store.ts';
import { allowedOutcomes, mayTakeBack } from '../../approvals/chain.ts';
import { standInFor, stepHeldBy } from '../../approvals/turn-of.ts';
import { codesFor } from '../../issuing/change-status.ts';
import type { FrozenContent } from '../../letters/frozen-content.ts';
import { standingOf } from '../../letters/letter-status.ts';
import type { LetterRead } from '../../letters/reading.ts';
import { appointmentFor } from '../../people/actor.ts';
import { may } from '../../people/permissions.ts';
import type { NumberGrant } from '../../registers/grant-store.ts';
import { groupedToken } from '../../seal/token.ts';
import { longDate } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import type { OfficialVisit } from '../visit.ts';
import { holderAfter, holdersOf, shownCorrections, shownSteps } from './chain-shown.ts';
import { textSections, variableTexts } from './letter-text.ts';

/** A letter as its pages show it: pictures, details, chain, what happened, what is new, and what this reader may do. */
export async function showLetter(deps: Pick<WebDeps, 'letters' | 'approvals' | 'registers'>, visit: OfficialVisit) {
  const { actor } = visit;
  const letterId = visit.id('id');
  const read = await deps.letters.readLetter(actor, letterId);
  const progress = await deps.approvals.readProgress(actor, letterId);
  const { standing, timeline } = progress;
  const numbering = await deps.registers.readNumbering(letterId);
  const { letter, version, content, issued } = read;
  const subject = standing?.subject;
  const turn = standing?.turn;
  const course = subject === undefined || may(actor, 'letter.read-course', subject);
  const open = turn?.holder === 'stage' ? turn.steps : [];
  const mine = subject !== undefined && may(actor, 'letter.decide', subject);
  const standIn = subject && standInFor(actor, subject);
  const step = mine ? stepHeldBy(actor, open, standIn) : undefined;
  const held = step && appointmentFor(actor, step.positionId, standIn);
  const shownSubject = letter.subject === '' ? visit.t('letter.no-subject') : letter.subject;
  const kindName = visit.language === 'id' ? read.kind.name : read.kind.nameEn;
  return {
    id: letterId,
    subject: shownSubject,
    /** As the browser calls the page, in its tabs and its history, where others read it too. */
    title:
      letter.security === 'B'
        ? shownSubject
        : `${kindName} ${issued?.number ?? `(${visit.t(`letter.security.${letter.security}`)})`}`,
    state: letter.state,
    kindName,
    security: letter.security,
    urgency: letter.urgency,
    version: version?.version ?? 0,
    versionSha256: version?.sha256.toString('hex') ?? '',
    pages: issued?.pages ?? version?.pages ?? 0,
    /** Part of the picture's address, so that a browser never shows the page of another document. */
    document: (issued?.documentSha256 ?? version?.previewSha256)?.toString('hex').slice(0, 16) ?? '',
    statuses: read.statuses,
    numbering,
    standing: standingOf(read.statuses.at(-1)?.code) ?? '',
    issued: issued && { ...issued, code: groupedToken(issued.token) },
    number: numberLine(read, visit),
    content,
    text: {
      sections: content === undefined ? [] : textSections(content),
      values: variableTexts(
        content,
        issued === undefined ? {} : { nomor: issued.number, tanggal: longDate(issued.letterDate, 'UTC', 'id') },
      ),
    },
    signatory: content === undefined ? '' : signatoryLine(content),
    /** Whether this reader sees how it came about. */
    course,
    ...(course ? shownCorrections(progress, read) : { corrections: [], changes: undefined }),
    vacant: progress.vacant.map(({ positionName }) => positionName),
    history: course ? inOrder(timeline, numbering.grants) : [],
    ending: endingOf(letter.state, timeline),
    holder: holdersOf(turn, visit.t('letter.or')),
    /** Of this reader: in which capacity they decide, and who holds the letter after their initial. */
    position: held?.capacity ?? '',
    byMandate: held?.mandateId !== undefined,
    positionId: step?.positionId ?? 0,
    next: step === undefined || standing === undefined ? '' : holderAfter(standing, step.id, visit.t('letter.or')),
    steps: standing === undefined || !course ? [] : shownSteps(standing),
    actions: {
      edit: read.mayEdit,
      takeBack:
        subject !== undefined &&
        may(actor, 'letter.take-back', subject) &&
        mayTakeBack(standing?.steps ?? [], standing?.decided ?? []),
      decide: mine,
      sign: subject !== undefined && may(actor, 'letter.sign', subject),
      correct: subject !== undefined && may(actor, 'letter.correct', subject),
      changeStatus:
        issued !== undefined &&
        subject !== undefined &&
        codesFor(actor, subject, read.statuses.at(-1)?.code).length > 0,
      outcomes: step !== undefined ? allowedOutcomes(step) : [],
    },
  };
}
export type LetterShown = Awaited<ReturnType<typeof showLetter>>;

type HistoryLine = { event: TimelineEvent; grant?: undefined } | { grant: NumberGrant; event?: undefined };

/** Decisions, and the numbers and dates granted between them. */
function inOrder(timeline: readonly TimelineEvent[], grants: readonly NumberGrant[]): HistoryLine[] {
  const at = (line: HistoryLine) => (line.event ?? line.grant).at.getTime();
  return [...timeline.map((event) => ({ event })), ...grants.map((grant) => ({ grant }))].toSorted(
    (a, b) => at(a) - at(b),
  );
}

function numberLine({ number, issued }: LetterRead, visit: OfficialVisit): string {
  if (issued !== undefined) return issued.number;
  return number === undefined ? '' : visit.t('letter.number.reserved', { number: number.text });
}

function signatoryLine({ signatory: { position, authority, principal, intermediate } }: FrozenContent): string {
  if (authority === 'own') return position;
  return authority === 'an' ? `a.n. ${principal}, ${position}` : `a.n. ${principal}, ${intermediate}, u.b. ${position}`;
}

/** Why the letter is back with its drafter, or over: the last decision, when it says so. An administrator gives a reason too. */
function endingOf(state: string, timeline: readonly TimelineEvent[]): TimelineEvent | undefined {
  const last = timeline.at(-1);
  if (last === undefined || (state !== 'draft' && state !== 'rejected')) return undefined;
  if (last.outcome === 'taken_back') return last.remark === '' ? undefined : last;
  return last.outcome === 'returned' || last.outcome === 'rejected' ? last : undefined;
}
