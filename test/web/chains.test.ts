import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/postgres/sql.ts';
import type { TestApp } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { enter, filledForm, positionId, startLetterApp, type Who, write } from './letters-office.ts';

let app: TestApp;
const visitors = new Map<Who, Client>();

beforeAll(async () => {
  app = await startLetterApp();
  for (const who of ['wati', 'budi', 'siti', 'rini'] as const) visitors.set(who, await enter(app, who));
});

function visitor(who: Who): Client {
  const found = visitors.get(who);
  if (found === undefined) throw new Error(`${who} has not signed in`);
  return found;
}

const markOn = (html: string) => /name="mark" value="([^"]*)"/.exec(html)?.[1] ?? '';
const version = (html: string) => /name="version" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? '';

describe('an administrator’s templates', () => {
  it('add, move and remove rules without storing anything, and are stored when they are saved', async () => {
    const rini = visitor('rini');
    const [sekda, kabid] = [await positionId(app, 'Sekretaris Daerah'), await positionId(app, 'Kepala Bidang')];
    const typed = { name: 'Nota', unitId: '', kinds: 'nota-dinas', corrections: 'hold', version: '0' };
    const rows = {
      'stages.0.by': 'superiors',
      'stages.0.most': '2',
      'stages.1.by': 'posts',
      'stages.1.positions': [sekda, kabid, ''],
      'stages.1.mode': 'one-of',
      'stages.1.paraf': 'koordinasi',
    };
    const moved = await rini.send('/settings/chains/new', { ...typed, ...rows, press: 'up-1' });
    expect(moved.status).toBe(200);
    expect(moved.html.indexOf('Jabatan tertentu</legend>')).toBeLessThan(
      moved.html.indexOf('Atasan berjenjang</legend>'),
    );
    const fewer = await rini.send('/settings/chains/new', { ...typed, ...rows, press: 'remove-0' });
    expect(fewer.html).not.toContain('Atasan berjenjang</legend>');
    const strange = await rini.send('/settings/chains/new', { ...typed, ...rows, press: 'up-99999' });
    expect(strange.status).toBe(200);
    const tried = await rini.send('/settings/chains/new', {
      ...typed,
      ...rows,
      press: 'try',
      'try.drafter': await positionId(app, 'Analis'),
      'try.signatory': await positionId(app, 'Kepala Dinas'),
    });
    expect(tried.html).toContain('Untuk surat oleh Analis Kurikulum');
    expect((await rini.get('/settings/chains')).html).not.toContain('>Nota<');
    const saved = await rini.send('/settings/chains/new', { ...typed, ...rows, press: 'save' });
    expect(saved.location).toMatch(/^\/settings\/chains\/\d+$/);
    const stale = await rini.send(saved.location ?? '', { ...typed, ...rows, press: 'save' });
    expect([stale.status, stale.html.includes('sudah diubah sejak Anda membukanya')]).toEqual([422, true]);
    const history = await rini.get(saved.location ?? '');
    expect(history.html).toContain('Versi 1');
    const ended = await rini.send(saved.location ?? '', { version: '1' }, `${saved.location}/end`);
    expect(ended.location).toBe('/settings/chains');
    expect((await rini.get(saved.location ?? '')).html).toContain('Tidak berlaku');
  });

  it('say beside the field what is wrong, keep what was typed, and survive anything sent', async () => {
    const rini = visitor('rini');
    const bad = await rini.send('/settings/chains/new', {
      name: '',
      corrections: 'perhaps',
      'stages.0.by': 'posts',
      'stages.0.positions': '99999999999',
      'stages.1.by': 'title',
      'stages.1.title': '<script>alert(1)</script>',
      press: 'save',
    });
    expect(bad.status).toBe(422);
    expect(bad.html).not.toContain('<script>alert(1)');
    const try_ = await rini.send('/settings/chains/new', { press: 'try', name: 'x', corrections: 'hold' });
    expect(try_.status).toBe(422);
    expect((await rini.get('/settings/chains?kind=x&drafter=1&signatory=99999999')).status).toBe(422);
    expect((await rini.get('/settings/chains/99999')).status).toBe(404);
  });
});

