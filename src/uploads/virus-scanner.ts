/** What a scanner said of a file. */
export type VirusVerdict = 'clean' | 'too-large' | { virus: string };

export interface VirusScanner {
  /** @throws Refusal `virus-scanner-away` (unavailable) when no verdict can be had: nothing counts as scanned then */
  scan(path: string): Promise<VirusVerdict>;
  /** Its version, as it says itself. @throws as `scan` */
  version(): Promise<string>;
}
