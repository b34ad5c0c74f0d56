import { z } from 'zod';
import { MOST_EVENTS, type Partner } from '../../exchange/partners-store.ts';
import { problemWords } from '../../exchange/problem-words.ts';
import { turnedAwayWords } from '../../exchange/receive-refusals.ts';
import { MOST_KEPT } from '../../exchange/refusals-store.ts';
import { cut } from '../cut.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_PARTNER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const addForm = z.object({ host: z.string('required').min(1, 'required').max(300, 'too-long') });
const compareForm = z.object({ fingerprint: z.string().regex(/^[0-9a-f]{64}$/) });
const choiceForm = z.object({ choice: z.enum(['yes', 'no']) });

/** The offices with which letters are exchanged from installation to installation. */
export function settingsPartnerRoutes({ exchange }: Pick<WebDeps, 'exchange'>): Route[] {
  const { partners } = exchange;

  async function showAll(visit: OfficialVisit, form: FormState): Promise<void> {
    const all = await partners.list(visit.actor);
    visit.render('exchange/partners.njk', {
      form,
      partners: all.partners.map((partner) => ({ ...partner, standing: standingOf(partner) })),
      own: all.own && { host: all.own.host, fingerprint: readable(all.own.fingerprint) },
      mostRefusals: MOST_KEPT,
      refusals: all.refusals.map((each) => {
        const words = turnedAwayWords(each.code);
        return { ...each, reason: words === undefined ? each.code : visit.say(words) };
      }),
    });
  }

  async function showOne(visit: OfficialVisit, form: FormState = freshForm()): Promise<void> {
    const { partner, events } = await partners.get(visit.actor, visit.id('id'));
    const toCompare = partner.changedFingerprint ?? (partner.state === 'proposed' ? partner.fingerprint : undefined);
    const shown = cut(events, MOST_EVENTS);
    const problem = partner.lookProblem === '' ? undefined : problemWords(partner.lookProblem);
    visit.render('exchange/partner.njk', {
      form,
      partner,
      moreEvents: shown.more,
      events: shown.rows.map((event) => ({ ...event, note: event.note.replace(/^[0-9a-f]{64}$/, inFours) })),
      standing: standingOf(partner),
      problem: problem === undefined ? '' : visit.say(problem),
      compare: toCompare && { hex: toCompare.toString('hex'), readable: readable(toCompare) },
      fingerprint: readable(partner.fingerprint),
    });
  }

  const here = (visit: OfficialVisit) => `/settings/partners/${visit.id('id')}` as const;

  /** What is on or off with a partner. */
  function choiceOf(what: 'switch' | 'tell'): Route {
    return {
      method: 'POST',
      path: `/settings/partners/:id/${what}`,
      access: 'administrator',
      ...ONE_PARTNER,
      handler: (visit) =>
        visit.submit({
          schema: choiceForm,
          async act({ choice }) {
            await partners[what](visit.actor, visit.id('id'), choice === 'yes');
            visit.redirect(here(visit), 'partners.switched');
          },
          again: (form) => showOne(visit, form),
        }),
    };
  }

  return [
    {
      method: 'GET',
      path: '/settings/partners',
      access: 'administrator',
      handler: (visit) => showAll(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/settings/partners',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: addForm,
          async act({ host }) {
            visit.redirect(`/settings/partners/${await partners.add(visit.actor, host)}`);
          },
          again: (form) => showAll(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/settings/partners/:id',
      access: 'administrator',
      ...ONE_PARTNER,
      handler: (visit) => showOne(visit),
    },
    {
      method: 'POST',
      path: '/settings/partners/:id/confirm',
      access: 'administrator',
      ...ONE_PARTNER,
      handler: (visit) =>
        visit.submit({
          schema: compareForm,
          async act({ fingerprint }) {
            await partners.confirm(visit.actor, visit.id('id'), fingerprint);
            visit.redirect(here(visit), 'partners.confirmed');
          },
          again: (form) => showOne(visit, form),
        }),
    },
    choiceOf('switch'),
    choiceOf('tell'),
    {
      method: 'POST',
      path: '/settings/partners/:id/look',
      access: 'administrator',
      ...ONE_PARTNER,
      async handler(visit) {
        await partners.look(visit.actor, visit.id('id'));
        visit.redirect(here(visit), 'partners.look.done');
      },
    },
  ];
}

function standingOf(partner: Partner): 'proposed' | 'on' | 'off' | 'changed' | 'trouble' {
  if (partner.state !== 'on') return partner.state;
  if (partner.changedFingerprint !== null) return 'changed';
  return partner.lookProblem === '' ? 'on' : 'trouble';
}

/** In fours, as it is read out. */
function readable(fingerprint: Buffer): string {
  return inFours(fingerprint.toString('hex'));
}

function inFours(hex: string): string {
  return (hex.toUpperCase().match(/.{4}/g) ?? []).join(' ');
}
