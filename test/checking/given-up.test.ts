import { openChecking } from '../../src/checking/checking.ts';
import { openVerifier } from '../../src/verification/verifier.ts';
import { startApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';

const never = () => {
  throw new Error('this office has issued nothing');
};

test('a file that asks for too much is answered by a plain sentence, and the next one is checked', async () => {
  const verifiers = [openVerifier({ deadlineMs: 1 }), openVerifier()];
  const [hurried, patient] = verifiers;
  let verifier = hurried;
  const app = await startApp({
    publicDirectory: await builtAssets(),
    more: ({ db, clock }) => ({
      checking: openChecking({
        db,
        clock,
        host: 'cek.sagara.example',
        documents: { read: never },
        drawFirstPage: never,
        verifyPdf: async (pdf, options) => verifier?.verify(pdf, options),
      }),
    }),
  });
  const upload = async () => {
    const form = new FormData();
    form.append('file', new Blob(['%PDF-1.7\nnothing else']), 'surat.pdf');
    const answer = await fetch(`${app.origin}/check/file`, { method: 'POST', body: form });
    return { status: answer.status, html: await answer.text(), cookies: answer.headers.getSetCookie() };
  };
  const given = await upload();
  expect(given.status).toBe(422);
  expect(given.html).toContain('Berkas ini tidak selesai diperiksa');
  expect(given.html).toContain('Ini tidak berarti berkasnya benar atau salah');
  expect(given.cookies).toEqual([]);
  verifier = patient;
  expect((await upload()).html).toContain('Berkas ini tidak kami kenal');
  for (const one of verifiers) await one.close();
});
