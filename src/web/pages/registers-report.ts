import { calendarDate } from '../../clock.ts';
import type { GapReport } from '../../registers/gap-report.ts';
import type { RegisterLine } from '../../registers/register-lines-store.ts';
import type { WebDeps } from '../deps.ts';
import { freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { bookFiles } from './book-files.ts';
import { ONE_REGISTER, yearAsked } from './registers.ts';

/** A year of a register, number by number: a page to print, and a file for a spreadsheet. */
export function registerReportRoutes({ registers, people }: Pick<WebDeps, 'registers' | 'people'>): Route[] {
  const report = async (visit: OfficialVisit): Promise<GapReport> =>
    registers.reportGaps(visit.actor, { registerId: visit.id('id'), year: await yearAsked(people, visit) });
  return [
    {
      method: 'GET',
      path: '/registers/:id/report',
      access: 'signed-in',
      ...ONE_REGISTER,
      async handler(visit) {
        const made = await report(visit);
        visit.render('register/report.njk', { ...made, form: freshForm({ year: String(made.year) }), at: visit.now });
      },
    },
    ...bookFiles({ path: '/registers/:id/report', access: 'signed-in', ...ONE_REGISTER }, async (visit) => {
      const made = await report(visit);
      const { timeZone } = await people.getOffice();
      const rows = made.lines.map((line) => lineCells(line, visit, timeZone));
      return {
        name: `buku-nomor-${made.register.id}-${made.year}`,
        rows: [HEADINGS.map((key) => visit.t(key)), ...rows, ...unexplainedCells(made, visit)],
      };
    }),
  ];
}

const HEADINGS = [
  'register.column.order',
  'register.csv.sub',
  'register.column.number',
  'register.column.state',
  'register.csv.letter-date',
  'register.csv.signed-on',
  'register.column.letter',
  'register.csv.addressee',
  'register.csv.reason',
] as const;

function lineCells(line: RegisterLine, { t }: OfficialVisit, timeZone: string): string[] {
  const standing = line.standing === null ? '' : `, ${t(`letter.standing.${line.standing}`)}`;
  return [
    String(line.number),
    line.sub,
    line.text,
    t(`register.state.${line.state}`) + standing,
    line.letterDate ?? '',
    line.signedAt === null ? '' : calendarDate(line.signedAt, timeZone),
    line.state === 'held' ? '' : line.subject || t('register.confidential'),
    line.addressee ?? '',
    [line.reason, line.grantReason ?? ''].filter((text) => text !== '').join('; '),
  ];
}

function unexplainedCells({ unexplained }: GapReport, { t }: OfficialVisit): string[][] {
  return unexplained.map((number) => [String(number), '', '', t('register.report.unexplained'), '', '', '', '', '']);
}
