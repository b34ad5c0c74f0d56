import type { Crowd } from './load-client.ts';
import type { Visitor } from './visitor.ts';

/** Somebody with a letter in hand: looks up its code, often at its picture, and now and then brings the file. */
export async function beCitizen({ task, file, isOver, think, count }: Crowd, me: Visitor): Promise<void> {
  await think(8);
  while (!isOver()) {
    if (task.bare) {
      await count('bare page', me.ask(`/${any(task.tokens) ?? ''}`));
      await think(8);
      continue;
    }
    const luck = Math.random();
    const signed = any(task.signed);
    if (signed === undefined || luck < 0.7) await count('check page by code', me.ask(`/${any(task.tokens) ?? ''}`));
    else {
      await count('check page by code', me.ask(`/${signed.token}`));
      await think(1);
      if (luck < 0.97) await count('picture of page 1', me.ask(`/${signed.token}/halaman-1.png`));
      else await count('check of a file', me.ask(`/${signed.token}/file`, formOf(await file(signed.file))));
    }
    await think(8);
  }
}

function formOf(pdf: Buffer): { method: 'POST'; type: string; body: Buffer } {
  const boundary = 'layang-bench-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="surat.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { method: 'POST', type: `multipart/form-data; boundary=${boundary}`, body };
}

function any<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)];
}
