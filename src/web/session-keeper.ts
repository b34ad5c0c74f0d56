import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { type Session, type SessionData, Store } from 'express-session';
import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import {
  findSession,
  insertSession,
  removeSession,
  type SessionRow,
  touchSession,
  updateSession,
} from './session-store.ts';

/** How long what is stored stays good after the last request, and in any case. Milliseconds. */
export interface Lifetimes {
  idle: number;
  anonymous: number;
  longest: number;
}

/**
 * Sessions in PostgreSQL, under the hash of their id. A request that was under way when its session ended (signed out, password
 * changed, link used) must not bring it back: what was found in the store is only updated there, and only a new session is
 * inserted.
 */
export function sessionKeeper(db: Database, clock: Clock, lifetimes: Lifetimes): Store {
  const found = new WeakSet<object>();

  class EndedStaysEnded extends Store {
    override createSession(req: Request, data: SessionData): Session & SessionData {
      const known = super.createSession(req, data);
      found.add(known);
      return known;
    }

    override get(sid: string, done: (error: unknown, data?: SessionData | null) => void): void {
      findSession(db, sessionKey(sid), clock()).then(
        (data) => done(undefined, data === undefined ? null : (data as unknown as SessionData)),
        (error: unknown) => done(error),
      );
    }

    override set(sid: string, data: SessionData, done: (error?: unknown) => void = () => {}): void {
      const row = rowOf(data);
      const stored = found.has(data)
        ? updateSession(db, sessionKey(sid), row)
        : insertSession(db, sessionKey(sid), row);
      stored.then(
        () => {
          found.add(data);
          done();
        },
        (error: unknown) => done(error),
      );
    }

    override touch(sid: string, data: SessionData, done: () => void = () => {}): void {
      const { seenAt, expire } = rowOf(data);
      // Called when the answer is out: what goes wrong here is met again by the next request.
      touchSession(db, sessionKey(sid), seenAt, expire).then(
        () => done(),
        () => done(),
      );
    }

    override destroy(sid: string, done: (error?: unknown) => void = () => {}): void {
      removeSession(db, sessionKey(sid)).then(
        () => done(),
        (error: unknown) => done(error),
      );
    }
  }

  function rowOf(data: SessionData): SessionRow {
    const now = clock();
    const { passport, signedInAt, device = '' } = data;
    const personId = passport?.user === undefined || signedInAt === undefined ? null : Number(passport.user);
    const ends =
      personId === null || signedInAt === undefined
        ? now.getTime() + lifetimes.anonymous
        : Math.min(now.getTime() + lifetimes.idle, signedInAt + lifetimes.longest);
    return {
      data,
      personId,
      device,
      signedInAt: personId === null || signedInAt === undefined ? null : new Date(signedInAt),
      seenAt: now,
      expire: new Date(ends),
    };
  }
  return new EndedStaysEnded();
}

/** Under what a session is stored: 192 random bits are not found again from their hash. */
export function sessionKey(sid: string): string {
  return createHash('sha256').update(sid).digest('base64url');
}
