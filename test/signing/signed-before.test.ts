import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { isRefusal } from '../../src/errors.ts';
import { signPdf } from '../../src/signing/sign-pdf.ts';
import { judged } from '../support/judge.ts';
import { pdfsig } from '../support/pdf-judges.ts';
import { describeWith } from '../support/shared-material.ts';
import { testPki } from './test-pki.ts';

/** Which files refuse a further signature, by their names; every other file takes one. */
const REFUSALS: [RegExp, string][] = [
  [/sign_crypt_|sign_encrypted_|pdf_mac_pades|proxied_objs/, 'pdf-encrypted'],
  [/certify-P1|certP1|sv_mdp_must_certify/, 'pdf-certified'],
  [/fieldlock-all/, 'pdf-locked'],
  [/x-rsa-BB-truncated|x-two-BB-BB-truncated/, 'pdf-damaged'],
];

describeWith('corpus/signed', 'a file that others have signed', (directory) => {
  const { root, signer } = testPki();
  const files = readdirSync(directory).filter((name) => name.endsWith('.pdf'));
  const at = new Date('2026-03-02T03:04:05Z');

  judged(
    ['pdfsig', 'certutil'],
    'refuses a further signature for a reason, or keeps every verdict on the others',
    async () => {
      for (const file of files) {
        const pdf = readFileSync(`${directory}/${file}`);
        const signed = await signPdf({ pdf, field: 'TTE-1', signer, at }).catch((error: unknown) => error);
        const refusal = REFUSALS.find(([pattern]) => pattern.test(file))?.[1];
        if (!Buffer.isBuffer(signed)) {
          expect({ file, code: isRefusal(signed) ? signed.code : signed }).toEqual({ file, code: refusal });
          continue;
        }
        expect({ file, refusal }).toEqual({ file, refusal: undefined });
        const before = pdfsig(pdf, root).signatures.map(({ valid }) => valid);
        const after = pdfsig(signed, root).signatures.map(({ valid }) => valid);
        expect({ file, after }).toEqual({ file, after: [...before, true] });
      }
    },
  );
});
