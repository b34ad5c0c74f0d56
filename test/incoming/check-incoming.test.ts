import { sql } from '../../src/postgres/sql.ts';
import { checkIncoming } from '../../src/safekeeping/check-incoming.ts';
import { openTreeOffice, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
beforeAll(async () => {
  office = await openTreeOffice();
});

const findings = async () => {
  const codes: string[] = [];
  for await (const { code, about } of checkIncoming({ db: office.db })) codes.push(`${code} ${about}`);
  return codes;
};
/** As somebody with the database in their hands does it. */
const behindItsBack = async (change: Parameters<TreeOffice['db']['run']>[0]) => {
  await office.db.transaction(async (tx) => {
    await tx.run(sql`ALTER TABLE incoming DISABLE TRIGGER USER`);
    await tx.run(change);
    await tx.run(sql`ALTER TABLE incoming ENABLE TRIGGER USER`);
  });
};

test('an agenda with its letters in hand is whole; what was done behind its back is named', async () => {
  const first = await office.letter();
  const second = await office.letter();
  await office.dispose('kadis', first.holdingId, ['kabid']);
  expect(await findings()).toEqual([]);

  await behindItsBack(sql`UPDATE holding SET state = 'done' WHERE incoming_id = ${second.incomingId}`);
  expect(await findings()).toEqual([`incoming-without-holder incoming ${second.incomingId}`]);
  await behindItsBack(
    sql`UPDATE incoming SET state = 'closed' WHERE id IN (${first.incomingId}, ${second.incomingId})`,
  );
  expect(await findings()).toEqual([`incoming-closed-in-hand incoming ${first.incomingId}`]);
  await behindItsBack(sql`UPDATE incoming SET state = 'open' WHERE id = ${first.incomingId}`);
  expect(await findings()).toEqual([]);

  const unitId = office.units.get('DISDIK');
  await behindItsBack(sql`UPDATE incoming SET agenda = agenda + 100 WHERE id = ${second.incomingId}`);
  expect(await findings()).toEqual([
    `agenda-gap agenda ${unitId}/2026/${second.agenda}`,
    `agenda-uncounted agenda ${unitId}/2026/${second.agenda + 100}`,
  ]);
});
