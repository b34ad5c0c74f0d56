import { createHash } from 'node:crypto';
import { type PDFDocument, PDFHexString, PDFName } from 'pdf-lib';
import { SRGB_PROFILE } from './srgb-profile.ts';

/**
 * Makes a document of pictures a PDF/A-2b (ISO 19005-2): says so in its metadata (6.6.4), says what its colours mean (6.2.3;
 * grey is covered by it, 6.2.4.3) and bears an identity (6.1.3). Nothing else that the standard asks for is missing where
 * every page only draws pictures of the sorts that picture-pdf.ts and archival-pictures.ts let in.
 */
export function claimArchival(document: PDFDocument, identity: Uint8Array): void {
  const { context, catalog } = document;
  const profile = context.flateStream(SRGB_PROFILE, { N: 3 });
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFHexString.fromText('sRGB IEC61966-2.1'),
    Info: PDFHexString.fromText('sRGB IEC61966-2.1'),
    DestOutputProfile: context.register(profile),
  });
  catalog.set(PDFName.of('OutputIntents'), context.obj([context.register(intent)]));
  // Never packed: 6.6.2.1 asks for metadata that programs find without opening the rest.
  const metadata = context.stream(Buffer.from(XMP), { Type: 'Metadata', Subtype: 'XML' });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  const id = PDFHexString.of(createHash('sha256').update(identity).digest('hex').slice(0, 32));
  context.trailerInfo.ID = context.obj([id, id]);
}

const XMP = `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
