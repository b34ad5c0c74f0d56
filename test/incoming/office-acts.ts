import { watchHoldings } from '../../src/incoming/deadlines/watch-holdings.ts';
import type { HoldingRead, IncomingRead } from '../../src/incoming/reading/read-types.ts';
import { readLine } from '../../src/incoming/registering/desk.ts';
import { correctLine, strikeLine } from '../../src/incoming/registering/mend-line.ts';
import { moveLetter } from '../../src/incoming/tree/move-letter.ts';
import { isOpen } from '../../src/incoming/tree/tree-states.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Life } from './office-life.ts';

/** Something that a page offers to somebody; `mayRefuse`: for what they choose on it. */
export interface Offer {
  verb: string;
  mayRefuse: readonly string[];
  act(): Promise<unknown>;
}

/** What is chosen on the page, of what there is. */
export interface Choice {
  to: readonly number[];
  yes: boolean;
}

const MOVES = ['has-it-already', 'addressee-closed', 'secret-to-oneself', 'nobody-above'];

/** Every act that the page of the letter offers to this reader now, with recipients of those that it lists. */
export async function offersOf(life: Life, actor: Actor, page: IncomingRead, { to, yes }: Choice): Promise<Offer[]> {
  const { dispositions } = life.office;
  const incomingId = page.incoming.id;
  const offers: Offer[] = [];
  const offer = (verb: string, act: Offer['act'], mayRefuse: Offer['mayRefuse'] = []) =>
    offers.push({ verb, act, mayRefuse });
  const asked = { instructions: [yes ? 'UNTUK_DIKETAHUI' : 'PROSES'], remark: '' };
  const holders = page.holdings
    .filter((held) => isOpen(held) && held.state !== 'forwarded')
    .map(({ positionId }) => positionId);
  const passedUp = page.holdings.filter(({ state }) => state === 'forwarded').map(({ positionId }) => positionId);
  const below = async (positionId: number, without: number[]) => {
    const { near, found } = await life.choices.below(positionId, { ticked: [], search: 'a', without });
    return pick(
      [...near, ...found].filter(({ holder }) => holder !== ''),
      to,
    );
  };
  const above = async (positionId: number, without: number[]) => {
    const { above: up, found } = await life.choices.above(positionId, { search: 'a', without });
    return pick(
      [...up, ...found].filter(({ holder }) => holder !== ''),
      to,
    )[0]?.id;
  };
  const recipients = (chosen: readonly { id: number }[]) =>
    chosen.map(({ id }, at) => ({ positionId: id, responsible: at === 0 }));

  for (const held of page.holdings) {
    const on = { incomingId, holdingId: held.id, remark: 'Karena' };
    const { may } = held;
    if (may.forward) {
      const positionId = await above(held.positionId, [...holders, ...passedUp]);
      if (positionId !== undefined) offer('forward', () => dispositions.forward(actor, { ...on, positionId }));
    }
    if (may.dispose || may.disposeFurther) {
      const chosen = recipients(await below(held.positionId, holders));
      const sheet = { ...on, ...asked, recipients: chosen, further: may.disposeFurther };
      if (chosen.length > 0) offer(may.dispose ? 'dispose' : 'further', () => dispositions.dispose(actor, sheet));
    }
    const files = yes ? [{ name: 'foto.pdf', sha256: life.sha256, pages: 1 }] : [];
    if (may.report || may.reportEvenOpen)
      offer('report', () => dispositions.report(actor, { ...on, text: 'Sudah', files, evenOpen: may.reportEvenOpen }));
    if (may.finish || may.finishEvenOpen)
      offer('finish', () => dispositions.finish(actor, { ...on, evenOpen: may.finishEvenOpen }));
    if (may.cancel) offer('cancel', () => dispositions.cancel(actor, on));
    if (may.accept) offer('accept', () => dispositions.accept(actor, on));
    if (may.giveBack) offer('giveBack', () => dispositions.giveBack(actor, on));
    if (may.move)
      offer(
        'move as superior',
        () => moveLetter(life.office.deps, actor, { ...on, positionId: anyPost(life, to) }),
        MOVES,
      );
  }
  for (const sheet of page.sheets.filter(({ mayChange }) => mayChange)) {
    const from = page.holdings.find(({ id }) => id === sheet.fromHoldingId);
    if (from === undefined) continue;
    const standing = sheet.recipients.filter(({ state }) => state !== 'cancelled');
    const released = new Set(standing.map(({ positionId }) => positionId));
    const without = holders.filter((id) => !released.has(id));
    const upward = sheet.kind === 'forward' ? await above(from.positionId, [...without, ...passedUp]) : undefined;
    const chosen =
      sheet.kind === 'forward'
        ? recipients(upward === undefined ? [] : [{ id: upward }])
        : recipients(await below(from.positionId, without));
    const change = { ...asked, recipients: chosen, sheetId: sheet.id, incomingId };
    if (chosen.length > 0) offer('change', () => dispositions.change(actor, change));
  }
  if (page.reopens !== undefined) offer('reopen', () => dispositions.reopen(actor, { incomingId, remark: 'Karena' }));
  if (offers.length === 0 && (await life.replying.mayBegin(actor, incomingId)))
    offer('begin an answer', () => life.replying.begin(actor, { incomingId, kind: 'surat-dinas' }));
  return offers;
}

