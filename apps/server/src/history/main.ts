import {
  connect,
  type Database,
  explainFailure,
  type LocatedDatabase,
  locateDatabase,
  migrate,
  migrationsFolder,
  newId,
} from '@cashwrap/database';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { findMerchant } from '../demo/demo.repo.ts';
import { openDemoShop } from '../demo/seed.ts';
import { rebuildRollups } from '../modules/reports/index.ts';
import { loadSecrets } from '../secrets.ts';
import { generateHistory } from './generate.ts';
import { type HistoryArguments, readArguments, USAGE } from './read-arguments.ts';
import { HistoryRefusal } from './refusal.ts';
import { tidyUp } from './rows.repo.ts';

// `pnpm generate:history`: fills a shop with a past, see USAGE.

const DAY_MS = 86_400_000;
const PROGRESS_MS = 2_000;

async function main(plan: HistoryArguments): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const located = cleanup.use(await locateDatabase(process.env, { log: print }));
  // The owner of the tables: a history is written at once, and locks them.
  const database = cleanup.use(
    connect({
      ...{ connection: located.ownerConnection, max: 2, applicationName: 'cashwrap-generate-history' },
      timeouts: { statementMs: 0 },
    }),
  );
  await migrate(database, { folder: migrationsFolder });
  if ((await findMerchant(database.db)) === undefined) await openShop(located, database, plan);

  const startedAt = performance.now();
  const made = await generateHistory(database, plan, createProgress(plan.sales));
  if (!made) {
    throw new HistoryRefusal(
      'The shop has traded already: the numbers and the stock of a history would have to come before that. ' +
        'Take an empty database, or a shop that has neither sales nor shifts, nor stock that moved in that time.',
    );
  }
  await tidyUp(database.pool);
  print('Adding up what reports read');
  await rebuildRollups(database, new Date());
  const seconds = (performance.now() - startedAt) / 1000;
  const { sales, returns, customers, rows } = made;
  print(
    `${format(sales)} sales and ${format(returns)} returns of ${format(customers)} known customers and others: ` +
      `${format(rows)} rows in ${seconds.toFixed(1)} s, ${format(Math.round(sales / seconds))} sales a second.`,
  );
}

/** The demo shop without its own trade, opened the day before. */
async function openShop(
  { applicationRole, embedded }: LocatedDatabase,
  database: Database,
  { from }: HistoryArguments,
): Promise<void> {
  if (applicationRole !== undefined && embedded === undefined) {
    print(
      'The database is empty: it gets the demo shop. Start the server once, so that its role gets its grants.',
    );
  } else print('The database is empty: it gets the demo shop.');
  const log = pino({ level: 'error' }, pino.destination(2));
  const secrets = await loadSecrets(readConfig(process.env));
  const openedAt = new Date(Date.parse(from) - DAY_MS);
  await openDemoShop({ ...secrets, database, clock: () => openedAt, newId, log }, openedAt);
}

function createProgress(all: number): (date: string, sales: number) => void {
  let last = performance.now();
  return (date, sales) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    print(`${date}: ${format(sales)} of ${format(all)} sales`);
  };
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function explain(error: unknown): string | undefined {
  if (error instanceof HistoryRefusal) return error.message;
  return explainFailure(error) ?? (error instanceof Error ? error.stack : String(error));
}

try {
  const plan = readArguments(process.argv.slice(2), new Date());
  if (plan === 'help') print(USAGE);
  else await main(plan);
} catch (error) {
  process.stderr.write(`No history was generated: ${explain(error)}\n`);
  process.exitCode = 1;
}
