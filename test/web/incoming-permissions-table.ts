import type { Aside, Cast, Class, Course, Item, Letter, Role } from './incoming-cast.ts';

/**
 * What is expected, written by hand from what was promised: "addressee, disposition tree, unit's clerks; R and SR only by name". A
 * delegate reads what lies with the post that they dispose for; R and SR only if the holder of that post said so themself.
 */
const OPEN_TO_THE_UNIT: Record<Course, Role[]> = {
  fresh: ['secretary', 'head', 'clerk'],
  open: ['secretary', 'head', 'section', 'staff', 'delegate', 'delegate given by others', 'clerk'],
  closed: ['secretary', 'head', 'section', 'staff', 'clerk'],
  struck: ['head', 'clerk'],
  abroad: [
    ...(['secretary', 'head', 'delegate', 'delegate given by others', 'clerk'] as const),
    ...(['head of another unit', 'clerk of another unit'] as const),
  ],
  vacant: ['secretary', 'head', 'delegate', 'delegate given by others', 'clerk', 'clerk of another unit'],
  withheld: [],
};
const BY_NAME: Record<Course, Role[]> = {
  fresh: ['head', 'delegate'],
  open: ['head', 'section', 'staff', 'delegate'],
  closed: ['head', 'section', 'staff'],
  struck: ['head'],
  abroad: ['head', 'delegate', 'head of another unit'],
  vacant: ['head', 'delegate'],
  withheld: ['head', 'delegate'],
};

export const isSecret = (security: Class) => security === 'R' || security === 'SR';

export function reads(role: Role, { security, course }: Pick<Letter, 'security' | 'course'>): boolean {
  return (isSecret(security) ? BY_NAME : OPEN_TO_THE_UNIT)[course].includes(role);
}

/** The agenda is kept by its clerk: number, sender and dates of every line, of R and SR nothing more. */
export function seesLine(role: Role, letter: Pick<Letter, 'security' | 'course'>): boolean {
  return role === 'clerk' || reads(role, letter);
}

export type Reading = 'page' | 'document' | 'attachment' | 'sheet';

export type Entry =
  /** A page or file of a letter. `records`: what is written down when T, R or SR is read; undefined: it shows no more than the line. */
  | { of: 'letter'; path: (letter: Letter) => string | undefined; records: Reading }
  /** A line of the agenda. `missing`: there is none of these. */
  | { of: 'line'; path: (letter: Letter) => string; missing?: true }
  /** What is asked of a letter, by whom it may be done, and with what; undefined: there is nothing to ask of this one. */
  | {
      of: 'act';
      doers: (letter: Letter) => readonly Role[];
      fields: (letter: Letter) => Record<string, string> | undefined;
      /** How those are answered who may not, where it is not told as a problem: what became of each is told on the next page. */
      answers?: number;
    }
  /** Of the front desk: its clerk alone. */
  | { of: 'item'; path: (item: Item) => string; fields?: Record<string, string> }
  | { of: 'unit'; paths: (unitId: number) => string[]; fields?: (unitId: number) => Record<string, string> }
  /** For everybody, each with what they may see; asked with these. */
  | { of: 'list'; paths: (mark: string, cast: Cast) => string[] }
  | { of: 'administrator' }
  /** On the check origin, for whoever comes: of no letter anything. */
  | { of: 'public' };

const CLERK: readonly Role[] = ['clerk'];
const AT_THE_HEAD: readonly Role[] = ['head', 'delegate', 'delegate given by others'];

/** Who acts for the post that has it: the head's people, where it lies with the head. */
function holdersOf(letter: Letter): readonly Role[] {
  if (letter.holdings.head !== undefined || isSecret(letter.security)) return AT_THE_HEAD;
  return ['secretary'];
}
/** Who adds a scan: the clerk; to what is secret the one who registered it, while it is open. The post addressed in any case. */
function scanners({ security, course }: Letter): readonly Role[] {
  if (course === 'struck') return [];
  const registered = course !== 'fresh' && course !== 'closed';
  return !isSecret(security) || registered ? ['head', 'clerk'] : ['head'];
}
/**
 * Who finds a scan of a letter that was put aside: whoever put it in, as long as they add to the letter, and of an open one its
 * clerks.
 */
