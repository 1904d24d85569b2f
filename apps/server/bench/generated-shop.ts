import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import {
  connect,
  type Database,
  migrate,
  migrationsFolder,
  newId,
  startEmbeddedPostgres,
} from '@cashwrap/database';
import { pino } from 'pino';
import { openDemoShop } from '../src/demo/seed.ts';
import { generateHistory } from '../src/history/generate.ts';
import { tidyUp } from '../src/history/rows.repo.ts';
import { importSigningKeys } from '../src/modules/identity/index.ts';
import { rebuildRollups } from '../src/modules/reports/index.ts';
import { type Stage, type StageDatabase, urlOf } from './stage.ts';

const DAY_MS = 86_400_000;
/** To fill a database takes as long as it does. */
const PATIENT = { timeouts: { statementMs: 0 } };

/** What is in a database that takes minutes to fill. */
export interface GeneratedShop {
  readonly sales: number;
  readonly from: string;
  readonly to: string;
}

/** Databases that outlive the bench: they are filled once, and used again until the tables change. */
export interface KeptDatabases extends AsyncDisposable {
  open(shop: GeneratedShop): Promise<StageDatabase>;
  /** Where they are. */
  readonly folder: string;
}

const SEED = 1;

export async function openKeptDatabases(
  { secrets }: Stage,
  log: (line: string) => void,
): Promise<KeptDatabases> {
  const cleanup = new AsyncDisposableStack();
  try {
    // Not in the home of the user: PostgreSQL may run as another one.
    const folder = join(tmpdir(), `cashwrap-bench-${userInfo().uid}`);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const server = cleanup.use(await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') }));
    const signingKeys = await importSigningKeys(secrets.signingKeys);
    const pepper = Buffer.from(secrets.pepper, 'base64');
    const version = await versionOfTables();
    const fill = async (database: Database, shop: GeneratedShop): Promise<void> => {
      await migrate(database, { folder: migrationsFolder });
      const openedAt = new Date(Date.parse(shop.from) - DAY_MS);
      const deps = { database, signingKeys, pepper, setupToken: undefined, newId };
      await openDemoShop({ ...deps, clock: () => openedAt, log: pino({ level: 'error' }) }, openedAt);
      await generateHistory(database, { ...shop, seed: SEED });
      await tidyUp(database.pool);
      await rebuildRollups(database, new Date());
      // No report reads it, and each server would begin to chain it while they are measured.
      await database.pool.query('TRUNCATE audit_log, audit_chain');
    };
    const open = (name: string) => {
      return connect({ connection: server.connection(name), applicationName: 'cashwrap-bench', ...PATIENT });
    };
    return {
      folder,
      open: async (shop) => {
        const name = `history_${shop.sales}_${version}`;
        await using maintenance = open('postgres');
        const { rows } = await maintenance.pool.query('SELECT FROM pg_database WHERE datname = $1', [name]);
        if (rows.length === 0) {
          log(`Generates ${shop.sales.toLocaleString('en-US')} sales, once: they are kept in ${folder}`);
          // Under another name until it is whole: it may be interrupted.
          const unfinished = `${name}_unfinished`;
          await maintenance.pool.query(`DROP DATABASE IF EXISTS ${unfinished}`);
          await server.ensureDatabase(unfinished);
          {
            await using database = open(unfinished);
            await fill(database, shop);
          }
          await maintenance.pool.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
        }
        const connection = server.connection(name);
        return { connection, url: urlOf(connection), database: cleanup.use(open(name)) };
      },
      [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
    };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

/** Tables of another version hold nothing that can be used again. */
async function versionOfTables(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith('.sql'));
  for (const file of files.sort()) hash.update(await readFile(join(migrationsFolder, file)));
  return hash.digest('hex').slice(0, 12);
}
