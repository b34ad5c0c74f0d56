import type { Request, Response } from 'express';
import multer from 'multer';
import { MAX_FILE } from '../../../checking/check-file.ts';

/** Files held in memory at once by this process: 32 MB each, and nobody is signed in here. */
const AT_ONCE = 3;

export type Received = Buffer | 'busy' | 'too-large' | 'none';

/** Takes the one file of a multipart form into memory; it is let go when the answer is out and never touches a disk. */
export function fileReceiver(): (req: Request, res: Response) => Promise<Received> {
  const limits = { fileSize: MAX_FILE, files: 1, fields: 2, fieldSize: 256, parts: 4, headerPairs: 20 };
  const single = multer({ storage: multer.memoryStorage(), limits }).single('file');
  let held = 0;
  return async (req, res) => {
    if (held >= AT_ONCE) return 'busy';
    held++;
    res.once('close', () => held--);
    return new Promise((resolve, reject) => {
      single(req, res, (error: unknown) => {
        if (error instanceof multer.MulterError) resolve(error.code === 'LIMIT_FILE_SIZE' ? 'too-large' : 'none');
        else if (error) reject(error);
        else resolve(req.file && req.file.size > 0 ? req.file.buffer : 'none');
      });
    });
  };
}
