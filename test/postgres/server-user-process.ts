// Opens the embedded server of a data folder, says what it found, and stays until it is told to end.
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
try {
  const server = await startEmbeddedPostgres(process.argv[2] ?? '', { sync: false, log: say });
  process.on('SIGTERM', () => {
    void server.stop().then(() => {
      say('stopped');
      process.exit(0);
    });
  });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(`SELECT pg_postmaster_start_time()::text AS started, current_user AS name,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super`);
  await client.end();
  say(`ready ${server.url} ${JSON.stringify(rows[0])}`);
  setInterval(() => {}, 60_000);
} catch (error) {
  say(
    `failed ${(error as Error).name} ${(error as Error).message} ${((error as Error).cause as Error | undefined)?.message ?? ''}`,
  );
  process.exit(1);
}
