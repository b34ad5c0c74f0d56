import { describe, expect, it } from '@jest/globals';
import { type AnswerDelivery, answerState } from '../../src/incoming/answers/answer-state.ts';
import { CHANNELS, DELIVERY_STATES } from '../../src/sending/channel.ts';
import fc from '../support/draws.ts';

const SCHOOL = { name: 'SMP Negeri 1 Purnama', positionIds: [] };
const way = (
  channel: AnswerDelivery['channel'],
  state: AnswerDelivery['state'],
  more: Partial<AnswerDelivery> = {},
): AnswerDelivery => ({ part: 'to', name: 'Kepala SMP Negeri 1 Purnama', positionId: null, channel, state, ...more });
const stands = (deliveries: AnswerDelivery[], to: Parameters<typeof answerState>[1] = SCHOOL, inForce = true) =>
  answerState(deliveries, to, { inForce });

describe('How far an answer is', () => {
  it('is sent only when the way to the sender was really taken to its end', () => {
    expect(stands([])).toBe('waiting');
    expect(stands([way('email', 'queued')])).toBe('moving');
    expect(stands([way('email', 'sent')])).toBe('sent');
    expect(stands([way('email', 'failed')])).toBe('failed');
    expect(stands([way('exchange', 'queued')])).toBe('moving');
    expect(stands([way('exchange', 'received')])).toBe('sent');
    expect(stands([way('print', 'queued')])).toBe('waiting');
    expect(stands([way('print', 'handed_over')])).toBe('sent');
    expect(stands([way('expedition', 'queued')])).toBe('waiting');
    // The courier has it; who took it is not written down yet.
    expect(stands([way('expedition', 'sent')])).toBe('moving');
    expect(stands([way('expedition', 'handed_over')])).toBe('sent');
    expect(stands([way('internal', 'sent', { positionId: 7 })], { name: 'Dinas', positionIds: [6, 7] })).toBe('sent');
  });

  it('is about the sender, whoever else gets a copy; and about everybody addressed where nobody can tell who that is', () => {
    const copy = way('email', 'sent', { part: 'cc', name: 'Bupati' });
    expect(stands([way('print', 'queued'), copy])).toBe('waiting');
    const other = way('email', 'sent', { name: 'Dewan Pendidikan' });
    expect(stands([way('print', 'queued'), other])).toBe('waiting');
    expect(stands([way('print', 'queued', { name: 'Dewan Guru' }), other])).toBe('waiting');
    expect(stands([way('print', 'handed_over', { name: 'Dewan Guru' }), other])).toBe('sent');
    expect(stands([way('print', 'failed', { name: 'Dewan Guru' }), other])).toBe('failed');
    // A name within another word is another name.
    expect(stands([way('print', 'queued', { name: 'SMP Negeri 1 Purnamasari' }), other])).toBe('waiting');
    // And what stands behind it makes another one of it.
    expect(stands([way('print', 'queued'), way('email', 'sent', { name: 'SMP Negeri 1 Purnama Atap' })])).toBe(
      'waiting',
    );
    // Two ways to the sender: one is enough, and one that failed is no alarm while the other goes on.
    expect(stands([way('email', 'failed'), way('print', 'queued')])).toBe('waiting');
    expect(stands([way('email', 'failed'), way('print', 'handed_over')])).toBe('sent');
  });

  it('is withdrawn where it was taken back before it left, and sent where it had left', () => {
    expect(stands([way('print', 'queued')], SCHOOL, false)).toBe('withdrawn');
    expect(stands([], SCHOOL, false)).toBe('withdrawn');
    expect(stands([way('print', 'handed_over')], SCHOOL, false)).toBe('sent');
  });

  it('never says of anything that it was sent while nothing has left', () => {
    const delivery = fc.record({
      part: fc.constantFrom('to' as const, 'cc' as const),
      name: fc.constantFrom('SMP Negeri 1 Purnama', 'Kepala SMP Negeri 1 Purnama', 'Camat', ''),
      positionId: fc.option(fc.integer({ min: 1, max: 3 })),
      channel: fc.constantFrom(...CHANNELS),
      state: fc.constantFrom(...DELIVERY_STATES),
    });
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 4 }), fc.boolean(), (deliveries, inForce) => {
        const state = answerState(deliveries, { ...SCHOOL, positionIds: [2] }, { inForce });
        const left = deliveries.some((one) => ['sent', 'received', 'read', 'handed_over'].includes(one.state));
        if (!left) expect(state).not.toBe('sent');
        if (state === 'withdrawn') expect(inForce).toBe(false);
      }),
    );
  });
});
