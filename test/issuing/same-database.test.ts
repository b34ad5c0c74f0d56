import { testDatabase } from '../support/database.ts';
import { letterToSign, signingWorld, wireFor } from './signing-world.ts';

test('an empty database beside a folder of letters is refused, not founded as a second office', async () => {
  const world = await signingWorld();
  await letterToSign(world);
  const { db, url } = await testDatabase();
  await db.close();
  await expect(wireFor({ ...world.config, databaseUrl: url })).rejects.toMatchObject({ code: 'database-lost' });
  const again = await wireFor(world.config);
  expect(await again.people.findOffice()).toMatchObject({ name: 'Pemerintah Kabupaten Sagara Asri' });
});
