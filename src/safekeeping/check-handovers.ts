import { courseOf, outSince, whereabouts } from '../incoming/originals/original-course.ts';
import type { Sql } from '../postgres/database.ts';
import { type Finding, finding } from './finding.ts';
import { listBookGaps, listCourses, listOutWithoutLine, type OriginalCourse } from './handover-facts-store.ts';
import { walk } from './walk.ts';

const BATCH = 1_000;

/** The handover books have every number, and each original is where its lines come to. */
export async function* checkHandovers({ db }: { db: Sql }): AsyncGenerator<Finding> {
  for (const { book, unitId, unitName, year, number } of await listBookGaps(db)) {
    yield finding(
      'handover-gap',
      `${book} ${unitId}/${year}/${number}`,
      `Buku ekspedisi ${unitName} ${year}: baris nomor ${number} tidak ada.`,
      `Handover book of ${unitName} ${year}: there is no line ${number}.`,
    );
  }
  for await (const batch of walk(
    0,
    ({ id }: OriginalCourse) => id,
    (after) => listCourses(db, after, BATCH),
  )) {
    for (const letter of batch) if (isMisplaced(letter)) yield misplaced(letter);
  }
  for (const letter of await listOutWithoutLine(db)) yield misplaced(letter);
}

function isMisplaced({ original, originalSince, lines }: OriginalCourse): boolean {
  const course = courseOf(lines);
  return original !== whereabouts(course) || originalSince?.getTime() !== outSince(course)?.getTime();
}

function misplaced({
  id,
  unitName,
  year,
  agenda,
}: {
  id: number;
  unitName: string;
  year: number;
  agenda: number;
}): Finding {
  return finding(
    'original-misplaced',
    `incoming ${id}`,
    `Surat masuk agenda ${agenda}/${year} ${unitName}: tempat naskah aslinya tidak sesuai dengan buku serah terimanya.`,
    `Incoming letter, agenda ${agenda}/${year} of ${unitName}: its original is not where its handover book says.`,
  );
}
