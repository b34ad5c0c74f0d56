import { fileURLToPath } from 'node:url';

/** Path of a file of the project (`migrations`, `views/…`), the same from `src/` and from the built `dist/`. */
export function projectPath(...parts: string[]): string {
  return fileURLToPath(new URL(`../${parts.join('/')}`, import.meta.url));
}
