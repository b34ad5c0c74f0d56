/** What a browser would send of a form as it stands: every field with the value that the page put into it. */
export function formFields(html: string, action: string): Record<string, string | string[]> {
  const form = (html.match(/<form[\s\S]*?<\/form>/g) ?? []).find((each) => each.includes(`action="${action}"`)) ?? '';
  const fields: Record<string, string[]> = {};
  const add = (name: string | undefined, value: string) => {
    if (name !== undefined) fields[name] = [...(fields[name] ?? []), plain(value)];
  };
  const field = /<input\b([^>]*)>|<(select|textarea)\b([^>]*)>([\s\S]*?)<\/\2>/g;
  for (const [, input, tag = 'input', others = '', inner = ''] of form.matchAll(field)) {
    const attributes = input ?? others;
    const name = attribute(attributes, 'name');
    const type = attribute(attributes, 'type') ?? 'text';
    if (tag === 'textarea') add(name, inner.replace(/^\r?\n/, ''));
    else if (tag === 'select') {
      const options = [...inner.matchAll(/<option([^>]*)>/g)].map(([, each = '']) => each);
      const chosen = options.find((each) => /\bselected\b/.test(each)) ?? options[0] ?? '';
      add(name, attribute(chosen, 'value') ?? '');
    } else if (type === 'radio' || type === 'checkbox') {
      if (/\bchecked\b/.test(attributes)) add(name, attribute(attributes, 'value') ?? 'on');
    } else if (type !== 'submit' && type !== 'file') add(name, attribute(attributes, 'value') ?? '');
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

function attribute(attributes: string, name: string): string | undefined {
  return attributes.match(new RegExp(`(?:^|\\s)${name}="([^"]*)"`))?.[1];
}

function plain(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`', '#92': '\\' };
  return text.replace(/&(amp|lt|gt|quot|#39|#96|#92);/g, (_, name: string) => signs[name] ?? '');
}