export function findsAside(role: Role, { letter, by }: Pick<Aside, 'letter' | 'by'>): boolean {
  return scanners(letter).includes(role) && (role === by || (role === 'clerk' && !isSecret(letter.security)));
}
const headOrFirst = ({ holdings }: Letter) => String(holdings.head ?? holdings.first);
const reported = ({ holdings }: Letter) => (holdings.staff === undefined ? undefined : String(holdings.staff));

const page = (tail = ''): Entry => ({ of: 'letter', path: ({ id }) => `/incoming/${id}${tail}`, records: 'page' });
const line = (tail: string): Entry => ({ of: 'line', path: ({ id }) => `/incoming/${id}${tail}` });
const item = (tail: string, fields?: Record<string, string>): Entry => ({
  of: 'item',
  path: ({ id, fileId }) => `/incoming/intake/${id}${tail.replace(':file', String(fileId))}`,
  ...(fields && { fields }),
});
const administrator: Entry = { of: 'administrator' };
const queries = (mark: string) => [`q=Hal+${mark}`, `q=${encodeURIComponent(`No/${mark}/2026`)}`];
const typed = (unitId: number) => ({
  ...{ unitId: String(unitId), submissionKey: 'kunci-orang-lain', channel: 'post', senderName: 'Camat', number: '1/x' },
  ...{ letterDate: '2026-11-19', subject: 'Hal lain', receivedOn: '2026-11-20', receivedTime: '08:00', security: 'B' },
  ...{ urgency: 'BIASA', addresseePositionId: 'Kepala Dinas Pendidikan dan Kebudayaan' },
});

