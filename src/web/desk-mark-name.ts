/** The cookie that the open registration page reads (`desk-mark.ts`), by the origin's scheme. */
export function deskMarkName(appOrigin: string): string {
  return appOrigin.startsWith('https:') ? '__Host-layang-desk' : 'layang-desk';
}
