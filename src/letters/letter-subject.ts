import type { Actor } from '../people/actor.ts';
import { reachesSecret } from '../people/mandate.ts';
import { type LetterSubject, may } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { listEditors } from './draft-editing-store.ts';
import type { Sight } from './letter-sight-store.ts';
import { findVersion, type Letter, listChainPositions, listDeciders, refuseUnknown } from './letters-store.ts';

/** What the table of permissions asks about a letter. `turn` is known to the approvals, who fill it in for their acts. */
export async function letterSubject(db: Sql, letter: Letter, turn?: LetterSubject['turn']): Promise<LetterSubject> {
  const version = letter.currentVersionId === null ? undefined : await findVersion(db, letter.currentVersionId);
  const chain = version === undefined ? [] : await listChainPositions(db, version.id);
  return {
    kind: letter.kind,
    state: letter.state,
    security: letter.security,
    unitId: letter.unitId,
    drafterPersonId: letter.drafterPersonId,
    coDrafterPersonIds: (await listEditors(db, letter.id)).map(({ personId }) => personId),
    deciderPersonIds: await listDeciders(db, letter.id),
    chainPositionIds: chain.map(({ positionId }) => positionId),
    signatoryPositionId: chain.find(({ task }) => task === 'sign')?.positionId,
    turn,
    recipientPositionIds: version?.recipientPositions ?? [],
    signingUnitId: chain.find(({ task }) => task === 'sign')?.unitId,
  };
}

/** Refuses as for a letter that is not there: whoever may not read it does not learn that it exists. */
export async function demandReading(db: Sql, actor: Actor, letter: Letter): Promise<void> {
  if (!(await mayRead(db, actor, letter))) refuseUnknown();
}

export async function mayRead(db: Sql, actor: Actor, letter: Letter): Promise<boolean> {
  return may(actor, 'letter.read', await letterSubject(db, letter));
}

/** The same grants as a search applies them to many letters at once. */
export function sightOf(actor: Actor): Sight {
  return {
    personId: actor.personId,
    positionIds: actor.appointments.map(({ positionId }) => positionId),
    standIns: actor.mandates
      .filter(({ tasks }) => tasks.includes('initial'))
      .map((mandate) => ({ positionId: mandate.positionId, kinds: mandate.kinds, secret: reachesSecret(mandate) })),
    vacantPositionIds: actor.vacancies.filter((each) => each.as === 'superior').map(({ positionId }) => positionId),
    registryUnitIds: actor.duties.filter(({ duty }) => duty === 'registry').map(({ unitId }) => unitId),
  };
}
