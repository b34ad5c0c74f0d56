/** The time, passed in as a parameter wherever it is read, so that a test can hold it still. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const DAY_MS = 86_400_000;

/** Whole unix seconds of an instant: the unit of seals, notes and log entries. */
export function unixSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/** Indonesia's zones by the names people use. */
const ZONE_NAMES: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

/** "WIB"; the zone itself where people have no name for it. */
function zoneName(timeZone: string): string {
  return ZONE_NAMES[timeZone] ?? timeZone;
}

/** Making a formatter takes a hundred times as long as using it; an office lives in one zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(timeZone: string, withTime: boolean): Intl.DateTimeFormat {
  const key = `${timeZone} ${withTime}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const day = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const time = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', withTime ? { ...day, ...time } : day);
  formatters.set(key, made);
  return made;
}

/** The calendar date of an instant in an IANA zone, as `YYYY-MM-DD`. */
export function calendarDate(instant: Date, timeZone: string): string {
  return formatter(timeZone, false).format(instant);
}

/** "14:05". */
export function hourAndMinute(instant: Date, timeZone: string): string {
  return readClock(instant, timeZone).time.slice(0, 5);
}

/** "14.05 WIB". */
export function clockTime(instant: Date, timeZone: string): string {
  return `${hourAndMinute(instant, timeZone).replace(':', '.')} ${zoneName(timeZone)}`;
}

/** The calendar day so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first second of a calendar day in an IANA zone. */
export function startOfDay(day: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // The offset is asked at the guess and once more at the result, for zones that change their clocks near midnight.
  const guess = asUtc - offsetAt(asUtc, timeZone);
  return new Date(asUtc - offsetAt(guess, timeZone));
}

/** Milliseconds by which the zone's clocks are ahead of UTC, at an instant. */
export function offsetAt(instant: number, timeZone: string): number {
  const { day, time } = readClock(instant, timeZone);
  return Date.parse(`${day}T${time}Z`) - Math.floor(instant / 1000) * 1000;
}

/** Asked several times for every line of a list: the text as a whole is made in a third of the time that its parts take. */
function readClock(instant: Date | number, timeZone: string): { day: string; time: string } {
  const [year, month, day, hour, minute, second] = formatter(timeZone, true).format(instant).match(/\d+/g) ?? [];
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` };
}
