import type { Findings } from './findings.ts';
import type { PreparedFile } from './intake-files-store.ts';
import { weightiest } from './look-up-seal.ts';

/** What was found on the files together: the seal of the letter before that of an attachment. */
export function gatherFindings(files: readonly PreparedFile[], scanned: boolean): Findings {
  const seals = (role: PreparedFile['role']) =>
    files.flatMap(({ role: own, facts }) => (own === role && facts.seal !== undefined ? [facts.seal] : []));
  const seal = weightiest(seals('letter')) ?? weightiest(seals('attachment'));
  const signatures = files.flatMap(({ facts }) => (facts.signatures === undefined ? [] : [facts.signatures]));
  const leftBehind = [...new Set(files.flatMap(({ facts }) => facts.leftBehind))];
  const notArchival = files.flatMap(({ name, facts: { notArchival: page } }) =>
    page === undefined ? [] : [{ file: name, page }],
  );
  const notSearched = files.reduce((sum, { facts }) => sum + (facts.notSearched ?? 0), 0);
  return {
    ...(seal === undefined ? {} : { seal }),
    ...(signatures.length === 0 ? {} : { signatures }),
    ...(leftBehind.length === 0 ? {} : { leftBehind }),
    ...(notSearched === 0 || seal !== undefined ? {} : { notSearched }),
    ...(notArchival.length === 0 ? {} : { notArchival }),
    ...(files.length === 0 ? {} : { scan: scanned ? 'clean' : 'not-scanned' }),
  };
}
