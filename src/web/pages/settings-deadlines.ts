import { z } from 'zod';
import { DEADLINE_UNITS } from '../../approvals/deadline.ts';
import { ABSENT_TO, AUTHORITY_RULES } from '../../approvals/waiting-rules-store.ts';
import { URGENCY, type Urgency } from '../../letters/letter-kind.ts';
import { calendarDay, line } from '../../people/input.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, tickedOf } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
const whole = z.coerce.number('invalid').int('invalid');
const amount = whole.min(1, 'invalid').max(1_000, 'invalid');
const unit = z.enum(DEADLINE_UNITS, 'choose');
const time = z.string('required').regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'time');
const deadlinesForm = z.object({
  'amount-AMAT_SEGERA': amount,
  'unit-AMAT_SEGERA': unit,
  'amount-SEGERA': amount,
  'unit-SEGERA': unit,
  'amount-PENTING': amount,
  'unit-PENTING': unit,
  'amount-BIASA': amount,
  'unit-BIASA': unit,
  workDays: tickedOf(DAYS).refine((days) => days.length > 0, 'choose'),
  opens: time,
  closes: time,
  remindPercent: whole.min(1, 'invalid').max(99, 'invalid'),
  escalatePercent: whole.min(100, 'invalid').max(1_000, 'invalid'),
});
const standInsForm = z.object({
  absentTo: z.enum(ABSENT_TO, 'choose'),
  authorityRule: z.enum(AUTHORITY_RULES, 'choose'),
  strategicKinds: z.union([z.string().transform((one) => [one]), z.array(z.string()).max(100)], 'invalid').default([]),
});
const holidayForm = z.object({ day: calendarDay, name: line(120) });

/** How long letters may wait, when the office works, and what happens when nobody is there. */
export function settingsDeadlineRoutes(deps: Pick<WebDeps, 'waiting' | 'letters'>): Route[] {
  const { waiting } = deps;

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const rules = await waiting.readRules();
    const { workDays, opens, closes } = rules.calendar;
    const amounts = URGENCY.flatMap((urgency) => {
      const { amount, unit } = rules.deadlines[urgency];
      return [[`amount-${urgency}`, String(amount)] as const, [`unit-${urgency}`, unit] as const];
    });
    const stored = {
      ...Object.fromEntries(amounts),
      workDays: workDays.map(String),
      opens,
      closes,
      remindPercent: String(rules.remindPercent),
      escalatePercent: String(rules.escalatePercent),
      absentTo: rules.absentTo,
      authorityRule: rules.authorityRule,
      strategicKinds: [...rules.strategicKinds],
    };
    visit.render('settings/deadlines.njk', {
      // Three forms stand here: what was typed into one of them, beside what is stored of the others.
      form: state === undefined ? freshForm(stored) : { ...state, values: { ...stored, ...state.values } },
      urgencies: URGENCY,
      units: DEADLINE_UNITS,
      days: DAYS,
      absentTo: ABSENT_TO,
      authorityRules: AUTHORITY_RULES,
      kinds: await deps.letters.listKinds(),
      holidays: await waiting.listHolidays(),
      history: await waiting.listChanges(visit.actor),
    });
  }

  return [
    { method: 'GET', path: '/settings/deadlines', access: 'administrator', handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/settings/deadlines',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: deadlinesForm,
          async act({ workDays, opens, closes, remindPercent, escalatePercent, ...fields }) {
            const deadline = (urgency: Urgency) => ({
              amount: fields[`amount-${urgency}`],
              unit: fields[`unit-${urgency}`],
            });
            const deadlines = {
              AMAT_SEGERA: deadline('AMAT_SEGERA'),
              SEGERA: deadline('SEGERA'),
              PENTING: deadline('PENTING'),
              BIASA: deadline('BIASA'),
            };
            const calendar = { workDays: workDays.map(Number), opens, closes, remindPercent, escalatePercent };
            await waiting.changeDeadlines(visit.actor, { deadlines, ...calendar });
            visit.redirect('/settings/deadlines', 'deadlines.saved');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/deadlines/stand-ins',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: standInsForm,
          async act(policy) {
            await waiting.changeStandInPolicy(visit.actor, policy);
            visit.redirect('/settings/deadlines', 'deadlines.stand-ins.saved');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/deadlines/holidays',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: holidayForm,
          async act(holiday) {
            await waiting.addHoliday(visit.actor, holiday);
            visit.redirect('/settings/deadlines', 'deadlines.holiday.added');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/deadlines/holidays/remove',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: z.object({ day: calendarDay }),
          async act({ day }) {
            await waiting.removeHoliday(visit.actor, day);
            visit.redirect('/settings/deadlines', 'deadlines.holiday.removed');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
