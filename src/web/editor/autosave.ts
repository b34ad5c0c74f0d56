import { type DraftForm, isMerged, mergeDraft, withMerged } from '../../letters/merge-draft.ts';
import { askWhichText } from './conflict.ts';
import type { DraftFormInPage } from './draft-form.ts';
import type { DraftServer, Stored } from './draft-server.ts';
import type { KeptDraft, KeptDrafts } from './kept-draft.ts';
import type { StatusLine } from './status-line.ts';
import { say } from './words.ts';

/** A pause after which what was typed is saved; while somebody writes on without one, after the longer time. */
const PAUSE_MS = 350;
const LONGEST_UNSAVED_MS = 3_000;
const AGAIN_MS = [2_000, 5_000, 10_000, 20_000];
const LOOK_MS = 10_000;
/** Rarely: an answer that crosses a sign-in in another tab brings back the cookie from before it. Coming back here asks at once. */
const LOOK_FOR_SESSION_MS = 30_000;
/** A page that nobody touches any more does not keep its session alive. */
const IDLE_MS = 15 * 60_000;

export interface AutosaveParts {
  place: HTMLElement;
  form: DraftFormInPage;
  server: DraftServer;
  kept: KeptDrafts;
  status: StatusLine;
  person: string;
  /** Fields of structured text. */
  texts: ReadonlySet<string>;
  /** The stored draft is now what the page shows. */
  saved(): void;
}

/**
 * Saves while somebody types. Invariant: `base` is the form as stored at `revision`; what the page shows besides is unsaved and kept.
 * Nobody is overwritten: the server refuses another revision, and the changes of both are put together here.
 */
