import { openBucketStore } from '../../src/documents/bucket-store.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { moveDocuments } from '../../src/documents/move-documents.ts';
import { openDatabase } from '../../src/postgres/database.ts';

/** Moves documents to a bucket and says each one, until it is killed. */
const [databaseUrl = '', directory = '', fetched = '', settings = '{}'] = process.argv.slice(2);
const db = openDatabase(databaseUrl);
let steps = 0;
await moveDocuments({
  db,
  from: openDocumentStore(directory),
  to: await openBucketStore(JSON.parse(settings), fetched),
  source: 'disk',
  remove: true,
  progress() {
    steps += 1;
    process.stdout.write(`step ${steps}.\n`);
  },
});
process.stdout.write('moved all\n');
await db.close();
