/** The time of day in the office's zone, as a field of a form wants it. */
export function timeThere(timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    new Date(),
  );
}

/** `YYYY-MM-DD`, likewise. */
export function dayThere(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone });
  return parts.format(new Date()).split('/').reverse().join('-');
}
