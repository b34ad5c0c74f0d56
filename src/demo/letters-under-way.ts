import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { projectPath } from '../project-root.ts';
import type { Layang } from '../wiring.ts';
import { actorNamed } from './found-regency.ts';
import { type DemoLetter, MORE_LETTERS } from './more-texts.ts';

/**
 * Letters at several desks, and the issued one on its way to its recipients. Every letter is looked for by its subject first:
 * a second run finds it. Needs running jobs, since attachments are looked into by one.
 */
export async function lettersUnderWay(layang: Layang, issuedId: number | undefined): Promise<void> {
  const { letters, people, groups } = layang;
  const drafter = await actorNamed(layang, 'analis');
  const posts = new Map((await people.listPositions()).map(({ name, id }) => [name, id]));
  const listed = new Map((await groups.list()).map(({ name, id }) => [name, id]));
  const names = { post: (name: string) => posts.get(name) ?? 0, group: (name: string) => listed.get(name) ?? 0 };
  for (const letter of MORE_LETTERS) {
    const draft = letter.draft(names);
    const found = await letters.searchLetters(drafter, { text: draft.subject, state: undefined, page: 1 });
    if (found.total === 0) await sendRound(layang, drafter, letter, draft);
  }
  if (issuedId !== undefined) await deliver(layang, issuedId);
}

async function sendRound(
  layang: Layang,
  drafter: Actor,
  letter: DemoLetter,
  draft: ReturnType<DemoLetter['draft']>,
): Promise<void> {
  const { letters, approvals } = layang;
  const letterId = await letters.createLetter(drafter, { kind: letter.kind });
  const revision = await letters.saveDraft(drafter, { letterId, revision: 0, draft });
  if (letter.attachment !== undefined) await attach(layang, drafter, letterId, letter.attachment);
  const { stages, mark } = await approvals.proposeChain(drafter, letterId);
  const initials = stages.map(({ posts, mode, paraf }) => ({ positions: posts.map(({ id }) => id), mode, paraf }));
  await approvals.submitLetter(drafter, { letterId, revision, initials, mark });
  const { returned } = letter;
  const decisions = [
    ...letter.initialledBy.map((by) => ({ by, outcome: 'approved' as const, remark: '' })),
    ...(returned === undefined ? [] : [{ by: returned.by, outcome: 'returned' as const, remark: returned.reason }]),
  ];
  for (const { by, ...decision } of decisions) {
    const reviewer = await actorNamed(layang, by);
    const { version } = await letters.readLetter(reviewer, letterId);
    if (version === undefined) throw new Fault(`the demo letter ${letterId} has no version to decide on`);
    await approvals.decide(reviewer, { letterId, versionSha256: version.sha256, ...decision });
  }
}

/** Takes a file in as a browser would, and waits until the job has looked into it. */
async function attach(
  { letters, letterUploads }: Layang,
  drafter: Actor,
  letterId: number,
  { file, name }: NonNullable<DemoLetter['attachment']>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'layang-demo-'));
  try {
    const path = join(folder, name);
    await copyFile(projectPath('views', 'demo', file), path);
    await letterUploads.receive(drafter, letterId, 'attachment', { path, name, size: (await stat(path)).size });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (;;) {
    const [upload] = await letterUploads.list(drafter, letterId);
    if (upload?.state === 'ready') break;
    if (upload === undefined || upload.state === 'refused') throw new Fault('the attachment of the demo was refused');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { letter } = await letters.readLetter(drafter, letterId);
  await letterUploads.approve(drafter, letterId, letter.filesRevision);
}

/** By the clerk, as proposed; the regional secretary has opened the copy since. */
async function deliver({ sending, ...layang }: Layang, letterId: number): Promise<void> {
  const clerk = await actorNamed({ sending, ...layang }, 'agenda');
  const { ways } = await sending.propose(clerk, letterId);
  const choices = new Map(
    ways.map(({ ordinal, proposed, email, partnerChoice }) => [
      ordinal,
      { channel: proposed, email, partner: partnerChoice },
    ]),
  );
  await sending.send(clerk, { letterId, choices });
  const reader = await actorNamed({ sending, ...layang }, 'sekda');
  await sending.arrivals(reader);
  await sending.noteReading(reader, letterId);
}
