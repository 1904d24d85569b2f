import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, newId } from '@cashwrap/database';
import { pino } from 'pino';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { loadSecrets } from '../src/secrets.ts';

// The API without its jobs, at the instant that its argument names: what a generated shop has sold "today" does not depend
// on the day on which the bench runs.

const [instant = ''] = process.argv.slice(2);
const startedAt = Date.parse(instant);
if (Number.isNaN(startedAt)) throw new Error('Give the instant at which the server starts, as ISO 8601.');
const clock = () => new Date(startedAt + performance.now());

const config = readConfig(process.env);
const app = createApp({
  ...(await loadSecrets(config)),
  database: connect({ connection: { url: config.databaseUrl ?? '' }, applicationName: 'cashwrap-bench' }),
  clock,
  newId,
  log: pino({ level: config.logLevel }),
});
app.start();
process.once('SIGTERM', () => process.exit());
const server = createServer(app.http);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
