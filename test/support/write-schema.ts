// `npm run schema`: writes migrations/SCHEMA.txt anew from a database made by the migrations.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { projectPath } from '../../src/project-root.ts';
import { describeSchema } from './describe-schema.ts';

const directory = mkdtempSync(join(tmpdir(), `layang-test-${process.pid}-schema-`));
const server = await startEmbeddedPostgres(directory, { sync: false });
try {
  await migrate(server.url);
  writeFileSync(projectPath('migrations', 'SCHEMA.txt'), await describeSchema(server.url));
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
