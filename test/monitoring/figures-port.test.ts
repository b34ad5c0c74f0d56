import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { openFiguresPort } from '../../src/commands/figures-port.ts';
import { readConfig } from '../../src/config.ts';

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
