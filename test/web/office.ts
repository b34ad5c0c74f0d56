import type { TestApp } from '../support/app.ts';
import { type Client, client } from '../support/client.ts';

export const password = 'kuda laut menari pelan';

/** Who signs in: an administrator without a post, a head, one with two posts, a registry clerk, somebody with nothing. */
export const usernames = ['rini', 'siti', 'budi', 'made', 'joko'] as const;
export type Username = (typeof usernames)[number];

/** A small regency: two units, four positions, five persons; dates around 21 November 2026. */
export async function smallOffice(app: TestApp): Promise<void> {
  const { people } = app;
  const token = (await people.inviteFirstAdministrator()) ?? '';
  const adminId = await people.setUpOffice({
    token,
    name: 'Pemerintah Kabupaten Lembah Purnama',
    region: 'Kabupaten Lembah Purnama',
    place: 'Purnama',
    timeZone: 'Asia/Jakarta',
    username: 'rini',
    personName: 'Rini Astuti',
    password,
  });
  const admin = await people.loadActor(adminId);
  if (admin === undefined) throw new Error('the administrator is not there');
  const setda = await people.addUnit(admin, {
    parentId: null,
    code: 'Setda',
    name: 'Sekretariat Daerah',
    address: 'Jl. Purnama 1',
    contact: '',
  });
  const disdik = await people.addUnit(admin, {
    parentId: setda,
    code: 'Disdik',
    name: 'Dinas Pendidikan dan Kebudayaan',
    address: 'Jl. Melati 7',
    contact: 'disdik@lembahpurnama.example',
  });
  const position = (
    unitId: number,
    superiorId: number | null,
    name: string,
    officeKind: 'head_of_region' | 'secretary' | 'other',
  ) => people.addPosition(admin, { unitId, superiorId, name, code: '', officeKind });
  const bupati = await position(setda, null, 'Bupati Lembah Purnama', 'head_of_region');
  const sekda = await position(setda, bupati, 'Sekretaris Daerah', 'secretary');
  const kadis = await position(disdik, sekda, 'Kepala Dinas Pendidikan dan Kebudayaan', 'other');
  const kabid = await position(disdik, kadis, 'Kepala Bidang Pembinaan Sekolah Dasar', 'other');
  const add = async (username: string, name: string, titleAfter: string) => {
    const { personId, token: invitation } = await people.addPerson(admin, { username, name, titleAfter });
    await app.deps.enrolment.enrol({ token: invitation, password, passphrase: undefined });
    return personId;
  };
  const appoint = (
    personId: number,
    positionId: number,
    forms: ('Plt.' | 'Plh.' | 'Pj.')[] = [],
    validTo: string | null = null,
  ) =>
    people.addAppointment(admin, {
      personId,
      positionId,
      forms,
      validFrom: '2026-01-05',
      validTo,
      warrant: '821.2/14/SK/2026',
    });
  const siti = await add('siti', 'Siti Rahmawati', 'S.Pd., M.Pd.');
  const budi = await add('budi', 'Budi Santoso', 'S.Sos., M.Si.');
  const made = await add('made', 'I Made Wirawan', 'S.Kom.');
  await add('joko', 'Joko Prasetyo', '');
  await appoint(siti, kadis);
  await appoint(budi, kabid);
  await appoint(budi, sekda, ['Plh.', 'Pj.'], '2026-12-31');
  await people.setDuty(admin, { personId: made, unitId: disdik, duty: 'registry', held: true });
  await app.deps.approvals.saveTemplate(admin, {
    id: undefined,
    version: 0,
    template: {
      name: 'Keputusan dinas',
      unitId: disdik,
      kinds: ['keputusan'],
      corrections: 'hold',
      stages: [
        { by: 'superiors', most: 2, optional: false },
        { by: 'posts', positions: [sekda, kabid], mode: 'one-of', paraf: 'koordinasi', optional: false },
        { by: 'title', title: 'Sekretaris', of: 'signatory', paraf: 'hierarki', optional: true },
      ],
    },
  });
}

/** A client that has signed in. */
export async function signedIn(app: TestApp, username: Username): Promise<Client> {
  const visitor = client(app.origin);
  const page = await visitor.send('/sign-in', { username, password });
  if (page.status !== 303) throw new Error(`sign-in of ${username}: ${page.status}`);
  return visitor;
}