/** What the page does not offer on this holding, asked all the same, as with a page that is old or made by hand. */
export function notOffered(
  life: Life,
  actor: Actor,
  incomingId: number,
  held: Pick<HoldingRead, 'id'> & Partial<HoldingRead>,
  { to, yes }: Choice,
): Offer[] {
  const { dispositions } = life.office;
  const { may } = held;
  const on = { incomingId, holdingId: held.id, remark: 'Karena' };
  const sheet = { ...on, instructions: ['PROSES'], recipients: [{ positionId: anyPost(life, to), responsible: true }] };
  const all: [string, boolean | undefined, Offer['act']][] = [
    ['forward', may?.forward, () => dispositions.forward(actor, { ...on, positionId: anyPost(life, to) })],
    [
      'dispose',
      may?.dispose || (yes && may?.disposeFurther),
      () => dispositions.dispose(actor, { ...sheet, further: yes }),
    ],
    [
      'report',
      may?.report || (yes && may?.reportEvenOpen),
      () => dispositions.report(actor, { ...on, text: 'Sudah', files: [], evenOpen: yes }),
    ],
    ['finish', may?.finish || (yes && may?.finishEvenOpen), () => dispositions.finish(actor, { ...on, evenOpen: yes })],
    ['cancel', may?.cancel, () => dispositions.cancel(actor, on)],
    ['accept', may?.accept, () => dispositions.accept(actor, on)],
    ['giveBack', may?.giveBack, () => dispositions.giveBack(actor, on)],
  ];
  return all.flatMap(([verb, offered, act]) => (offered === true ? [] : [{ verb, act, mayRefuse: [] }]));
}

/** What the clerk's page of the line offers: to give it to another post, to mend its class, and seldom to strike it. */
export async function clerkOffers(life: Life, actor: Actor, incomingId: number, { to, yes }: Choice): Promise<Offer[]> {
  const { deps } = life.office;
  const { inHand, may, letter } = await readLine(deps, actor, incomingId);
  const offers: Offer[] = [];
  for (const { holdingId, movable, chosen } of inHand) {
    const move = { incomingId, holdingId, ...(chosen ? { positionId: anyPost(life, to) } : {}) };
    if (movable)
      offers.push({ verb: chosen ? 'move' : 'take out', act: () => moveLetter(deps, actor, move), mayRefuse: MOVES });
  }
  if (may.correct && letter.state === 'open') {
    const security = (['B', 'T', 'R', 'SR'] as const)[(to[0] ?? 0) % 4] ?? 'B';
    const { senderName, senderAddress, number, subject, urgency, classification, revision } = letter;
    const line = { senderName, senderAddress, number, subject, urgency, classification, revision, security };
    const received = { receivedOn: life.today(), receivedTime: '00:00', letterDate: '', channel: 'post' as const };
    offers.push({
      verb: 'mend',
      act: () => correctLine(deps, actor, { ...line, ...received, incomingId }),
      mayRefuse: ['class-lowered'],
    });
  }
  if (may.strike && yes && (to[0] ?? 0) % 5 === 0)
    offers.push({
      verb: 'strike',
      act: () => strikeLine(deps, actor, { incomingId, reason: 'Keliru' }),
      mayRefuse: [],
    });
  return offers;
}

export const watch = (life: Life) => watchHoldings({ ...life.office.deps });

export function anyPost({ posts }: Life, to: readonly number[]): number {
  return posts[(to[0] ?? 0) % posts.length] ?? 0;
}

/** Up to as many as were drawn, each once. */
function pick<T extends { id: number }>(from: readonly T[], to: readonly number[]): T[] {
  const picked = to.flatMap((n) => from[n % Math.max(1, from.length)] ?? []);
  return picked.filter((each, at) => picked.findIndex(({ id }) => id === each.id) === at);
}
