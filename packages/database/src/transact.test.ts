import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { accounts, accountsDatabase, eventually } from '../test/fixtures.ts';
import type { Database } from './connect.ts';
import { flush, flushWithCommit } from './flush.ts';
import { statement } from './prepared.ts';
import { flushCount, type Reader, type Tx } from './session.ts';
import { isConnectionError, sqlState } from './sql-error.ts';
import { inSnapshot, transact } from './transact.ts';
import { CommitUnknownError, TransactionRolledBackError } from './transaction-errors.ts';

const add = statement<{ balance: number }, [amount: number, id: number]>(
  'test.add',
  'UPDATE accounts SET balance = balance + $1 WHERE id = $2 RETURNING balance',
);

async function balances({ db }: Database): Promise<number[]> {
  const rows = await db.select().from(accounts).orderBy(accounts.id);
  return rows.map(({ balance }) => balance);
}

/** What every transaction must leave behind: connections that are idle, outside any transaction. */
async function expectCleanPool({ pool }: Database): Promise<void> {
  const { rows } = await pool.query(
    `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'`,
  );
  expect(rows).toEqual([]);
  expect(pool.waitingCount).toBe(0);
  expect(pool.idleCount).toBe(pool.totalCount);
}

test('commits and returns the result', async () => {
  await using test = await accountsDatabase();
  const result = await transact(test.database, async (tx) => {
    await tx.update(accounts).set({ balance: 7 }).where(eq(accounts.id, 1));
    return 'done';
  });
  expect(result).toBe('done');
  expect(await balances(test.database)).toEqual([7, 100]);
  await expectCleanPool(test.database);
});

test('an error rolls back and is thrown on as it is', async () => {
  await using test = await accountsDatabase();
  const refused = new Error('refused');
  const attempt = transact(test.database, async (tx) => {
    await add(tx, [1, 1]);
    throw refused;
  });
  await expect(attempt).rejects.toBe(refused);
  expect(await balances(test.database)).toEqual([100, 100]);
  await expectCleanPool(test.database);
});

test('an error before the first statement is answered leaves no open transaction', async () => {
  await using test = await accountsDatabase(1);
  await expect(transact(test.database, () => Promise.reject(new Error('early')))).rejects.toThrow('early');
  await expect(
    transact(test.database, (tx) => {
      add(tx, [-1000, 1]);
      throw new Error('not awaited');
    }),
  ).rejects.toThrow('not awaited');
  await expectCleanPool(test.database);
  expect(await balances(test.database)).toEqual([100, 100]);
});

test('a deadlock is run again until both are through', async () => {
  await using test = await accountsDatabase();
  let runs = 0;
  let holding = 0;
  let bothHold: (() => void) | undefined;
  const both = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  const move = (from: number, to: number) =>
    transact(test.database, async (tx) => {
      runs++;
      await add(tx, [-10, from]);
      holding++;
      if (holding === 2) bothHold?.();
      await both;
      await add(tx, [10, to]);
    });
  await Promise.all([move(1, 2), move(2, 1)]);
  expect(runs).toBeGreaterThan(2);
  expect(await balances(test.database)).toEqual([100, 100]);
  await expectCleanPool(test.database);
});

