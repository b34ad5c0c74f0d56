import { beforeAll, describe, expect, it } from '@jest/globals';
import { arrived, BUPATI, befriend, followed, type Installation, issue, later, openInstallation, send } from './two-offices.ts';

const DAY = 86_400_000;
const time = { now: new Date() };
let here: Installation;
let there: Installation;
let partnerId: number;

beforeAll(async () => {
  [here, there] = [await openInstallation(time), await openInstallation(time)];
  partnerId = (await befriend(here, there)).bAtA;
}, 120_000);

describe('A letter to a partner office', () => {
  it('lies at the front desk there with what it says of itself, and its sender has a signed receipt', async () => {
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:DISDIK`);
    await later(0, here);
    expect(await followed(here, letterId)).toMatchObject({
      state: 'received',
      channel: 'exchange',
      exchange: { state: 'received', problem: '' },
    });
    await there.jobs.idle();
    const [item] = await arrived(there);
    expect(item).toMatchObject({ state: 'ready', found: { by: 'delivery', addressee: BUPATI, security: 'B' } });
  });

  it('arrives after the other office was down for a week', async () => {
    await there.goDown();
    const before = (await arrived(there)).length;
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:`);
    for (let day = 0; day < 7; day++) await later(DAY, here);
    expect(await followed(here, letterId)).toMatchObject({ state: 'queued', exchange: { problem: 'unreachable' } });
    await there.comeUp();
    await later(70 * 60_000, here, there);
    expect((await followed(here, letterId)).state).toBe('received');
    expect(await arrived(there)).toHaveLength(before + 1);
  });
});
