import type { Sql } from '../postgres/database.ts';
import { type Finding, finding } from './finding.ts';
import {
  type AgendaPlace,
  listAgendaGaps,
  listClosedInHand,
  listUncounted,
  listWithoutHolder,
} from './incoming-facts-store.ts';

/** Every agenda counts 1…n with a line for each number, and an open letter is in somebody's hands. */
export async function* checkIncoming({ db }: { db: Sql }): AsyncGenerator<Finding> {
  for (const place of await listAgendaGaps(db)) {
    yield finding(
      'agenda-gap',
      aboutPlace(place),
      `Agenda surat masuk ${place.unitName} ${place.year}: nomor ${place.agenda} tidak ada suratnya.`,
      `Incoming agenda of ${place.unitName} ${place.year}: number ${place.agenda} has no letter.`,
    );
  }
  for (const place of await listUncounted(db)) {
    yield finding(
      'agenda-uncounted',
      aboutPlace(place),
      `Agenda surat masuk ${place.unitName} ${place.year}: nomor ${place.agenda} belum terhitung dan akan diberikan lagi.`,
      `Incoming agenda of ${place.unitName} ${place.year}: number ${place.agenda} was not counted and would be given again.`,
    );
  }
  for (const letter of await listWithoutHolder(db)) {
    yield finding(
      'incoming-without-holder',
      `incoming ${letter.id}`,
      `Surat masuk agenda ${letter.agenda}/${letter.year} ${letter.unitName} masih terbuka, tetapi tidak di tangan siapa pun.`,
      `Incoming letter, agenda ${letter.agenda}/${letter.year} of ${letter.unitName}, is open but in nobody's hands.`,
    );
  }
  for (const letter of await listClosedInHand(db)) {
    yield finding(
      'incoming-closed-in-hand',
      `incoming ${letter.id}`,
      `Surat masuk agenda ${letter.agenda}/${letter.year} ${letter.unitName} sudah selesai, tetapi masih di tangan suatu jabatan.`,
      `Incoming letter, agenda ${letter.agenda}/${letter.year} of ${letter.unitName}, is closed but still in a post's hands.`,
    );
  }
}

function aboutPlace({ unitId, year, agenda }: AgendaPlace): string {
  return `agenda ${unitId}/${year}/${agenda}`;
}
