/** The page as the server would show it now; undefined where it does not, or nobody answers. */
export async function freshPage(): Promise<Document | undefined> {
  const answer = await fetch(location.href, { redirect: 'manual' }).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** Puts what the fresh page has in the place of what this one shows there. */
export function renew(place: Element, fresh: Element | null): void {
  if (fresh !== null) place.replaceChildren(...fresh.childNodes);
}
