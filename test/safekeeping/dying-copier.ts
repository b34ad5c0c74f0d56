// A copy or a restoration in a process that a test kills: `argv` is what to do, the database, the data folder and the place.
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { openBackup, restoreOffice } from '../../src/safekeeping/restore-office.ts';
import { writeBackup } from '../../src/safekeeping/write-backup.ts';

const [what = '', databaseUrl = '', dataDir = '', place = ''] = process.argv.slice(2);
const documents = openDocumentStore(join(dataDir, 'documents'));
const deps = { db: openDatabase(databaseUrl), databaseUrl, clock: systemClock, documents, dataDir };
process.stdout.write('begins\n');
if (what === 'backup') await writeBackup({ ...deps, version: '0.0.0' }, place);
else await restoreOffice(deps, await openBackup(place));
process.stdout.write('ended\n');
process.exit();
