import connectPgSimple from 'connect-pg-simple';
import type { Request } from 'express';
import session, { type Session, type SessionData, type Store } from 'express-session';
import type { Database } from '../postgres/database.ts';
import { updateSession } from './session-store.ts';

/**
 * Sessions in PostgreSQL. A request that was under way when its session ended (signed out, password changed, link used) must not
 * bring it back: what was found in the store is only updated there, and only a new session is inserted.
 */
export function sessionStore(db: Database, newMs: number): Store {
  const PgStore = connectPgSimple(session);
  const found = new WeakSet<object>();

  class EndedStaysEnded extends PgStore {
    override createSession(req: Request, data: SessionData): Session & SessionData {
      const known = super.createSession(req, data);
      found.add(known);
      return known;
    }

    override set(sid: string, data: SessionData, done?: (error?: unknown) => void): void {
      if (!found.has(data)) {
        super.set(sid, data, done);
        return;
      }
      const { expires } = data.cookie;
      const expire = expires ? new Date(expires) : new Date(Date.now() + newMs);
      updateSession(db, sid, data, expire).then(
        () => done?.(),
        (error: unknown) => done?.(error),
      );
    }
  }
  return new EndedStaysEnded({
    pool: db.pool,
    tableName: 'session',
    createTableIfMissing: false,
    pruneSessionInterval: false,
  });
}
