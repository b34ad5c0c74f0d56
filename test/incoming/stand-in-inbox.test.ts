import { addPerson, appoint } from '../letters/office.ts';
import { openTreeOffice } from './tree-office.ts';

test('whoever stands in finds the ordinary letters of a post behind any number of secret ones that are not theirs to see', async () => {
  const office = await openTreeOffice();
  const delegate = await addPerson(office.db, 'delegasi');
  await appoint(office.db, delegate, office.positions.camat, { forms: ['Plh.'] });
  await office.mandate('kadis', delegate, ['dispose'], 'superior');
  // As many as an inbox shows, all older than the one that counts.
  for (let n = 0; n < 300; n++) await office.letter({ security: 'SR' });
  office.time.now = new Date(office.time.now.getTime() + 60_000);
  const { incomingId } = await office.letter();
  const waiting = async (who: number) => office.dispositions.waiting(await office.actor(who));
  expect((await waiting(delegate)).map((each) => each.incomingId)).toEqual([incomingId]);
  expect(await waiting(office.persons.kadis)).toHaveLength(300);
});
