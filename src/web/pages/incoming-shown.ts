import { MOST_READINGS } from '../../incoming/reading/course-store.ts';
import type { HoldingRead, IncomingRead, SheetRead } from '../../incoming/reading/read-types.ts';
import { isOpen } from '../../incoming/tree/tree-states.ts';
import type { WebDeps } from '../deps.ts';
import type { OfficialVisit } from '../visit.ts';
import { shownFindings } from './incoming-findings.ts';
import { shownTimeline } from './incoming-timeline.ts';

/** A holder in the tree, with the sheets written there and whom they reached. */
export interface TreeNode {
  holding: HoldingRead;
  given: { sheet: SheetRead; below: TreeNode[] }[];
}

/** An incoming letter as its pages show it: pictures, facts, who has it, what happened, and what this reader may do. */
export async function showIncoming(deps: Pick<WebDeps, 'dispositions' | 'originals'>, visit: OfficialVisit) {
  const read = await deps.dispositions.read(visit.actor, visit.id('id'));
  const { incoming, holdings, sheets } = read;
  const mine = holdings.filter((held) => held.asCapacity !== undefined && isOpen(held));
  return {
    ...read,
    id: incoming.id,
    subject: incoming.subject,
    title: titleOf(incoming, visit),
    /** Where its paper is; null: it came without, or nobody followed it. */
    original: (await deps.originals.where(visit.actor, incoming.id)) ?? null,
    /** Part of the picture's address, so that a browser never shows the page of another document. */
    document: incoming.documentSha256?.toString('hex').slice(0, 16) ?? '',
    pages: incoming.pages ?? 0,
    mostReadings: MOST_READINGS,
    ...shownFindings(incoming.findings, visit.language),
    tree: treeOf(read),
    events: shownTimeline(read, visit.t),
    mine,
    /** The sheets by which this reader has it in hand and on which nothing was done yet: what is asked of them, said first. */
    asked: mine.flatMap(({ id: holdingId, sheetId, state, dueAt }) =>
      state === 'unread' || state === 'read'
        ? sheets
            .filter(({ id }) => id === sheetId)
            .map((sheet) => ({ sheet, dueAt, holdingId, returned: returnedTo(holdingId, read) }))
        : [],
    ),
    /** What this reader is asked first, by which of their holdings. */
    actions: {
      accept: holdings.filter(({ may }) => may.accept),
      dispose: mine.filter(({ may }) => may.dispose),
      disposeFurther: mine.filter(({ may }) => may.disposeFurther),
      forward: mine.filter(({ may }) => may.forward),
      report: mine.filter(({ may }) => may.report || may.reportEvenOpen),
      finish: mine.filter(({ may }) => may.finish || may.finishEvenOpen),
      move: holdings.filter(({ may }) => may.move),
      change: sheets.filter(({ mayChange }) => mayChange),
    },
    /** The posts that have it now: no sheet can reach them once more. */
    holders: holdings.filter((held) => isOpen(held) && held.state !== 'forwarded').map(({ positionId }) => positionId),
    /** Through whose hands it came: it may come back down to them, not go up to them a second time. */
    passedUp: holdings.filter(({ state }) => state === 'forwarded').map(({ positionId }) => positionId),
  };
}
export type IncomingShown = Awaited<ReturnType<typeof showIncoming>>;

/** As the browser calls the page, in its tabs and its history: there whoever passes by reads it too, so as little as a notice says. */
function titleOf({ security, subject, agenda, year }: IncomingRead['incoming'], { t }: OfficialVisit): string {
  return security === 'B' && subject !== '' ? subject : t('held.title.line', { agenda: `${agenda}/${year}` });
}

/** The last time a report was given back, and what it lacks: to whoever has the letter in hand again, that is what is asked now. */
function returnedTo(holdingId: number, { timeline }: IncomingRead): IncomingRead['timeline'][number] | undefined {
  return timeline.findLast((event) => event.kind === 'returned' && event.holdingId === holdingId);
}

/** Whoever was on a sheet that was written anew is told in the timeline alone. */
function treeOf({ holdings, sheets }: IncomingRead): TreeNode[] {
  const node = (holding: HoldingRead): TreeNode => ({
    holding,
    given: sheets
      .filter(({ fromHoldingId, replacedById }) => fromHoldingId === holding.id && replacedById === null)
      .map((sheet) => ({ sheet, below: holdings.filter(({ sheetId }) => sheetId === sheet.id).map(node) })),
  });
  return holdings.filter(({ parentId }) => parentId === null).map(node);
}
