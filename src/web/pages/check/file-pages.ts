import type { Request, Response, Router } from 'express';
import multer from 'multer';
import { MAX_FILE } from '../../../checking/check-file.ts';
import { type CheckDeps, type CheckVisit, checkVisitor } from './check-page.ts';
import { fieldViews } from './letter-view.ts';
import { signatureViews } from './signature-view.ts';

/** Files held in memory at once by this process: 32 MB each, and nobody is signed in here. */
const AT_ONCE = 3;

/** `/check/file`, `/<TOKEN>/file` and `/<TOKEN>/file/issued-part`: the file is looked at and forgotten. */
export function filePages(deps: CheckDeps, router: Router): void {
  const { checking } = deps;
  const visit = checkVisitor(deps);
  const receive = fileReceiver();

  async function withFile(at: CheckVisit, use: (file: Buffer) => Promise<void>): Promise<void> {
    const received = await receive(at.req, at.res);
    if (received === 'busy') return refuse(at, 503, 'check.file.busy');
    if (received === 'too-large') return refuse(at, 413, 'check.file.too-large');
    if (received === 'none') return refuse(at, 422, 'check.file.missing');
    await use(received);
  }

  const check = (tokenOf: (at: CheckVisit) => string) => (at: CheckVisit) =>
    withFile(at, async (file) => {
      const typed = tokenOf(at);
      const outcome = await checking.checkFile(file, typed);
      if (outcome.code === 'typo' || outcome.code === 'not-registered') {
        const heading = at.t(`check.head.${outcome.code}`);
        const sentence = at.t(`check.text.${outcome.code}`, { office: at.officeName });
        return at.render('outcome', 404, { mood: 'retry', heading, sentence, typed });
      }
      const lines = {
        verdict: outcome.signatures.words[at.language],
        signatures: signatureViews(outcome.signatures, at),
      };
      if (outcome.code === 'unknown-file') {
        return at.render('file', 200, { identity: 'unknown', token: '', fields: [], classified: false, ...lines });
      }
      const { identity, token, letter } = outcome;
      const fields = fieldViews(letter, at);
      at.render('file', 200, { identity, token, fields, classified: letter.security === 'classified', ...lines });
    });

  router.post('/check/file', visit('/check/file', check(typedCode)));
  router.post(
    /^\/([0-9A-HJKMNP-TV-Z]{16})\/file$/,
    visit(
      '/:token/file',
      check((at) => String(at.req.params[0])),
    ),
  );
  router.post(
    /^\/([0-9A-HJKMNP-TV-Z]{16})\/file\/issued-part$/,
    visit('/:token/file/issued-part', (at) =>
      withFile(at, async (file) => {
        const part = await checking.issuedPart(file, String(at.req.params[0]));
        if (!part)
          return at.render('problem', 404, {
            heading: at.t('check.file.different'),
            sentence: at.t('check.file.different.text'),
          });
        at.res.type('pdf').attachment('surat.pdf').send(part);
      }),
    ),
  );
}

function typedCode(at: CheckVisit): string {
  const code: unknown = at.req.body?.code;
  return typeof code === 'string' ? code.slice(0, 64) : '';
}

function refuse(
  at: CheckVisit,
  status: number,
  key: 'check.file.busy' | 'check.file.too-large' | 'check.file.missing',
): void {
  at.render('problem', status, { heading: at.t('check.file.heading'), sentence: at.t(key) });
}

function fileReceiver(): (req: Request, res: Response) => Promise<Buffer | 'busy' | 'too-large' | 'none'> {
  const limits = { fileSize: MAX_FILE, files: 1, fields: 2, fieldSize: 256, parts: 4, headerPairs: 20 };
  const single = multer({ storage: multer.memoryStorage(), limits }).single('file');
  let held = 0;
  return async (req, res) => {
    if (held >= AT_ONCE) return 'busy';
    held++;
    // Let go only when the answer is out: until then the file is in memory.
    res.once('close', () => held--);
    return new Promise((resolve, reject) => {
      single(req, res, (error: unknown) => {
        if (error instanceof multer.MulterError)
          return resolve(error.code === 'LIMIT_FILE_SIZE' ? 'too-large' : 'none');
        if (error) return reject(error);
        resolve(req.file && req.file.size > 0 ? req.file.buffer : 'none');
      });
    });
  };
}