describe('submitting', () => {
  it('sends two rows of coordination side by side, and says a post twice beside the field', async () => {
    const wati = visitor('wati');
    const letter = await write(app, wati);
    const [bupati, sekda] = [await positionId(app, 'Bupati'), await positionId(app, 'Sekretaris Daerah')];
    const kabid = await positionId(app, 'Kepala Bidang');
    const { html } = await wati.get(`${letter}/submit`);
    expect(markOn(html)).toBe('none');
    const twice = await wati.send(`${letter}/submit`, {
      initial: [kabid, kabid],
      'initial.how': ['next', 'next'],
      mark: 'none',
    });
    expect([twice.status, twice.html.includes('tercantum dua kali')]).toEqual([422, true]);
    await app.db.run(sql`UPDATE appointment SET valid_to = NULL WHERE position_id = ${sekda}`);
    await app.db.run(sql`INSERT INTO appointment (person_id, position_id, valid_from, created_at)
      SELECT id, ${bupati}, '2026-01-01', now() FROM person WHERE username = 'made'`);
    const sent = await wati.send(`${letter}/submit`, {
      initial: [kabid, sekda, bupati, ''],
      'initial.how': ['next', 'coordination', 'beside', 'next'],
      mark: 'none',
    });
    expect(sent.location).toBe(letter);
    const page = await wati.get(letter);
    expect(page.html.match(/bersamaan/g)).toHaveLength(2);
  });

  it('tells on the form that the template changed while it was open', async () => {
    const [wati, rini] = [visitor('wati'), visitor('rini')];
    const letter = await write(app, wati);
    const mark = markOn((await wati.get(`${letter}/submit`)).html);
    const template = { name: 'Dinas', kinds: 'surat-dinas', corrections: 'again', version: '0', press: 'save' };
    const posts = { 'stages.0.by': 'superiors', 'stages.0.most': '3' };
    const saved = await rini.send('/settings/chains/new', { ...template, unitId: '', ...posts });
    const sent = await wati.send(`${letter}/submit`, { initial: [''], mark });
    expect([sent.status, sent.html.includes('baru saja diubah')]).toEqual([422, true]);
    expect(sent.html).toContain('Wajib');
    const again = await wati.send(`${letter}/submit`, { initial: [''], mark: markOn(sent.html) });
    expect(again.location).toBe(letter);
    await rini.send(saved.location ?? '', { version: '1' }, `${saved.location}/end`);
  });
});

describe('a correction', () => {
  it('keeps what was typed when somebody else was first, shows their change, and asks for a reason', async () => {
    const [wati, budi] = [visitor('wati'), visitor('budi')];
    const letter = await write(app, wati);
    await wati.send(`${letter}/submit`, { initial: [await positionId(app, 'Kepala Bidang')] });
    const page = await budi.get(`${letter}/correct`);
    const form = { version: version(page.html), subject: 'Undangan Rapat', 'sections.isi': 'Isi dari Budi.' };
    const unexplained = await budi.send(`${letter}/correct`, { ...form, remark: '' });
    expect([unexplained.status, unexplained.html.includes('Isi dari Budi.')]).toEqual([422, true]);
    const saved = await budi.send(`${letter}/correct`, { ...form, remark: 'Dipersingkat' });
    expect(saved.location).toBe(letter);
    const late = await budi.send(`${letter}/correct`, { ...form, 'sections.isi': 'Lagi.', remark: 'x' });
    expect(late.status).toBe(422);
    expect(late.html).toContain('sudah berubah sejak Anda membukanya');
    expect(late.html).toContain('Koreksi oleh');
    expect(late.html).toContain('Lagi.');
    expect((await wati.get('/')).html).toContain('Surat Anda dikoreksi oleh Kepala Bidang');
    expect((await visitor('siti').get(`${letter}/correct`)).status).toBe(403);
    expect((await wati.get(`${letter}/correct`)).status).toBe(403);
  });
});

describe('a letter that waits for a closed post', () => {
  it('is told to its drafter, stands in the administrator’s list without its subject, and is handed back there', async () => {
    const [wati, rini] = [visitor('wati'), visitor('rini')];
    const subject = 'Perihal yang tidak perlu diketahui administrator';
    const letter = await write(app, wati, await filledForm(app, { subject }));
    const kabid = await positionId(app, 'Kepala Bidang');
    const id = { letter: letter.split('/')[2] ?? '' };
    await wati.send(`${letter}/submit`, { initial: [kabid] });
    await app.db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${kabid}`);
    expect((await wati.get(letter)).html).toContain('sedang tidak ada pejabatnya');
    const list = await rini.get('/settings/chains');
    expect(list.html).toContain('Surat yang tertahan');
    expect(list.html).not.toContain(subject);
    const released = await rini.send('/settings/chains', id, '/settings/chains/release');
    expect(released.location).toBe('/settings/chains');
    expect((await wati.get(letter)).html).toContain('Dikembalikan oleh Administrator');
    await app.db.run(sql`UPDATE position SET closed_at = NULL WHERE id = ${kabid}`);
  });
});
