import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { memberLines, readMembers } from './group-members.ts';

const ONE_GROUP = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const groupForm = z.object({
  name: z.string('required').max(1_000, 'too-long'),
  printed: z.string('choose').max(20).default(''),
  members: z.string().max(200_000, 'too-long').default(''),
  revision: z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .default('0'),
});

/** Groups of recipients, for administrators and registry clerks. */
export function settingsGroupRoutes(deps: Pick<WebDeps, 'groups' | 'people'>): Route[] {
  const { groups, people } = deps;
  const positions = async () => (await people.listPositions()).filter(({ closedAt }) => closedAt === null);

  const showNew = (visit: OfficialVisit, form: FormState) =>
    visit.render('sending/group.njk', { form, action: '/settings/groups/new', group: null });

  async function showOne(visit: OfficialVisit, state?: FormState): Promise<void> {
    const group = await groups.get(visit.actor, visit.id('id'));
    const { name, printed, members, revision } = group;
    const values = { name, printed, members: memberLines(members, await positions()), revision: String(revision) };
    visit.render('sending/group.njk', {
      form: state ?? freshForm(values),
      action: `/settings/groups/${group.id}`,
      group: { id: group.id, revision },
    });
  }

  async function typed(form: z.infer<typeof groupForm>) {
    return { name: form.name, printed: form.printed, members: readMembers(form.members, await positions()) };
  }

  return [
    {
      method: 'GET',
      path: '/settings/groups',
      access: 'signed-in',
      async handler(visit) {
        visit.render('sending/groups.njk', {
          groups: await groups.listFor(visit.actor),
          administers: visit.actor.isAdministrator,
        });
      },
    },
    {
      method: 'GET',
      path: '/settings/groups/new',
      access: 'signed-in',
      async handler(visit) {
        await groups.listFor(visit.actor);
        showNew(visit, freshForm({ printed: 'name' }));
      },
    },
    {
      method: 'POST',
      path: '/settings/groups/new',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: groupForm,
          async act(form) {
            await groups.add(visit.actor, await typed(form));
            visit.redirect('/settings/groups', 'groups.saved');
          },
          again: (form) => showNew(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/settings/groups/:id',
      access: 'signed-in',
      ...ONE_GROUP,
      handler: (visit) => showOne(visit),
    },
    {
      method: 'POST',
      path: '/settings/groups/:id',
      access: 'signed-in',
      ...ONE_GROUP,
      handler: (visit) =>
        visit.submit({
          schema: groupForm,
          async act(form) {
            await groups.change(visit.actor, visit.id('id'), {
              ...(await typed(form)),
              revision: Number(form.revision),
            });
            visit.redirect('/settings/groups', 'groups.saved');
          },
          again: (form) => showOne(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/groups/:id/close',
      access: 'signed-in',
      ...ONE_GROUP,
      async handler(visit) {
        await groups.close(visit.actor, visit.id('id'));
        visit.redirect('/settings/groups', 'groups.closed');
      },
    },
  ];
}
