import { z } from 'zod';
import { isRefusal } from '../../errors.ts';
import type { HoldingRead } from '../../incoming/reading/read-types.ts';
import { MOST_REPORT_FILES, REPORT_FILE_BYTES } from '../../incoming/tree/report-files.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm, one, ticked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { BY_SOMEBODY_ELSE, chosen, notHere, on } from './incoming-dispose.ts';
import { type IncomingShown, showIncoming } from './incoming-shown.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const remark = z.string().max(20_000, 'too-long').default('');
const replyId = z.union([z.literal('').transform(() => undefined), chosenId]).optional();
const reportForm = z.object({ holding: chosenId, remark, replyId, evenOpen: ticked });
const judgeForm = z.object({ holding: chosenId, outcome: z.enum(['accept', 'give-back'], 'choose'), remark });
const finishForm = z.object({ holding: chosenId, remark, evenOpen: ticked });

type ReportDeps = Pick<WebDeps, 'dispositions' | 'originals' | 'replying' | 'reportFiles'>;

/** What becomes of a letter in somebody's hands: reported, taken or returned, finished, taken up again. */
export function incomingReportRoutes(deps: ReportDeps): Route[] {
  const { dispositions, replying } = deps;
  const letterOf = (visit: OfficialVisit) => `/incoming/${visit.id('id')}` as const;

  /** The holding asked for, of those that can; a page that asks nothing of this reader is not shown. */
  async function asking(
    visit: OfficialVisit,
    form: FormState,
    able: (shown: IncomingShown) => readonly HoldingRead[],
    show: (shown: IncomingShown, holding: HoldingRead) => Promise<void> | void,
  ): Promise<void> {
    const shown = await showIncoming(deps, visit);
    const asked = one(form.values.holding) || one(visit.req.query.holding as string | undefined);
    const holding = chosen(able(shown), asked);
    if (holding === undefined) return notHere(visit, shown, form);
    await show(shown, holding);
  }

  /** Foreign files cost minutes of a machine: looked into only for whoever may report. Who may not is told why by the act. */
  async function mayReport(visit: OfficialVisit, holdingId: number): Promise<boolean> {
    try {
      const { actions } = await showIncoming(deps, visit);
      return chosen(actions.report, String(holdingId)) !== undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return false;
    }
  }

  const showReport = (visit: OfficialVisit, form: FormState) =>
    asking(
      visit,
      form,
      ({ actions }) => actions.report,
      async (shown, holding) => {
        const replies = (await replying.list(visit.actor, shown.id)).filter(({ readable }) => readable);
        const mayReply = await replying.mayBegin(visit.actor, shown.id);
        const sheet = shown.sheets.find(({ id }) => id === holding.sheetId) ?? null;
        visit.render('incoming/report.njk', {
          shown,
          holding,
          form,
          replies,
          mayReply,
          sheet,
          most: MOST_REPORT_FILES,
        });
      },
    );
  const showJudge = (visit: OfficialVisit, form: FormState) =>
    asking(
      visit,
      form,
      ({ actions }) => actions.accept,
      (shown, holding) => visit.render('incoming/judge.njk', { shown, holding, form }),
    );
  const showFinish = (visit: OfficialVisit, form: FormState) =>
    asking(
      visit,
      form,
      ({ actions }) => actions.finish,
      (shown, holding) => visit.render('incoming/finish.njk', { shown, holding, form }),
    );
  async function showReopen(visit: OfficialVisit, form: FormState): Promise<void> {
    const shown = await showIncoming(deps, visit);
    if (shown.reopens === undefined) return notHere(visit, shown, form);
    visit.render('incoming/reopen.njk', { shown, form });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/:id/report',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showReport(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/report',
      access: 'signed-in',
      ...ONE_LETTER,
      receives: { field: 'files', most: MOST_REPORT_FILES, maxBytes: REPORT_FILE_BYTES },
      handler: (visit) =>
        visit.submit({
          schema: reportForm,
          async act({ holding, remark: text, replyId: reply, evenOpen }) {
            const received = visit.files();
            const mine = received.length > 0 && (await mayReport(visit, holding));
            const files = mine ? await deps.reportFiles.take(received) : [];
            await dispositions.report(visit.actor, { ...on(visit, holding), text, files, replyId: reply, evenOpen });
            visit.redirect('/', 'held.reported');
          },
          beside: BY_SOMEBODY_ELSE,
          again: (form) => showReport(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/judge',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showJudge(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/judge',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: judgeForm,
          async act({ holding, outcome, remark: said }) {
            const input = { ...on(visit, holding), remark: said };
            if (outcome === 'accept') await dispositions.accept(visit.actor, input);
            else await dispositions.giveBack(visit.actor, input);
            visit.redirect('/', outcome === 'accept' ? 'held.accepted' : 'held.returned');
          },
          beside: BY_SOMEBODY_ELSE,
          again: (form) => showJudge(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/finish',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showFinish(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/finish',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: finishForm,
          async act({ holding, remark: why, evenOpen }) {
            await dispositions.finish(visit.actor, { ...on(visit, holding), remark: why, evenOpen });
            visit.redirect('/', 'held.finished');
          },
          beside: BY_SOMEBODY_ELSE,
          again: (form) => showFinish(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/reopen',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showReopen(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/reopen',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: z.object({ remark }),
          async act({ remark: why }) {
            await dispositions.reopen(visit.actor, { incomingId: visit.id('id'), remark: why });
            visit.redirect(letterOf(visit), 'held.reopened');
          },
          again: (form) => showReopen(visit, form),
        }),
    },
  ];
}