test('it gives up after the given attempts', async () => {
  await using test = await accountsDatabase();
  let runs = 0;
  const attempt = transact(
    test.database,
    async (tx) => {
      runs++;
      await tx.execute(sql`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    },
    { attempts: 3 },
  );
  await expect(attempt).rejects.toSatisfy((error) => sqlState(error) === '40001');
  expect(runs).toBe(3);
});

test('a failure that nobody noticed is an error at COMMIT', async () => {
  await using test = await accountsDatabase();
  const attempt = transact(test.database, async (tx) => {
    await add(tx, [5, 1]);
    await add(tx, [-1000, 2]).catch(() => {});
    return 'as if it had worked';
  });
  await expect(attempt).rejects.toBeInstanceOf(TransactionRolledBackError);
  expect(await balances(test.database)).toEqual([100, 100]);
  await expectCleanPool(test.database);
});

test('a connection lost during COMMIT leaves the outcome unknown, and is not run again', async () => {
  await using test = await accountsDatabase();
  // COMMIT waits in a deferred trigger: time to cut its connection.
  await test.database.pool.query(`
    CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(20); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON accounts DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION wait()`);
  let runs = 0;
  const attempt = transact(test.database, async (tx) => {
    runs++;
    await add(tx, [1, 1]);
  });
  const outcome = expect(attempt).rejects.toBeInstanceOf(CommitUnknownError);
  await eventually(
    async () => (await terminate(test.database, `query = 'COMMIT' AND state = 'active'`)) === 1,
  );
  await outcome;
  expect(runs).toBe(1);
  await expectCleanPool(test.database);
});

test('a connection lost before COMMIT is an ordinary error', async () => {
  await using test = await accountsDatabase();
  const noticed = new Promise<void>((resolve) => {
    test.database.pool.once('acquire', (client) => void client.once('end', resolve));
  });
  const attempt = transact(test.database, async (tx) => {
    await add(tx, [1, 1]);
    expect(await terminate(test.database, `state = 'idle in transaction'`)).toBe(1);
    // Until then a COMMIT would be sent, and what became of it could not be known.
    await noticed;
  });
  await expect(attempt).rejects.toSatisfy(isConnectionError);
  await expect(attempt).rejects.not.toBeInstanceOf(CommitUnknownError);
  expect(await balances(test.database)).toEqual([100, 100]);
  await expectCleanPool(test.database);
});

test('BEGIN and COMMIT share round trips, and the count can be asserted', async () => {
  await using test = await accountsDatabase();
  let used: Tx | undefined;
  await transact(test.database, async (tx) => {
    used = tx;
    await flush(tx, [add(tx, [1, 1]), add(tx, [1, 2])]);
    expect(flushCount(tx)).toBe(1);
    await flush(tx, [add(tx, [1, 1]), add(tx, [1, 2])]);
    expect(flushCount(tx)).toBe(2);
  });
  expect(used && flushCount(used)).toBe(3);

  await transact(test.database, async (tx) => {
    used = tx;
    flushWithCommit(tx, [add(tx, [1, 1]), tx.update(accounts).set({ balance: 5 }).where(eq(accounts.id, 2))]);
  });
  expect(used && flushCount(used)).toBe(1);
  expect(await balances(test.database)).toEqual([103, 5]);
});

test('a failure among the statements sent with COMMIT rolls back, and is what is thrown', async () => {
  await using test = await accountsDatabase();
  const attempt = transact(test.database, async (tx) => {
    await add(tx, [1, 1]);
    flushWithCommit(tx, [add(tx, [-1000, 2]), add(tx, [1, 1])]);
  });
  await expect(attempt).rejects.toSatisfy((error) => sqlState(error) === '23514');
  expect(await balances(test.database)).toEqual([100, 100]);
  await expectCleanPool(test.database);
});

test('a transaction refuses statements after its end', async () => {
  await using test = await accountsDatabase();
  let leaked: Tx | undefined;
  await transact(test.database, async (tx) => {
    leaked = tx;
    await add(tx, [1, 1]);
  });
  const tx = leaked;
  if (!tx) throw new Error('no transaction');
  expect(() => add(tx, [1, 1])).toThrow('has ended');
  expect(() => tx.select().from(accounts)).toThrow('has ended');
  await expect(transact(test.database, async () => tx.update(accounts).set({ balance: 0 }))).rejects.toThrow(
    'has ended',
  );
  expect(await balances(test.database)).toEqual([101, 100]);
});

test('an abort before COMMIT rolls back', async () => {
  await using test = await accountsDatabase();
  const abort = new AbortController();
  const attempt = transact(
    test.database,
    async (tx) => {
      await add(tx, [1, 1]);
      abort.abort();
    },
    { signal: abort.signal },
  );
  await expect(attempt).rejects.toThrow('abort');
  expect(await balances(test.database)).toEqual([100, 100]);
  await expectCleanPool(test.database);
});

test('a value that the driver refuses does not spoil the statement for later', async () => {
  await using test = await accountsDatabase(1);
  const unsendable = {
    toPostgres: () => {
      throw new Error('unsendable');
    },
  };
  const byId = statement<{ id: number }, [unknown]>('test.by_id', 'SELECT id FROM accounts WHERE id = $1');
  await expect(transact(test.database, (tx) => byId(tx, [unsendable]))).rejects.toThrow('unsendable');
  const { rows } = await transact(test.database, (tx) => byId(tx, [1]));
  expect(rows).toEqual([{ id: 1 }]);
});

test('a writer takes a transaction: the plain pool does not compile', async () => {
  await using test = await accountsDatabase();
  const reads = (db: Reader) => db.select().from(accounts);
  await transact(test.database, async (tx) => expect(await reads(tx)).toHaveLength(2));
  const { db } = test.database;
  // @ts-expect-error A reader is not a transaction.
  await add(db, [0, 1]);
  // @ts-expect-error A reader has no insert.
  expect(db.insert).toBeDefined();
});

test('all that a snapshot reads is of one moment, and it cannot write', async () => {
  await using test = await accountsDatabase();
  const total = (db: Reader) => db.select({ total: sql<number>`sum(balance)::int` }).from(accounts);
  await inSnapshot(test.database.db, async (snapshot) => {
    const before = await total(snapshot);
    await transact(test.database, (tx) => add(tx, [50, 1]));
    expect(await total(snapshot)).toEqual(before);
  });
  const writing = inSnapshot(test.database.db, (snapshot) => snapshot.execute(sql`DELETE FROM accounts`));
  await expect(writing).rejects.toSatisfy((error) => sqlState(error) === '25006');
  expect(await balances(test.database)).toEqual([150, 100]);
  await expectCleanPool(test.database);
});

test('a snapshot is taken on a pool alone: a transaction is of its own moment', async () => {
  await using test = await accountsDatabase();
  const nested = transact(test.database, (tx) => inSnapshot(tx, async () => 'inside'));
  await expect(nested).rejects.toThrow('not inside of a transaction');
  await expectCleanPool(test.database);
});

test('where it must be repeatable, a row that was changed meanwhile runs it again', async () => {
  await using test = await accountsDatabase();
  let runs = 0;
  await transact(
    test.database,
    async (tx) => {
      runs += 1;
      const [account] = await tx.select().from(accounts).where(eq(accounts.id, 1));
      if (runs === 1) await transact(test.database, (other) => add(other, [5, 1]));
      await tx
        .update(accounts)
        .set({ balance: (account?.balance ?? 0) + 1 })
        .where(eq(accounts.id, 1));
    },
    { isolation: 'repeatable_read' },
  );
  expect(runs).toBe(2);
  expect(await balances(test.database)).toEqual([106, 100]);
});

async function terminate({ pool }: Database, where: string): Promise<number | null> {
  const { rowCount } = await pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${where}`,
  );
  return rowCount;
}
