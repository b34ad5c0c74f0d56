import { Refusal } from '../../errors.ts';
import type { Visit } from '../visit.ts';

/** A PNG of our own making; `not-found` where there is none. */
export function sendPicture({ res }: Visit, png: Buffer | undefined): void {
  if (png === undefined) {
    throw new Refusal('not-found', 'picture-missing', {
      id: 'Gambar ini tidak ada.',
      en: 'There is no such picture.',
    });
  }
  res.type('png').send(png);
}
