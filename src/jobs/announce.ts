import type { Sql } from '../postgres/database.ts';
import { announceWork } from './job-store.ts';

/**
 * Tells the processes with jobs, on whichever machine, that work was committed. One announcement at a time, however many
 * ask; one that cannot be made is lost, and the work is found by the next look of each process.
 */
export function openAnnouncer(db: Sql): () => void {
  let again = false;
  let making = false;
  async function make(): Promise<void> {
    while (again) {
      again = false;
      await announceWork(db).catch(() => {});
    }
    making = false;
  }
  return () => {
    again = true;
    if (making) return;
    making = true;
    void make();
  };
}
