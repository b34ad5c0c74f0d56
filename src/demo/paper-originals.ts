import { calendarDate, hourAndMinute } from '../clock.ts';
import { projectPath } from '../project-root.ts';
import type { Layang } from '../wiring.ts';
import { actorNamed } from './found-regency.ts';
import { OFFICE } from './regency.ts';

const KEEPER = 'agenda';

/** The oldest papers at the desk have left it: one signed for on the screen, one in the archive. A second run finds them gone. */
export async function paperOriginals(layang: Layang): Promise<void> {
  const { originals, people, reportFiles } = layang;
  const clerk = await actorNamed(layang, KEEPER);
  const unitId = (await people.listUnits()).find(({ code }) => code === 'DISDIK')?.id ?? 0;
  if ((await originals.book(clerk, { unitId })).rows.length > 0) return;
  const [first, second] = (await originals.atDesk(clerk, { unitId })).lines;
  const path = projectPath('views', 'demo', 'signature.png');
  const [proof] = await reportFiles.take([{ path, name: 'tanda-tangan.png' }]);
  const at = new Date();
  const now = { day: calendarDate(at, OFFICE.timeZone), time: hourAndMinute(at, OFFICE.timeZone), note: '' };
  if (second !== undefined) {
    await originals.handOver(clerk, {
      ...{ unitId, incomingIds: [second.id], kind: 'handed', to: { unitId }, place: '', ...now },
      ...{ receiver: 'Rahmat Hidayat', proofSha256: proof?.sha256 ?? null },
    });
  }
  if (first !== undefined) {
    await originals.handOver(clerk, {
      ...{ unitId, incomingIds: [first.id], kind: 'archived', to: undefined, place: 'Rak 3, boks 12', ...now },
      ...{ receiver: '', proofSha256: null },
    });
  }
}
