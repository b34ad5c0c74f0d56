import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { PNG } from 'pngjs';
import { projectPath } from '../../src/project-root.ts';
import { openWindow } from '../support/browser.ts';
import { judged } from '../support/judge.ts';

/** The form around the pad as the page of a handover has it. */
const page = `<!doctype html><html lang="id"><title>x</title><form method="post" action="/" enctype="multipart/form-data">
  <input name="receiver" value="Slamet"><div id="glass" hidden><canvas width="900" height="300"></canvas><button type="button">Hapus</button></div>
  <input type="file" id="files" name="files"><button>Catat</button></form><script type="module" src="/glass.js"></script>`;
let server: Server;
let origin: string;
let received: Buffer[] = [];
/** What the next form is answered with. */
let answer = '<title>y</title>ya';

beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === '/glass.js') {
      res.setHeader('Content-Type', 'text/javascript').end(readFileSync(projectPath('src/web/public/glass.js')));
    } else if (req.method === 'POST') {
      const parts: Buffer[] = [];
      req
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => {
          received.push(Buffer.concat(parts));
          res.setHeader('Content-Type', 'text/html').end(answer);
        });
    } else res.setHeader('Content-Type', 'text/html').end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

judged(
  ['chromium'],
  'what is drawn on the glass goes with the form as a picture; a clean glass sends none',
  async () => {
    const { page: window, context } = await openWindow({ width: 360 });
    try {
      const pictures: (PNG | undefined)[] = [];
      for (const act of ['draw', 'draw-and-clear', 'nothing'] as const) {
        received = [];
        await window.goto(origin);
        await window.locator('#glass').waitFor({ state: 'visible' });
        const box = await window.locator('canvas').boundingBox();
        if (box === null) throw new Error('no pad');
        if (act !== 'nothing') {
          await window.mouse.move(box.x + 20, box.y + 20);
          await window.mouse.down();
          await window.mouse.move(box.x + 150, box.y + 80, { steps: 5 });
          await window.mouse.up();
        }
        if (act === 'draw-and-clear') await window.getByRole('button', { name: 'Hapus' }).click();
        await window.getByRole('button', { name: 'Catat' }).click();
        await window.getByText('ya', { exact: true }).waitFor();
        expect(received).toHaveLength(1);
        pictures.push(pictureIn(received[0] ?? Buffer.alloc(0)));
      }
      const [drawn, cleared, none] = pictures;
      expect([drawn?.width, drawn?.height]).toEqual([900, 300]);
      // Dark strokes on white: what a scan of the slip would show.
      expect(drawn?.data.some((value, i) => i % 4 === 0 && value < 60)).toBe(true);
      expect([cleared, none]).toEqual([undefined, undefined]);
    } finally {
      await context.close();
    }
  },
);

judged(
  ['chromium'],
  'what was signed comes back with a form that is refused, once, and goes along when it is sent again',
  async () => {
    const { page: window, context } = await openWindow({ width: 360 });
    try {
      received = [];
      await window.goto(origin);
      await window.locator('#glass').waitFor({ state: 'visible' });
      const box = await window.locator('canvas').boundingBox();
      if (box === null) throw new Error('no pad');
      await window.mouse.move(box.x + 20, box.y + 20);
      await window.mouse.down();
      await window.mouse.move(box.x + 150, box.y + 80, { steps: 5 });
      await window.mouse.up();
      answer = page.replace('<form', '<div class="govuk-error-summary">Galat</div><form');
      await window.getByRole('button', { name: 'Catat' }).click();
      await window.getByText('Galat').waitFor();
      await window.waitForFunction(() => {
        const pad = document.querySelector('canvas');
        return pad
          ?.getContext('2d')
          ?.getImageData(0, 0, pad.width, pad.height)
          .data.some((value, i) => i % 4 === 0 && value < 60);
      });
      answer = '<title>y</title>ya';
      await window.getByRole('button', { name: 'Catat' }).click();
      await window.getByText('ya', { exact: true }).waitFor();
      const [first, again] = received.map(pictureIn);
      expect(again?.data.equals(first?.data ?? Buffer.alloc(0))).toBe(true);
      // The next paper is somebody else's: its pad is clean.
      await window.goto(origin);
      await window.locator('#glass').waitFor({ state: 'visible' });
      await window.getByRole('button', { name: 'Catat' }).click();
      await window.getByText('ya', { exact: true }).waitFor();
      expect(pictureIn(received[2] ?? Buffer.alloc(0))).toBeUndefined();
    } finally {
      await context.close();
    }
  },
);

function pictureIn(body: Buffer): PNG | undefined {
  const at = body.indexOf(Buffer.from('89504e470d0a1a0a', 'hex'));
  if (at < 0) return undefined;
  const end = body.indexOf('IEND', at) + 8;
  return PNG.sync.read(body.subarray(at, end));
}
