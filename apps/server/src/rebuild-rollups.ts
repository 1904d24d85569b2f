import { parseArgs } from 'node:util';
import { connect, explainFailure, locateDatabase } from '@cashwrap/database';
import { rebuildRollups } from './modules/reports/index.ts';

// `pnpm rollups:rebuild`: works the rollups of reports out again, from all documents. The server may be running.

const USAGE = `Usage: pnpm rollups:rebuild [--help]

Throws the rollups of reports away and works them out again from all sales and returns: the same figures as those that the
server keeps by itself. One transaction: reports read the old ones until it is done. The server may be running.

It works on DATABASE_URL, or without one on the embedded database in DATA_DIR (.data), which must be there.`;

const PROGRESS_MS = 2_000;

async function main(): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const located = cleanup.use(await locateDatabase(process.env, { create: false }));
  const database = cleanup.use(
    connect({
      connection: located.connection,
      max: 1,
      applicationName: 'cashwrap-rebuild-rollups',
      // The job may be at it, and many days take long.
      timeouts: { statementMs: 0, lockMs: 0 },
    }),
  );
  const start = performance.now();
  const days = await rebuildRollups(database, new Date(), { onProgress: createProgress() });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  print(`Rebuilt the rollups of ${format(days)} business days of stores in ${seconds} s.`);
}

function createProgress(): (done: number, of: number) => void {
  let last = performance.now();
  return (done, of) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    print(`${format(done)} of ${format(of)} days`);
  };
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) print(USAGE);
  else await main();
} catch (error) {
  const text = explainFailure(error) ?? (error instanceof Error ? error.stack : String(error));
  process.stderr.write(`The rollups cannot be rebuilt: ${text}\n`);
  process.exitCode = 1;
}