export function autosave(parts: AutosaveParts) {
  const { place, form, server, kept, status, texts } = parts;
  let base = form.read();
  let revision = form.revision();
  let sending = false;
  let stopped = false;
  let asking: HTMLElement | undefined;
  let failures = 0;
  let firstUnsaved: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touched = Date.now();
  let waiting: 'session' | 'person' | 'closed' | undefined;
  const idle: (() => void)[] = [];

  const differs = (a: DraftForm, b: DraftForm) => mergeDraft(a, a, b, texts).length > 0;
  const isUnsaved = () => differs(base, form.read());

  function changed(): void {
    touched = Date.now();
    if (stopped) return;
    firstUnsaved ??= Date.now();
    if (asking === undefined && waiting === undefined && failures === 0) status.tell(say('draft.unsaved'), 'waiting');
    void kept.keep({ base, form: form.read(), revision, at: Date.now() });
    if (waiting === undefined) plan(Math.max(0, Math.min(PAUSE_MS, firstUnsaved + LONGEST_UNSAVED_MS - Date.now())));
  }

  function plan(delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), delay);
  }

  async function save(): Promise<void> {
    if (sending || stopped || waiting !== undefined || asking !== undefined) return;
    const sent = form.read();
    if (!differs(base, sent)) return settled();
    sending = true;
    firstUnsaved = undefined;
    if (failures === 0) status.tell(say('draft.saving'), 'waiting');
    const answer = await server.save(sent, revision, form.token());
    sending = false;
    for (const go of idle.splice(0)) go();
    if (answer.kind === 'saved') {
      failures = 0;
      base = sent;
      setRevision(answer.revision);
      parts.saved();
      if (isUnsaved()) return plan(PAUSE_MS);
      settled();
      status.tell(say('draft.saved', { at: answer.at }));
    } else if (answer.kind === 'changed') meet(answer.form, answer.revision);
    else if (answer.kind === 'invalid') {
      const problem = Object.values(answer.fields)[0] ?? answer.message;
      status.tell(say('draft.invalid', { problem }), 'trouble');
    } else if (answer.kind === 'stranger') await lookAgain();
    else if (answer.kind === 'other-person') wait('person');
    else if (answer.kind === 'closed') wait('closed');
    else {
      status.tell(
        say(answer.kind === 'fault' ? 'draft.fault' : kept.possible ? 'draft.offline' : 'draft.offline.unkept'),
        'trouble',
      );
      plan(AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] ?? LOOK_MS);
      failures += 1;
    }
  }

  function setRevision(stored: number): void {
    revision = stored;
    form.setRevision(stored);
  }

  function settled(): void {
    firstUnsaved = undefined;
    kept.forget();
  }

  /** Somebody else's version beside ours: put together, and where that cannot be, asked. */
  function meet(theirs: DraftForm, theirRevision: number): void {
    const mine = form.read();
    const fields = mergeDraft(base, mine, theirs, texts);
    const take = (result: DraftForm) => {
      asking = undefined;
      base = theirs;
      setRevision(theirRevision);
      form.write(result);
      parts.saved();
      status.tell(say('draft.merged'));
      if (isUnsaved()) changed();
      else settled();
    };
    if (fields.every(isMerged)) {
      take(fields.reduce((all, field) => withMerged(all, field, () => []), mine));
      return;
    }
    status.tell(say('draft.choose'), 'trouble');
    asking = askWhichText(place, { mine, fields, labelOf: form.labelOf }, (result) => take(result));
  }

  /** Why the server did not know us: another token, or nobody is signed in. */
  async function lookAgain(): Promise<void> {
    const answer = await server.look(revision);
    if (answer.kind === 'stored') return found(answer.stored);
    if (answer.kind === 'stranger') return wait('session');
    if (answer.kind === 'closed') return wait('closed');
    plan(LOOK_MS);
  }

  /** Nothing is sent any more until the server knows this person and this draft again. */
  function wait(reason: NonNullable<typeof waiting>): void {
    waiting = reason;
    const link = { href: '/sign-in', text: say('draft.session.link') };
    if (reason === 'closed') status.tell(say('draft.closed'), 'trouble');
    else status.tell(say(reason === 'session' ? 'draft.session' : 'draft.other-person'), 'trouble', link);
  }

  function found(stored: Stored): void {
    if (String(stored.person) !== parts.person) {
      wait('person');
      return;
    }
    form.setToken(stored.csrf);
    status.tellPresent(stored.others);
    if (waiting !== undefined) {
      waiting = undefined;
      failures = 0;
      status.tell(say('draft.unsaved'), 'waiting');
      plan(0);
    }
    if (stored.form !== undefined && stored.revision > revision && !sending && asking === undefined) {
      meet(stored.form, stored.revision);
    }
  }

  async function look(): Promise<void> {
    if (stopped || sending || document.visibilityState !== 'visible' || Date.now() - touched > IDLE_MS) return;
    const answer = await server.look(revision);
    if (answer.kind === 'stored') found(answer.stored);
    else if (answer.kind === 'stranger') wait('session');
    else if (answer.kind === 'closed') wait('closed');
  }

  async function lookOften(): Promise<void> {
    await look();
    setTimeout(() => void lookOften(), waiting === undefined ? LOOK_MS : LOOK_FOR_SESSION_MS);
  }

  function comeBack(): void {
    touched = Date.now();
    if (waiting !== undefined) void look();
  }

  addEventListener('online', () => plan(0));
  addEventListener('focus', comeBack);
  document.addEventListener('visibilitychange', comeBack);
  addEventListener('pagehide', () => {
    const unsaved = !stopped && asking === undefined && waiting === undefined && isUnsaved();
    server.goodbye(unsaved ? form.read() : undefined, revision, form.token());
  });
  addEventListener('beforeunload', (event) => {
    if (!stopped && !kept.possible && isUnsaved()) event.preventDefault();
  });
  void lookOften();

  return {
    changed,
    shows: (other: DraftForm) => !differs(other, form.read()),
    isAsking: () => asking !== undefined,
    /** Until nothing is under way: the form's own sending then carries the right revision. */
    async rest(): Promise<void> {
      clearTimeout(timer);
      if (sending) await new Promise<void>((resolve) => idle.push(resolve));
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
    /** What an earlier visit could not save, as if it had just been typed. */
    resume(draft: KeptDraft): void {
      const [stored, at] = [form.read(), revision];
      base = draft.base;
      form.write(draft.form);
      meet(stored, at);
      if (asking === undefined) changed();
    },
  };
}
