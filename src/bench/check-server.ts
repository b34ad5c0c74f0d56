/** A server in a process of its own for the bench: the check page, or bare Express with one indexed select. */
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { openLog } from '../log.ts';
import { createApp } from '../web/app.ts';
import { wire } from '../wiring.ts';
import { findByToken } from './select-store.ts';

const [kind = 'ours'] = process.argv.slice(2);
const config = readConfig();
const layang = await wire(config, openLog(config.logLevel), systemClock);

function bare() {
  const app = express();
  app.get('/:token', async (req, res) => {
    const { token } = z.object({ token: z.string() }).parse(req.params);
    const found = await findByToken(layang.db, token);
    res
      .status(found === undefined ? 404 : 200)
      .type('html')
      .send(`<!doctype html><p>${found?.token}</p>`);
  });
  return app;
}

const server = createServer(kind === 'bare' ? bare() : createApp(layang.web));
server.listen(config.port, () => process.send?.('ready'));
process.on('disconnect', () => process.exit());