/** Every route of incoming letters. One that is added and not written here makes the test fail. */
export const TABLE: Record<string, Entry> = {
  'GET /': { of: 'list', paths: () => ['/'] },
  'GET /overdue': { of: 'list', paths: () => ['/overdue'] },
  'GET /incoming': {
    of: 'list',
    paths: (mark) => ['/incoming', '/incoming?post=Bidang', ...queries(mark).map((q) => `/incoming?${q}`)],
  },
  'GET /incoming/aside': { of: 'list', paths: () => ['/incoming/aside'] },
  'GET /incoming/new': {
    of: 'list',
    paths: (mark, { letters }) =>
      letters.filter((each) => each.mark === mark).map(({ id }) => `/incoming/new?done=${id}`),
  },
  'GET /incoming/senders.json': { of: 'list', paths: (mark) => [`/incoming/senders.json?q=Asal+${mark}`] },
  'GET /incoming/posts.json': { of: 'list', paths: (mark) => [`/incoming/posts.json?q=${mark}`] },
  'GET /incoming/same.json': {
    of: 'list',
    paths: (mark) => [`/incoming/same.json?senderName=Asal+${mark}&number=${encodeURIComponent(`No/${mark}/2026`)}`],
  },
  'GET /incoming/desk.json': { of: 'list', paths: () => ['/incoming/desk.json'] },
  'GET /incoming/dispose': {
    of: 'list',
    paths: (mark, { letters }) => [
      '/incoming/dispose',
      ...letters
        .filter((each) => each.mark === mark)
        .map((each) => `/incoming/dispose?step=write&holding=${headOrFirst(each)}`),
    ],
  },
  'GET /incoming/dispose/result': { of: 'list', paths: () => ['/incoming/dispose/result'] },
  'POST /incoming/dispose': {
    of: 'act',
    answers: 303,
    doers: holdersOf,
    fields: (letter) => ({
      holding: headOrFirst(letter),
      recipients: '4',
      responsible: '4',
      instructions: 'PROSES',
      remark: 'x',
    }),
  },
  'GET /incoming/:id': page(),
  'GET /incoming/:id/dispose': page('/dispose'),
  'GET /incoming/:id/change': page('/change'),
  'GET /incoming/:id/forward': page('/forward'),
  'GET /incoming/:id/report': page('/report'),
  'GET /incoming/:id/judge': page('/judge'),
  'GET /incoming/:id/finish': page('/finish'),
  'GET /incoming/:id/reopen': page('/reopen'),
  'GET /incoming/:id/reply': page('/reply'),
  'GET /incoming/:id/document.pdf': {
    of: 'letter',
    path: ({ id }) => `/incoming/${id}/document.pdf`,
    records: 'document',
  },
  'GET /incoming/:id/pages/:page.png': {
    of: 'letter',
    path: ({ id }) => `/incoming/${id}/pages/1.png`,
    records: 'page',
  },
  'GET /incoming/:id/attachments/:ordinal/pages/:page.png': {
    of: 'letter',
    path: ({ id }) => `/incoming/${id}/attachments/1/pages/1.png`,
    records: 'page',
  },
  'GET /incoming/:id/attachments/:ordinal.pdf': {
    of: 'letter',
    path: ({ id }) => `/incoming/${id}/attachments/1.pdf`,
    records: 'attachment',
  },
  'GET /incoming/:id/reports/:report/files/:ordinal.pdf': {
    of: 'letter',
    path: ({ id, reportId }) =>
      reportId === undefined ? undefined : `/incoming/${id}/reports/${reportId}/files/1.pdf`,
    records: 'attachment',
  },
  'GET /incoming/:id/reports/:report/files/:ordinal/pages/:page.png': {
    of: 'letter',
    path: ({ id, reportId }) =>
      reportId === undefined ? undefined : `/incoming/${id}/reports/${reportId}/files/1/pages/1.png`,
    records: 'page',
  },
  'GET /incoming/:id/scans/:scan.pdf': {
    of: 'letter',
    path: ({ id, scanId }) => (scanId === undefined ? undefined : `/incoming/${id}/scans/${scanId}.pdf`),
    records: 'document',
  },
  'GET /incoming/:id/sheet.pdf': { of: 'letter', path: ({ id }) => `/incoming/${id}/sheet.pdf`, records: 'sheet' },
  'GET /incoming/:id/line': line('/line'),
  'GET /incoming/:id/scan': line('/scan'),
  'GET /incoming/:id/correct': line('/correct'),
  'GET /incoming/:id/strike': line('/strike'),
  'GET /incoming/:id/move': line('/move'),
  'GET /incoming/:id/original': line('/original'),
  'GET /incoming/:id/original/:line': line('/original/1'),
  'GET /incoming/:id/original/:line/proof.pdf': {
    of: 'line',
    path: ({ id }) => `/incoming/${id}/original/1/proof.pdf`,
    missing: true,
  },
  'POST /incoming/:id/original': {
    of: 'act',
    doers: () => [...CLERK, 'clerk of another unit'],
    fields: () => ({
      kind: 'archived',
      seen: '0',
      receiver: 'x',
      receivedAt: '2026-11-20',
      time: '10:00',
      place: 'Lemari',
    }),
  },
  'POST /incoming/:id/original/:line': {
    of: 'act',
    doers: () => [...CLERK, 'clerk of another unit'],
    fields: () => ({ kind: 'struck', reason: 'Salah tulis' }),
  },
  'POST /incoming/:id/correct': { of: 'act', doers: () => CLERK, fields: () => ({ ...typed(0), revision: '0' }) },
  'POST /incoming/:id/own': { of: 'act', doers: () => CLERK, fields: () => ({ linked: 'no' }) },
  'POST /incoming/:id/scan': { of: 'act', doers: scanners, fields: () => ({ submissionKey: 'kunci-orang-lain' }) },
  'POST /incoming/:id/scan/add': {
    of: 'act',
    doers: scanners,
    fields: () => ({ item: '1', revision: '0', part: 'letter' }),
  },
  'POST /incoming/:id/strike': { of: 'act', doers: () => CLERK, fields: () => ({ reason: 'Salah daftar' }) },
  'POST /incoming/:id/move': {
    of: 'act',
    doers: ({ course }) => (course === 'vacant' ? [...CLERK, 'head'] : CLERK),
    fields: ({ holdings }) => ({
      holdingId: String(holdings.vacant ?? holdings.first),
      positionId: 'Camat Purnama Utara',
    }),
  },
  'POST /incoming/:id/dispose': {
    of: 'act',
    doers: holdersOf,
    fields: (letter) => ({
      holding: headOrFirst(letter),
      recipients: '4',
      responsible: '4',
      instructions: 'PROSES',
      further: 'yes',
    }),
  },
  'POST /incoming/:id/change': {
    of: 'act',
    doers: () => AT_THE_HEAD,
    fields: ({ sheetId }) =>
      sheetId === undefined
        ? undefined
        : { sheet: String(sheetId), recipients: '4', responsible: '4', instructions: 'PROSES' },
  },
  'POST /incoming/:id/cancel': {
    of: 'act',
    doers: () => ['section'],
    fields: (letter) => (reported(letter) === undefined ? undefined : { holding: reported(letter) ?? '' }),
  },
  'POST /incoming/:id/forward': {
    of: 'act',
    doers: holdersOf,
    fields: (letter) => ({ holding: headOrFirst(letter), recipients: '1', remark: 'x' }),
  },
  'POST /incoming/:id/report': {
    of: 'act',
    doers: () => ['staff'],
    fields: (letter) =>
      reported(letter) === undefined ? undefined : { holding: reported(letter) ?? '', remark: 'Sudah' },
  },
  'POST /incoming/:id/judge': {
    of: 'act',
    doers: () => ['section'],
    fields: (letter) =>
      reported(letter) === undefined ? undefined : { holding: reported(letter) ?? '', outcome: 'accept', remark: 'x' },
  },
  'POST /incoming/:id/finish': {
    of: 'act',
    doers: holdersOf,
    fields: (letter) => ({ holding: headOrFirst(letter), remark: 'Cukup', evenOpen: 'yes' }),
  },
  'POST /incoming/:id/reopen': {
    of: 'act',
    doers: (letter) => (isSecret(letter.security) ? ['head'] : ['head', 'secretary']),
    fields: () => ({ remark: 'Ada susulan' }),
  },
  'POST /incoming/:id/reply': {
    of: 'act',
    doers: (letter) => [...holdersOf(letter), 'secretary', 'section', 'staff', 'head of another unit'],
    fields: () => ({ kind: 'surat-dinas' }),
  },
  'GET /incoming/agenda/:unit': { of: 'unit', paths: (unit) => [`/incoming/agenda/${unit}`] },
  'GET /incoming/books/:unit': { of: 'unit', paths: (unit) => books(unit, '') },
  'GET /incoming/books/:unit/book.csv': { of: 'unit', paths: (unit) => books(unit, '/book.csv') },
  'GET /incoming/books/:unit/book.xlsx': { of: 'unit', paths: (unit) => books(unit, '/book.xlsx') },
  'GET /incoming/books/:unit/book.pdf': { of: 'unit', paths: (unit) => books(unit, '/book.pdf').slice(0, 1) },
  'GET /incoming/originals/:unit': {
    of: 'unit',
    paths: (unit) => [`/incoming/originals/${unit}`, `/incoming/originals/${unit}?q=Camat`],
  },
  'GET /incoming/originals/:unit/out': {
    of: 'unit',
    paths: (unit) => ['', '?days=30', '?q=Camat'].map((asked) => `/incoming/originals/${unit}/out${asked}`),
  },
  'POST /incoming/originals/:unit/out': {
    of: 'unit',
    paths: (unit) => [`/incoming/originals/${unit}/out`],
    fields: () => ({ shownAt: '0' }),
  },
  'GET /incoming/originals/:unit/book': { of: 'unit', paths: (unit) => [`/incoming/originals/${unit}/book`] },
  'GET /incoming/originals/:unit/book.csv': { of: 'unit', paths: (unit) => [`/incoming/originals/${unit}/book.csv`] },
  'GET /incoming/originals/:unit/book.xlsx': { of: 'unit', paths: (unit) => [`/incoming/originals/${unit}/book.xlsx`] },
  'GET /incoming/originals/:unit/book.pdf': { of: 'unit', paths: (unit) => [`/incoming/originals/${unit}/book.pdf`] },
  'POST /incoming/originals/:unit': {
    of: 'unit',
    paths: (unit) => [`/incoming/originals/${unit}`],
    fields: () => ({ letters: '1', to: 'Camat Purnama Utara', receiver: 'x', receivedAt: '2026-11-20', time: '10:00' }),
  },
  'GET /expedition': { of: 'list', paths: () => ['/expedition'] },
  'GET /expedition/:unit': { of: 'unit', paths: (unit) => [`/expedition/${unit}`] },
  'GET /expedition/:unit/book.csv': { of: 'unit', paths: (unit) => [`/expedition/${unit}/book.csv`] },
  'GET /expedition/:unit/book.xlsx': { of: 'unit', paths: (unit) => [`/expedition/${unit}/book.xlsx`] },
  'GET /expedition/:unit/book.pdf': { of: 'unit', paths: (unit) => [`/expedition/${unit}/book.pdf`] },
  'POST /expedition/:unit': {
    of: 'unit',
    paths: (unit) => [`/expedition/${unit}`],
    fields: () => ({ papers: '1', sheets: '1' }),
  },
  'GET /expedition/lines/:line': { of: 'unit', paths: () => ['/expedition/lines/1'] },
  'GET /expedition/lines/:line/proof.pdf': { of: 'unit', paths: () => ['/expedition/lines/1/proof.pdf'] },
  'POST /expedition/lines/:line': {
    of: 'unit',
    paths: () => ['/expedition/lines/1'],
    fields: () => ({ outcome: 'delivered' }),
  },
  'POST /incoming/drop': {
    of: 'unit',
    paths: () => ['/incoming/drop'],
    fields: (unit) => ({ unitId: String(unit), submissionKey: 'kunci-orang-lain' }),
  },
  'POST /incoming/drop.json': {
    of: 'unit',
    paths: () => ['/incoming/drop.json'],
    fields: (unit) => ({ unitId: String(unit), submissionKey: 'kunci-orang-lain' }),
  },
  'POST /incoming/new': { of: 'unit', paths: () => ['/incoming/new'], fields: typed },
  'POST /incoming/register': { of: 'unit', paths: () => ['/incoming/register'], fields: typed },
  'GET /incoming/intake/:id': item(''),
  'GET /incoming/intake/:id/state.json': item('/state.json'),
  'GET /incoming/intake/:id/sheets/:page.png': item('/sheets/1.png'),
  'GET /incoming/intake/:id/letter.pdf': item('/letter.pdf'),
  'GET /incoming/intake/:id/files/:file/:page.png': item('/files/:file/1.png'),
  'GET /incoming/intake/:id/arrange': item('/arrange'),
  'GET /incoming/intake/:id/files': item('/files'),
  'GET /incoming/intake/:id/aside': item('/aside'),
  'POST /incoming/intake/:id': item('', typed(2)),
  'POST /incoming/intake/:id/register': item('/register', typed(2)),
  'POST /incoming/intake/:id/arrange': item('/arrange', { revision: '0', page: '1/1', place: '1', turn: '90' }),
  'POST /incoming/intake/:id/files': item('/files', { role: 'attachment' }),
  'POST /incoming/intake/:id/files/:file/remove': item('/files/:file/remove', {}),
  'POST /incoming/intake/:id/files/:file/role': item('/files/:file/role', { role: 'attachment' }),
  'POST /incoming/intake/:id/aside': item('/aside', { reason: 'Bukan surat' }),
  'POST /incoming/intake/:id/back': item('/back', {}),
  'GET /settings/incoming': administrator,
  'POST /settings/incoming': administrator,
  'GET /settings/instructions': administrator,
  'GET /settings/instructions/new': administrator,
  'POST /settings/instructions/new': administrator,
  'GET /settings/instructions/:id': administrator,
  'POST /settings/instructions/:id': administrator,
  'POST /settings/instructions/:id/move': administrator,
  'POST /settings/instructions/:id/close': administrator,
  'GET /settings/public': administrator,
  'POST /settings/public': administrator,
  'GET /settings/partners': administrator,
  'POST /settings/partners': administrator,
  'GET /settings/partners/:id': administrator,
  'POST /settings/partners/:id/confirm': administrator,
  'POST /settings/partners/:id/switch': administrator,
  'POST /settings/partners/:id/tell': administrator,
  'POST /settings/partners/:id/look': administrator,
  'GET /incoming/offline': { of: 'public' },
  'GET /incoming/registration-worker.js': { of: 'public' },
  'GET /letter': { of: 'public' },
  'POST /letter': { of: 'public' },
  'GET /letter/state': { of: 'public' },
  'POST /letter/state': { of: 'public' },
  'GET /_v1/exchange': { of: 'public' },
  'POST /exchange/deliveries': { of: 'public' },
  'POST /exchange/notices': { of: 'public' },
  'POST /exchange/standings': { of: 'public' },
};

function books(unit: number, tail: string): string[] {
  return ['incoming', 'dispositions', 'outgoing'].map((book) => `/incoming/books/${unit}${tail}?book=${book}`);
}
