import { type Der, derChildren, expectTag, tags } from '../certificates/der.ts';
import type { RevocationMaterial } from '../certificates/revocation.ts';
import { isPdfDamage } from '../pdf/damage.ts';
import { isKind } from '../pdf/objects.ts';
import type { PdfDocument } from '../pdf/reader.ts';
import { cmsOids, type SignedData } from './signed-data.ts';

/** Certificates and revocation answers that came with the file. Nothing of it is trusted before it is verified. */
export interface ValidationMaterial {
  certificates: Buffer[];
  revocation: { crls: Buffer[]; ocspResponses: Buffer[] };
}

const mostStreams = 1000;

/** The document security store of the newest revision; what cannot be read is left out. */
export function readSecurityStore(document: PdfDocument): ValidationMaterial {
  return {
    certificates: readStreams(document, 'Certs'),
    revocation: { crls: readStreams(document, 'CRLs'), ocspResponses: readStreams(document, 'OCSPs') },
  };
}

function readStreams(document: PdfDocument, key: string): Buffer[] {
  const found: Buffer[] = [];
  try {
    const store = document.dict(document.catalog, 'DSS');
    const items = store === undefined ? [] : (document.array(store, key)?.items ?? []);
    for (const item of items.slice(0, mostStreams)) {
      const stream = document.resolve(item);
      if (isKind(stream, 'stream')) found.push(document.decode(stream));
    }
  } catch (error) {
    if (!isPdfDamage(error)) throw error;
  }
  return found;
}

/** Answers inside the CMS: its CRLs, and Adobe's revocation archive among the signed attributes. */
export function embeddedRevocation(data: SignedData): RevocationMaterial {
  const crls = [...data.crls];
  const ocspResponses: Buffer[] = [];
  for (const attribute of data.signerInfos.flatMap((info) => info.signedAttributes)) {
    if (attribute.type !== cmsOids.revocationArchive) continue;
    try {
      for (const part of derChildren(expectTag(attribute.values[0], tags.sequence))) {
        const items = derChildren(expectTag(derChildren(part)[0], tags.sequence)).map(({ raw }: Der) => raw);
        if (part.tag === 0xa0) crls.push(...items);
        if (part.tag === 0xa1) ocspResponses.push(...items);
      }
    } catch {
      // A malformed archive answers nothing.
    }
  }
  return { crls, ocspResponses };
}
