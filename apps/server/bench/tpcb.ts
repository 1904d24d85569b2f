import type { Database } from '@cashwrap/database';
import { loops, type Turn } from './measure.ts';

/** At least as many as clients: else they would only wait for each other's branch. */
const BRANCHES = 16;
const TELLERS = 10 * BRANCHES;
/** A tenth of TPC-B's, so that they fit into memory as our tables do. */
const ACCOUNTS = 10_000 * BRANCHES;

/** The tables of pgbench. */
export async function makeTpcbTables({ pool }: Database): Promise<void> {
  await pool.query(`
    CREATE TABLE branches (bid int PRIMARY KEY, bbalance int NOT NULL, filler char(88)) WITH (fillfactor = 50);
    CREATE TABLE tellers (tid int PRIMARY KEY, bid int, tbalance int NOT NULL, filler char(84)) WITH (fillfactor = 50);
    CREATE TABLE accounts (aid int PRIMARY KEY, bid int, abalance int NOT NULL, filler char(84));
    CREATE TABLE history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    INSERT INTO branches SELECT i, 0, '' FROM generate_series(1, ${BRANCHES}) i;
    INSERT INTO tellers SELECT i, (i - 1) / 10 + 1, 0, '' FROM generate_series(1, ${TELLERS}) i;
    INSERT INTO accounts SELECT i, (i - 1) / 10000 + 1, 0, '' FROM generate_series(1, ${ACCOUNTS}) i;`);
  // One by one: VACUUM refuses to share a message.
  await pool.query('VACUUM ANALYZE');
}

/** TPC-B's transaction, prepared, one round trip for each statement. */
export async function runTpcb({ pool }: Database, clients: number, seconds: number): Promise<Turn> {
  const connections = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  try {
    return await loops(clients, seconds, async (index) => {
      const client = connections[index];
      if (!client) return;
      const [aid, bid, tid] = [upTo(ACCOUNTS), upTo(BRANCHES), upTo(TELLERS)];
      const delta = upTo(10_001) - 5_001;
      const run = (name: string, text: string, values: number[]) => client.query({ name, text, values });
      await client.query('BEGIN');
      await run('account', 'UPDATE accounts SET abalance = abalance + $1 WHERE aid = $2', [delta, aid]);
      await run('balance', 'SELECT abalance FROM accounts WHERE aid = $1', [aid]);
      await run('teller', 'UPDATE tellers SET tbalance = tbalance + $1 WHERE tid = $2', [delta, tid]);
      await run('branch', 'UPDATE branches SET bbalance = bbalance + $1 WHERE bid = $2', [delta, bid]);
      await run(
        'history',
        'INSERT INTO history (tid, bid, aid, delta, mtime) VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)',
        [tid, bid, aid, delta],
      );
      await client.query('COMMIT');
    });
  } finally {
    for (const client of connections) client.release();
  }
}

function upTo(most: number): number {
  return 1 + Math.floor(Math.random() * most);
}
