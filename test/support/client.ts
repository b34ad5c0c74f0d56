/**
 * A browser without script and without pictures: keeps cookies, sends forms with what the page put into them.
 */
export interface Client {
  get(path: string): Promise<Page>;
  /** Fetches `path`, takes the hidden fields of its form (or of the one with `action`), and sends it with `fields`. */
  send(path: string, fields: Record<string, string | string[]>, action?: string): Promise<Page>;
  /** The same as multipart, with files by their field after what was typed. */
  sendFiles(
    path: string,
    fields: Record<string, string | string[]>,
    files: readonly SentFile[],
    action?: string,
  ): Promise<Page>;
  /** Sends a body as it is. */
  post(path: string, fields: Record<string, string | string[]>): Promise<Page>;
  cookies: Map<string, string>;
}

export interface SentFile {
  field: string;
  name: string;
  bytes: Uint8Array;
}

export interface Page {
  status: number;
  html: string;
  headers: Headers;
  location: string | undefined;
}

export function client(origin: string, headers: Record<string, string> = {}): Client {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return {
      status: answer.status,
      html: await answer.text(),
      headers: answer.headers,
      location: answer.headers.get('location') ?? undefined,
    };
  }

  function post(path: string, fields: Record<string, string | string[]>): Promise<Page> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each);
    return ask(path, { method: 'POST', body });
  }

  return {
    cookies,
    get: (path) => ask(path, { method: 'GET' }),
    post,
    async send(path, fields, action) {
      const page = await ask(path, { method: 'GET' });
      return post(action ?? path, { ...hiddenFields(page.html, action), ...fields });
    },
    async sendFiles(path, fields, files, action) {
      const page = await ask(path, { method: 'GET' });
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...hiddenFields(page.html, action), ...fields }))
        for (const each of [value].flat()) body.append(name, each);
      for (const { field, name, bytes } of files) body.append(field, new Blob([Uint8Array.from(bytes)]), name);
      return ask(action ?? path, { method: 'POST', body });
    },
  };
}

/** Hidden fields of the page's form with this action, or of its first. */
export function hiddenFields(html: string, action?: string): Record<string, string> {
  const forms = html.match(/<form[\s\S]*?<\/form>/g) ?? [];
  const form = action === undefined ? forms[0] : forms.find((each) => each.includes(`action="${action}"`));
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form?.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g) ??
    []) {
    fields[name] = value;
  }
  return fields;
}
