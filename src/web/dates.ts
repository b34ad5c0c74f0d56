import { calendarDate, clockTime, hourAndMinute } from '../clock.ts';
import { Fault } from '../errors.ts';
import type { Language } from './words.ts';

const locale = { id: 'id-ID', en: 'en-GB' } as const;

/** Making a formatter takes a hundred times as long as using it; there are a handful of zones and two languages. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(language: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  formatters.set(key, made);
  return made;
}

/** "21 November 2026", of an instant in the office's zone or of a calendar date `YYYY-MM-DD`. */
export function longDate(date: Date | string, timeZone: string, language: Language): string {
  if (date instanceof Date) return formatter(locale[language], timeZone).format(date);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Fault('a calendar date reads YYYY-MM-DD');
  return formatter(locale[language], 'UTC').format(new Date(`${date}T00:00:00Z`));
}

/** "21 November 2026 pukul 14.05 WIB". */
export function dateAndTime(instant: Date, timeZone: string, language: Language): string {
  return `${longDate(instant, timeZone, language)} ${language === 'id' ? 'pukul' : 'at'} ${clockTime(instant, timeZone)}`;
}

/** "2026-11-21 14:05", as spreadsheets sort and reckon with it. */
export function dayAndTime(instant: Date, timeZone: string): string {
  return `${calendarDate(instant, timeZone)} ${hourAndMinute(instant, timeZone)}`;
}

/** "3 hari", "2 jam", "kurang dari 1 menit": how long something has waited, in its largest whole unit. */
export function waitedFor(since: Date, now: Date, language: Language): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
  if (minutes === 0) return language === 'id' ? 'kurang dari 1 menit' : 'less than a minute';
  const [count, id, en] =
    minutes >= 1440
      ? [Math.floor(minutes / 1440), 'hari', 'day']
      : minutes >= 60
        ? [Math.floor(minutes / 60), 'jam', 'hour']
        : [minutes, 'menit', 'minute'];
  return language === 'id' ? `${count} ${id}` : `${count} ${en}${count === 1 ? '' : 's'}`;
}

/** "512 B", "48 kB", "1,2 MB". */
export function fileSize(bytes: number, language: Language): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toLocaleString(locale[language], { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}
