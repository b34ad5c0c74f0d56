import type { Request, Response } from 'express';
import multer from 'multer';
import { MAX_FILE } from '../../../checking/check-file.ts';
import { Places } from '../../places.ts';
import { networkOf } from '../../sign-in-throttle.ts';

/** Files held in memory at once by this process, and of one network address: 32 MB each, and nobody is signed in here. */
const AT_ONCE = 8;
const AT_ONCE_EACH = 2;
/** A file that takes longer to arrive keeps a place from others. */
const ARRIVAL_MS = 90_000;

export type Received = Buffer | 'busy' | 'too-large' | 'none';

/** Takes the one file of a multipart form into memory; it is let go when the answer is out and never touches a disk. */
export function fileReceiver(): (req: Request, res: Response) => Promise<Received> {
  const limits = { fileSize: MAX_FILE, files: 1, fields: 2, fieldSize: 256, parts: 4, headerPairs: 20 };
  const single = multer({ storage: multer.memoryStorage(), limits }).single('file');
  const places = new Places(AT_ONCE, AT_ONCE_EACH);
  return async (req, res) => {
    const network = networkOf(req.ip ?? '');
    if (!places.take(network)) return 'busy';
    const late = setTimeout(() => req.destroy(), ARRIVAL_MS);
    res.once('close', () => {
      clearTimeout(late);
      places.give(network);
    });
    return new Promise((resolve) => {
      single(req, res, (error: unknown) => {
        clearTimeout(late);
        // Whatever else goes wrong lies in the form (cut off, not multipart, another field): nothing here touches a disk.
        if (error)
          resolve(error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE' ? 'too-large' : 'none');
        else resolve(req.file && req.file.size > 0 ? req.file.buffer : 'none');
      });
    });
  };
}
