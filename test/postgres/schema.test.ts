import { readFileSync } from 'node:fs';
import { projectPath } from '../../src/project-root.ts';
import { testDatabase } from '../support/database.ts';
import { describeSchema } from '../support/describe-schema.ts';

test('migrations/SCHEMA.txt says what the migrations make; after a change: npm run schema', async () => {
  const { url } = await testDatabase();
  expect(await describeSchema(url)).toBe(readFileSync(projectPath('migrations', 'SCHEMA.txt'), 'utf8'));
});
