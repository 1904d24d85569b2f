import { expect } from 'vitest';
import { figuresOf } from '../src/modules/reports/rollups/figures.repo.ts';
import { rollups, rowsOfDays } from '../src/modules/reports/rollups/rollups.repo.ts';
import { type Answer, type Json, ok, type TestServer } from './support.ts';

/** How tests read reports. */
export interface Reporting {
  /** A report over REST, as JSON; `token` of whoever reads it. */
  read(path: string, query: Readonly<Record<string, unknown>>, token?: string): Promise<Json>;
  /** The same answer as it came. */
  ask(path: string, query: Readonly<Record<string, unknown>>, token?: string): Promise<Answer>;
  /** The same as a file, by cells. */
  readFile(path: string, query: Readonly<Record<string, unknown>>): Promise<string[][]>;
  /** Moves what has happened on into the feed. */
  sequence(): Promise<void>;
  /** The same, and brings the rollups up to it: all days are clean then. */
  refresh(): Promise<void>;
  /** A report where its days are dirty, in the feed and clean: three times the same, which is answered. */
  readInEachState(path: string, query: Readonly<Record<string, unknown>>): Promise<Json>;
}

export function reportingAt(server: TestServer, owner: string): Reporting {
  const ask = (path: string, query: Readonly<Record<string, unknown>>, token = owner) =>
    server.request('GET', `/v1/reports/${path}?${new URLSearchParams(query as Record<string, string>)}`, {
      token,
    });
  const read = async (path: string, query: Readonly<Record<string, unknown>>, token?: string) =>
    ok(await ask(path, query, token));
  const sequence = () => server.app.sequenceEvents();
  const isBehind = async () => {
    const { rows } = await server.database.pool.query(
      `SELECT FROM events WHERE position > coalesce((SELECT position FROM event_consumers WHERE name = 'rollups'), 0)
       UNION ALL SELECT FROM outbox`,
    );
    return rows.length > 0;
  };
  const refresh = async () => {
    // The server's own job may be at it, and is not waited for.
    do {
      await sequence();
      await server.app.refreshRollups();
    } while (await isBehind());
  };
  return {
    ask,
    read,
    sequence,
    refresh,
    readFile: async (path, query) => {
      const { status, headers, body } = await ask(path, { ...query, format: 'csv' });
      expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      return cellsOf(body);
    },
    readInEachState: async (path, query) => {
      const states = [];
      for (const reach of [async () => {}, sequence, refresh]) {
        await reach();
        states.push({ ...(await read(path, query)), readAt: undefined });
      }
      const [live, sequenced, clean] = states;
      expect(sequenced).toEqual(live);
      expect(clean).toEqual(live);
      return clean;
    },
  };
}

/** The cells of a file without quotes and line ends in them. */
function cellsOf(file: string): string[][] {
  return file
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
}

const ALL_DAYS =
  '(SELECT store_id, business_date FROM sales UNION SELECT store_id, business_date FROM returns)';

/**
 * What reports would say beside what is true, both read in one snapshot: nothing, unless a rollup differs from its documents,
 * or the money of all sales and returns from the ledger.
 */
export async function untruths({ database }: Pick<TestServer, 'database'>): Promise<Json[]> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const stores = (await client.query('SELECT id FROM stores')).rows.map(({ id }) => id);
    const asked = [stores, '2000-01-01', '2099-12-31'];
    const found: Json[] = [];
    for (const rollup of rollups) {
      const { rows } = await client.query(
        `WITH ${figuresOf(rollup.table)}, truth AS (${rowsOfDays(rollup, ALL_DAYS)})
         SELECT 'told' AS what, told.* FROM (SELECT * FROM figures EXCEPT ALL SELECT * FROM truth) told
         UNION ALL
         SELECT 'true', missed.* FROM (SELECT * FROM truth EXCEPT ALL SELECT * FROM figures) missed`,
        asked,
      );
      found.push(...rows.map((row) => ({ rollup: rollup.table, ...row })));
    }
    const { rows } = await client.query(
      `WITH ${figuresOf('rollup_tenders')}, told AS (
         SELECT s.currency, sum(f.amount - f.refunded) AS amount FROM figures f JOIN stores s ON s.id = f.store_id GROUP BY 1
       ), ledger AS (
         SELECT currency, sum(amount) AS amount FROM transactions WHERE kind IN ('sale', 'return') GROUP BY 1
       )
       SELECT currency, told.amount AS told, ledger.amount AS entered FROM told FULL JOIN ledger USING (currency)
       WHERE told.amount IS DISTINCT FROM ledger.amount`,
      asked,
    );
    return [...found, ...rows];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
