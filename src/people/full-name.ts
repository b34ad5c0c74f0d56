/** A name with its academic titles, as officials are addressed: "Dr. Siti Rahmawati, S.H., M.Si." */
export function fullName(person: { titleBefore: string; name: string; titleAfter: string }): string {
  const before = person.titleBefore === '' ? person.name : `${person.titleBefore} ${person.name}`;
  return person.titleAfter === '' ? before : `${before}, ${person.titleAfter}`;
}
