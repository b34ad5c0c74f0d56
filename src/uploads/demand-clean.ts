import { refuseUpload } from './upload-words.ts';
import type { VirusScanner } from './virus-scanner.ts';

/**
 * Before a file from outside is kept: the scanner has looked at it, where there is one.
 * @throws Refusal `virus-found`, `virus-scan-too-large`; `virus-scanner-away` (unavailable): never taken for clean
 */
export async function demandClean(scanner: VirusScanner | undefined, path: string): Promise<void> {
  const verdict = (await scanner?.scan(path)) ?? 'clean';
  if (verdict === 'clean') return;
  throw verdict === 'too-large' ? refuseUpload('virus-scan-too-large') : refuseUpload('virus-found', verdict.virus);
}
