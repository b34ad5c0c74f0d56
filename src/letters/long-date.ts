import { calendarDate, clockTime } from '../clock.ts';

const MONTHS = {
  id: [
    'Januari',
    'Februari',
    'Maret',
    'April',
    'Mei',
    'Juni',
    'Juli',
    'Agustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** `2026-11-21` as letters print it: "21 November 2026". Written out here because paper must not follow ICU's versions. */
export function longDate(date: string, language: 'id' | 'en' = 'id'): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[language][(month ?? 0) - 1] ?? ''} ${year}`;
}

/** "21 November 2026 pukul 14.05 WIB", as records print an instant. */
export function dateAndTime(instant: Date, timeZone: string): string {
  return `${longDate(calendarDate(instant, timeZone))} pukul ${clockTime(instant, timeZone)}`;
}
