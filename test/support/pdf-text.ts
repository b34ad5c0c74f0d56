import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `command` on a file with these bytes (its path replaces `%`) and returns its output. */
export function runOn(bytes: Uint8Array, ending: string, command: string, ...words: string[]): string {
  const room = mkdtempSync(join(tmpdir(), 'layang-look-'));
  try {
    const path = join(room, `file${ending}`);
    writeFileSync(path, bytes);
    const done = spawnSync(
      command,
      words.map((word) => word.replace('%', path)),
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    return `${done.stdout ?? ''}${done.status === 0 ? '' : (done.stderr ?? '')}`;
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

/** The lines of text of one page, top to bottom, within a rectangle in points from the top left. Judge: pdftotext. */
export function linesIn(
  pdf: Uint8Array,
  page: number,
  area: { x: number; y: number; width: number; height: number },
): string[] {
  const whole = (value: number) => String(Math.round(value));
  const place = ['-x', whole(area.x), '-y', whole(area.y), '-W', whole(area.width), '-H', whole(area.height)];
  const text = runOn(pdf, '.pdf', 'pdftotext', '-layout', '-f', String(page), '-l', String(page), ...place, '%', '-');
  return text.split(/[\n\f]/u).filter((line) => line.trim() !== '');
}
