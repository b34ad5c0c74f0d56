import type { EmbeddedPostgres } from '../../src/postgres/embedded.ts';

/** Shared by the start and the end of a run, which jest loads as two modules of one process. */
export const running: { server?: EmbeddedPostgres; directory?: string } = {};
