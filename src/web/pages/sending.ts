import { z } from 'zod';
import type { Choice, ProposedWay } from '../../sending/send-letter.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { changesShown, exchangeShown, partnerChoices } from './sending-partners.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const ONE_DELIVERY = {
  sample: { id: '1', delivery: '1' },
  matches: { id: /^[1-9][0-9]*$/, delivery: /^[1-9][0-9]*$/ },
} as const;
const ONE_RECIPIENT = {
  sample: { id: '1', ordinal: '1' },
  matches: { id: /^[1-9][0-9]*$/, ordinal: /^[1-9][0-9]{0,3}$/ },
} as const;

const short = z.string().max(300, 'too-long');
const choices = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const againForm = z.object({ channel: short.min(1, 'choose'), email: short.default(''), partner: short.default('') });
const noteForm = z.object({ note: short.default('') });
const toldForm = z.object({ status: chosenId });

/** How an issued letter sets out, and how it stands with each recipient. */
export function sendingRoutes(deps: Pick<WebDeps, 'sending' | 'letters' | 'mail'>): Route[] {
  const { sending, letters } = deps;

  async function showSend(visit: OfficialVisit, state?: FormState): Promise<void> {
    const letterId = visit.id('id');
    const { ways, partners, attach, security } = await sending.propose(visit.actor, letterId);
    const { issued, letter } = await letters.readLetter(visit.actor, letterId);
    visit.render('sending/send.njk', {
      letterId,
      number: issued?.number ?? '',
      subject: letter.subject,
      security,
      attach,
      mailIsSet: deps.mail.isSet,
      form: state ?? freshForm(proposedValues(ways)),
      partnerChoices: partnerChoices(visit, partners),
      parts: (['to', 'cc'] as const).map((part) => ({ part, ways: ways.filter((way) => way.part === part) })),
    });
  }

  async function showDeliveries(visit: OfficialVisit, state?: FormState, about = 0): Promise<void> {
    const letterId = visit.id('id');
    const followed = await sending.follow(visit.actor, letterId);
    const { issued, letter } = await letters.readLetter(visit.actor, letterId);
    // Whoever only received it is shown the letter, not how others were reached.
    if (followed === undefined) return visit.redirect(`/letters/${letterId}`);
    visit.render('sending/deliveries.njk', {
      letterId,
      number: issued?.number ?? '',
      subject: letter.subject,
      followed: {
        ...followed,
        deliveries: followed.deliveries.map((each) => ({
          ...each,
          exchange: exchangeShown(visit, each.exchange),
          changes: changesShown(visit, each.changes),
        })),
      },
      partnerChoices: partnerChoices(visit, followed.partners),
      mailIsSet: deps.mail.isSet,
      form: state ?? freshForm(),
      about,
    });
  }

  const deliveryIn = (visit: OfficialVisit) => ({ letterId: visit.id('id'), deliveryId: visit.id('delivery') });
  const back = (visit: OfficialVisit) => `/letters/${visit.id('id')}/deliveries` as const;

  return [
    {
      method: 'GET',
      path: '/letters/:id/send',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showSend(visit),
    },
    {
      method: 'POST',
      path: '/letters/:id/send',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: choices,
          async act(values) {
            await sending.send(visit.actor, { letterId: visit.id('id'), choices: readChoices(values) });
            visit.redirect(back(visit), 'send.done');
          },
          again: (form) => showSend(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/letters/:id/deliveries',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showDeliveries(visit),
    },
    {
      method: 'POST',
      path: '/letters/:id/deliveries/:delivery/again',
      access: 'signed-in',
      ...ONE_DELIVERY,
      handler: (visit) =>
        visit.submit({
          schema: againForm,
          async act(way) {
            await sending.sendAgain(visit.actor, { ...deliveryIn(visit), ...way });
            visit.redirect(back(visit), 'delivery.again.done');
          },
          again: (form) => showDeliveries(visit, form, visit.id('delivery')),
        }),
    },
    {
      method: 'POST',
      path: '/letters/:id/deliveries/:delivery/handed-over',
      access: 'signed-in',
      ...ONE_DELIVERY,
      handler: (visit) =>
        visit.submit({
          schema: noteForm,
          async act({ note }) {
            await sending.handOver(visit.actor, { ...deliveryIn(visit), note });
            visit.redirect(back(visit), 'delivery.handed-over.done');
          },
          again: (form) => showDeliveries(visit, form, visit.id('delivery')),
        }),
    },
    {
      method: 'POST',
      path: '/letters/:id/deliveries/:delivery/told',
      access: 'signed-in',
      ...ONE_DELIVERY,
      handler: (visit) =>
        visit.submit({
          schema: toldForm,
          async act({ status }) {
            await sending.toldOnPaper(visit.actor, { ...deliveryIn(visit), statusId: status });
            visit.redirect(back(visit), 'delivery.told.done');
          },
          again: (form) => showDeliveries(visit, form, visit.id('delivery')),
        }),
    },
    {
      method: 'GET',
      path: '/letters/:id/deliveries/:delivery/receipt.txt',
      access: 'signed-in',
      ...ONE_DELIVERY,
      async handler(visit) {
        const receipt = await sending.receipt(visit.actor, deliveryIn(visit));
        const name = `tanda-terima-${visit.id('id')}-${visit.id('delivery')}.txt`;
        visit.res.set('Content-Disposition', `attachment; filename="${name}"`);
        visit.res.type('text/plain; charset=utf-8').send(receipt);
      },
    },
    {
      method: 'GET',
      path: '/letters/:id/sheet.pdf',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        sendSheet(visit, await sending.sheet(visit.actor, visit.id('id')), `lembar-pengiriman-${visit.id('id')}.pdf`);
      },
    },
    {
      method: 'GET',
      path: '/letters/:id/recipients/:ordinal/sheet.pdf',
      access: 'signed-in',
      ...ONE_RECIPIENT,
      async handler(visit) {
        const [letterId, ordinal] = [visit.id('id'), visit.id('ordinal')];
        const pdf = await sending.sheet(visit.actor, letterId, ordinal);
        sendSheet(visit, pdf, `lembar-pengiriman-${letterId}-${ordinal}.pdf`);
      },
    },
  ];
}

function proposedValues(ways: readonly ProposedWay[]): FormState['values'] {
  return Object.fromEntries(
    ways.flatMap(({ ordinal, proposed, email, partnerChoice }) => [
      [`channel.${ordinal}`, proposed],
      [`email.${ordinal}`, email],
      [`partner.${ordinal}`, partnerChoice],
    ]),
  );
}

function readChoices(values: z.infer<typeof choices>): Map<number, Choice> {
  const one = (name: string) => {
    const value = values[name];
    return (typeof value === 'string' ? value : (value?.[0] ?? '')).slice(0, 300);
  };
  const ordinals = Object.keys(values).flatMap((name) => /^channel\.([1-9][0-9]{0,3})$/.exec(name)?.[1] ?? []);
  return new Map(
    ordinals.map((n) => [
      Number(n),
      { channel: one(`channel.${n}`), email: one(`email.${n}`), partner: one(`partner.${n}`) },
    ]),
  );
}

/** The name holds no subject: it ends in download folders. */
export function sendSheet(visit: OfficialVisit, pdf: Buffer, name: string): void {
  visit.res.set('Content-Disposition', `inline; filename="${name}"`).type('pdf').send(pdf);
}
