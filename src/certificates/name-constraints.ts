import type { Certificate } from './certificate.ts';
import type { Subtree } from './certificate-extensions.ts';
import { type Der, derChildren, readWholeDer, tags } from './der.ts';
import { nameAttributes } from './name.ts';

const directoryName = 0xa4;
const mailbox = 0x81;
const dnsName = 0x82;

/**
 * Whether `certificate` may stand below an authority with name constraints (RFC 5280 4.2.1.10).
 * Directory names, mailboxes and host names are understood; a constraint on any other form counts as violated when
 * the certificate carries a name of that form, because nobody here can say that it is kept.
 */
export function keepsNameConstraints(
  certificate: Certificate,
  constraints: { permitted: Subtree[]; excluded: Subtree[] },
): boolean {
  return namesOf(certificate).every((name) => {
    const sameForm = ({ tag }: Subtree) => tag === name.tag;
    if (constraints.excluded.filter(sameForm).some((subtree) => isWithin(name, subtree) !== false)) return false;
    const permitted = constraints.permitted.filter(sameForm);
    return permitted.length === 0 || permitted.some((subtree) => isWithin(name, subtree) === true);
  });
}

function namesOf(certificate: Certificate): Subtree[] {
  const attributes = nameAttributes(certificate.subject);
  const subject = attributes.length === 0 ? [] : [{ tag: directoryName, content: certificate.subject }];
  const mail = attributes
    .filter(({ label }) => label === 'emailAddress')
    .map(({ value }) => ({ tag: mailbox, content: Buffer.from(value, 'latin1') }));
  return [...subject, ...mail, ...certificate.alternativeNames];
}

/** undefined: a form that is not understood. */
function isWithin(name: Subtree, subtree: Subtree): boolean | undefined {
  if (name.tag === directoryName) {
    const parts = relativeNames(name.content);
    const base = relativeNames(subtree.content);
    return base.every((part, index) => parts[index]?.raw.equals(part.raw) ?? false);
  }
  const value = name.content.toString('latin1').toLowerCase();
  const base = subtree.content.toString('latin1').toLowerCase();
  if (name.tag === dnsName) return value === base || base === '' || value.endsWith(`.${base.replace(/^\./, '')}`);
  if (name.tag === mailbox) {
    if (base.includes('@')) return value === base;
    const host = value.slice(value.lastIndexOf('@') + 1);
    return base.startsWith('.') ? host.endsWith(base) : host === base;
  }
  return undefined;
}

function relativeNames(name: Buffer): Der[] {
  return derChildren(readWholeDer(name, tags.sequence));
}
