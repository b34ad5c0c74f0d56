import type { Words } from '../errors.ts';

/** "12,3 GB". */
export function bytesInWords(bytes: number): Words {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  const value = bytes / 1000 ** power;
  const unit = ['B', 'kB', 'MB', 'GB', 'TB'][power];
  const digits = { maximumFractionDigits: value < 100 ? 1 : 0 };
  return {
    id: `${value.toLocaleString('id-ID', digits)} ${unit}`,
    en: `${value.toLocaleString('en-GB', digits)} ${unit}`,
  };
}

const UNITS = [
  { ms: 86_400_000, id: 'hari', en: 'day' },
  { ms: 3_600_000, id: 'jam', en: 'hour' },
  { ms: 60_000, id: 'menit', en: 'minute' },
  { ms: 1_000, id: 'detik', en: 'second' },
] as const;

/** "3 hari", "2 jam", "1 detik": in its largest whole unit. */
export function spanInWords(ms: number): Words {
  const unit = UNITS.find((each) => Math.abs(ms) >= each.ms) ?? UNITS[3];
  const count = Math.floor(Math.abs(ms) / unit.ms);
  return { id: `${count} ${unit.id}`, en: `${count} ${unit.en}${count === 1 ? '' : 's'}` };
}
