import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { openFiguresPort } from '../../src/commands/figures-port.ts';
import { readConfig } from '../../src/config.ts';
import { openFigures } from '../../src/monitoring/figures.ts';
import { figuresListener } from '../../src/monitoring/figures-server.ts';
import { openReadiness } from '../../src/monitoring/readiness.ts';

const silent = { listener: createServer().listeners('request')[0] as never, watchProcess: () => {} };

it('refuses a port that is taken, and an address of another machine, in words that name the setting', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(openFiguresPort(silent, { metricsPort: port, metricsHost: '127.0.0.1' })).rejects.toMatchObject({
    code: 'metrics-port-in-use',
    words: { id: expect.stringContaining(`METRICS_PORT ${port}`) },
  });
  await new Promise((resolve) => other.close(resolve));
  await expect(openFiguresPort(silent, { metricsPort: port, metricsHost: '192.0.2.1' })).rejects.toMatchObject({
    code: 'metrics-address',
  });
});

it('opens nothing where nobody asked for figures, and listens on this machine alone unless told otherwise', async () => {
  expect(await openFiguresPort(silent, readConfig({}))).toBeUndefined();
  expect(readConfig({ METRICS_PORT: '9464' })).toMatchObject({ metricsPort: 9464, metricsHost: '127.0.0.1' });
  expect(() => readConfig({ METRICS_HOST: 'example.org' })).toThrow('METRICS_HOST');
});

it('answers whatever stands in the place of a path', async () => {
  const listener = figuresListener({
    figures: await openFigures(),
    officeFigures: async () => '',
    readiness: openReadiness([]),
  });
  const server = createServer((...exchange) => listener(...exchange));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const statusOf = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const answered = (answer: IncomingMessage) => resolve(answer.resume().statusCode);
      get({ host: '127.0.0.1', port, path }, answered).on('error', reject);
    });
  expect([await statusOf('//'), await statusOf('http://['), await statusOf('/metrics?a=/')]).toEqual([404, 404, 200]);
  await new Promise((resolve) => server.close(resolve));
});
