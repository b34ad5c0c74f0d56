import type { Actor } from '../people/actor.ts';
import type { LettersDeps } from './deps.ts';
import { addDraftEditor, readDraftEditors, removeDraftEditor } from './draft-editors.ts';
import { leaveDraft, lookInDraft } from './draft-presence.ts';
import { createLetter, getEditable, type NewLetter, saveDraft } from './drafting.ts';
import { getKind, getKindVersion, listKinds } from './letter-kind-store.ts';
import { previewDraft } from './previewing.ts';
import { findByNumber, findIssuedByName, findNumberText, listReadable, readLetter } from './reading.ts';
import { type LettersQuery, searchLetters } from './search-letters.ts';

/** The room's acts and readings with their dependencies filled in. */
export function openLetters(deps: LettersDeps) {
  return {
    listKinds: () => listKinds(deps.db),
    getKind: (code: string) => getKind(deps.db, code),
    /** The kind under which a letter was begun. */
    getKindOf: (letter: { kind: string; kindVersion: number }) =>
      getKindVersion(deps.db, letter.kind, letter.kindVersion),
    createLetter: (actor: Actor, input: NewLetter) => createLetter(deps, actor, input),
    getEditable: (actor: Actor, letterId: number) => getEditable(deps, actor, letterId),
    lookInDraft: (actor: Actor, input: Parameters<typeof lookInDraft>[2]) => lookInDraft(deps, actor, input),
    leaveDraft: (actor: Actor, input: Parameters<typeof leaveDraft>[2]) => leaveDraft(deps, actor, input),
    readDraftEditors: (actor: Actor, letterId: number) => readDraftEditors(deps, actor, letterId),
    addDraftEditor: (actor: Actor, input: Parameters<typeof addDraftEditor>[2]) => addDraftEditor(deps, actor, input),
    removeDraftEditor: (actor: Actor, input: Parameters<typeof removeDraftEditor>[2]) =>
      removeDraftEditor(deps, actor, input),
    saveDraft: (actor: Actor, input: Parameters<typeof saveDraft>[2]) => saveDraft(deps, actor, input),
    previewDraft: (actor: Actor, letterId: number) => previewDraft(deps, actor, letterId),
    readLetter: (actor: Actor, letterId: number) => readLetter(deps, actor, letterId),
    findByNumber: (actor: Actor, number: string) => findByNumber(deps, actor, number),
    findIssuedByName: (actor: Actor, typed: string) => findIssuedByName(deps, actor, typed),
    findNumberText: (actor: Actor, letterId: number) => findNumberText(deps, actor, letterId),
    listReadable: (actor: Actor, letterIds: readonly number[]) => listReadable(deps, actor, letterIds),
    searchLetters: (actor: Actor, query: LettersQuery) => searchLetters(deps, actor, query),
  };
}
export type Letters = ReturnType<typeof openLetters>;
