import { randomUUID } from 'node:crypto';
import type { RegistrationInput } from '../../src/incoming/registering/registration-input.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { TestApp } from '../support/app.ts';

/** The registry clerk of the small regency's education agency. */
export async function deskClerk(app: TestApp): Promise<Actor> {
  const admin = await app.people.loadActor(1);
  const persons = admin === undefined ? [] : await app.people.listPersons(admin);
  const person = persons.find(({ username }) => username === 'made');
  const clerk = person && (await app.people.loadActor(person.id));
  if (clerk === undefined) throw new Error('the clerk is not there');
  return clerk;
}

/** Registers a letter at the desk of the small regency, to its head of agency unless it says otherwise. Its id. */
export async function seedIncoming(app: TestApp, changes: Partial<RegistrationInput> = {}): Promise<number> {
  const clerk = await deskClerk(app);
  const positions = await app.people.listPositions();
  const head = positions.find(({ name }) => name.startsWith('Kepala Dinas'));
  const unitId = clerk.duties.find(({ duty }) => duty === 'registry')?.unitId;
  if (head === undefined || unitId === undefined) throw new Error('the small office is not there');
  const { incomingId } = await app.deps.incoming.register(clerk, {
    submissionKey: randomUUID(),
    unitId,
    channel: 'post',
    senderName: 'SMP Negeri 1 Purnama',
    senderAddress: 'Jalan Merdeka 1',
    senderEmail: '',
    number: `421.3/${randomUUID().slice(0, 8)}/2026`,
    letterDate: '2026-11-19',
    subject: 'Permohonan guru matematika',
    receivedOn: '2026-11-20',
    receivedTime: '08:30',
    security: 'B',
    urgency: 'BIASA',
    classification: '',
    addresseePositionId: head.id,
    ...changes,
  });
  return incomingId;
}
