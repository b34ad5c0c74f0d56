import { calendarDate } from '../clock.ts';
import type { GroupMember } from '../letters/recipient-groups-store.ts';
import type { Layang } from '../wiring.ts';
import { actorNamed } from './found-regency.ts';
import { ADMINISTRATOR, demoEmail, OFFICE, PERSONS } from './regency.ts';

const SECRETARY_OF_PERSONNEL = 'Sekretaris Badan Kepegawaian dan Pengembangan Sumber Daya Manusia';
const HEAD_OF_PERSONNEL = 'Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia';

/**
 * What an office has after its first weeks: e-mail addresses, groups of recipients, a template of the chain with another
 * agency's paraf, a mandate and somebody's leave. Each is looked for first, so that a run that was broken off is completed.
 */
export async function furnishRegency(layang: Layang): Promise<void> {
  const { people, groups, approvals } = layang;
  const administrator = await actorNamed(layang, ADMINISTRATOR.username);
  const posts = new Map((await people.listPositions()).map(({ name, id }) => [name, id]));
  const post = (name: string) => posts.get(name) ?? 0;
  const persons = new Map((await people.listPersons(administrator)).map((person) => [person.username, person.id]));

  for (const { username } of PERSONS) {
    const actor = await people.loadActor(persons.get(username) ?? 0);
    // By themselves: what an administrator changes is told to whom it concerns at the top of every inbox.
    if (actor !== undefined) await people.changeEmail(actor, actor.personId, demoEmail(username));
  }

  const here = (name: string): GroupMember => ({ positionId: post(name), name: '', address: '', email: '' });
  const elsewhere = (name: string, address: string, email: string): GroupMember => ({
    positionId: null,
    name,
    address,
    email: `${email}@sagaraasri.example`,
  });
  const known = new Set((await groups.list()).map(({ name }) => name));
  for (const group of [
    {
      name: 'Semua OPD',
      printed: 'name' as const,
      members: [
        here('Kepala Dinas Pendidikan'),
        here(HEAD_OF_PERSONNEL),
        elsewhere('Kepala Dinas Kesehatan', 'Jalan Melati Nomor 4, Sagara', 'dinkes'),
        elsewhere('Kepala Dinas Perhubungan', 'Jalan Pelabuhan Nomor 9, Sagara', 'dishub'),
      ],
    },
    {
      name: 'Semua kecamatan',
      printed: 'members' as const,
      members: [
        here('Camat Muara Sagara'),
        elsewhere('Camat Teluk Sagara', 'Jalan Pantai Nomor 2, Teluk Sagara', 'teluksagara'),
        elsewhere('Camat Bukit Asri', 'Jalan Raya Bukit Nomor 11, Bukit Asri', 'bukitasri'),
      ],
    },
  ]) {
    if (!known.has(group.name)) await groups.add(administrator, group);
  }

  const name = 'Edaran dengan paraf koordinasi kepegawaian';
  if (!(await approvals.readTemplates(administrator)).some((template) => template.name === name)) {
    await approvals.saveTemplate(administrator, {
      id: undefined,
      version: 0,
      template: {
        name,
        unitId: (await people.listUnits()).find(({ code }) => code === 'DISDIK')?.id ?? null,
        kinds: ['edaran'],
        corrections: 'hold',
        stages: [
          { by: 'superiors', most: 2, optional: false },
          {
            by: 'posts',
            positions: [post(SECRETARY_OF_PERSONNEL)],
            mode: 'all-of',
            paraf: 'koordinasi',
            optional: false,
          },
        ],
      },
    });
  }

  const day = (ahead: number) => calendarDate(new Date(Date.now() + ahead * 86_400_000), OFFICE.timeZone);
  const mayor = await actorNamed(layang, 'bupati');
  if ((await people.readStandingIn(mayor, mayor.personId)).given.length === 0) {
    await people.giveMandate(mayor, {
      fromPositionId: post('Bupati Sagara Asri'),
      to: { positionId: post('Sekretaris Daerah') },
      kinds: ['undangan', 'edaran'],
      tasks: ['sign'],
      validFrom: day(0),
      validTo: day(90),
      warrant: '',
    });
  }
  const secretary = await actorNamed(layang, 'sekdisdik');
  if ((await people.readStandingIn(secretary, secretary.personId)).absences.length === 0) {
    await people.recordAbsence(secretary, {
      personId: secretary.personId,
      reason: 'leave',
      firstDay: day(7),
      lastDay: day(9),
      standIn: { positionId: post('Kepala Bidang Guru dan Tenaga Kependidikan') },
    });
  }
}
