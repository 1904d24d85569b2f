import { eq } from 'drizzle-orm';
import { expect, expectTypeOf, test } from 'vitest';
import { accounts, accountsDatabase } from '../test/fixtures.ts';
import { flush } from './flush.ts';
import type { Param } from './prepared.ts';
import { prepared, readStatement, type StatementResult, statement } from './prepared.ts';
import { flushCount, type Reader, type Tx } from './session.ts';
import { constraintName, sqlState } from './sql-error.ts';
import { transact } from './transact.ts';

const byId = prepared('test.flush.by_id', (db: Reader, param: Param<{ id: number }>) =>
  db
    .select()
    .from(accounts)
    .where(eq(accounts.id, param('id'))),
);
const insert = prepared('test.flush.insert', (tx: Tx, param: Param<{ id: number; name: string }>) =>
  tx
    .insert(accounts)
    .values({ id: param('id'), ownerName: param('name'), balance: 0 })
    .returning(),
);
const set = statement<{ id: number }, [balance: number]>(
  'test.flush.set',
  'UPDATE accounts SET balance = $1 RETURNING id',
);
const day = readStatement<{ day: string; big: number; n: string; at: Date }, [string]>(
  'test.flush.day',
  `SELECT $1::date AS day, 9007199254740991::int8 AS big, 1.250::numeric AS n, '2026-01-01T00:00Z'::timestamptz AS at`,
);
const tooBig = readStatement('test.flush.too_big', 'SELECT 9007199254740992::int8 AS big');

test('returns the results as a tuple, in order', async () => {
  await using test = await accountsDatabase();
  await transact(test.database, async (tx) => {
    const [one, touched, two] = await flush(tx, [
      byId(tx, { id: 1 }),
      set(tx, [50]),
      tx.select().from(accounts).where(eq(accounts.id, 2)),
    ]);
    expectTypeOf(touched).toEqualTypeOf<StatementResult<{ id: number }>>();
    expect(one).toEqual([{ id: 1, ownerName: 'Ada', balance: 100 }]);
    expect(touched.rowCount).toBe(2);
    expect(two).toEqual([{ id: 2, ownerName: 'Ben', balance: 50 }]);
    expect(flushCount(tx)).toBe(1);
  });
});

test('throws the first error in order, after all have been answered', async () => {
  await using test = await accountsDatabase(1);
  for (const round of [1, 2]) {
    const attempt = transact(test.database, (tx) =>
      flush(tx, [
        insert(tx, { id: 10 * round, name: 'Cy' }),
        insert(tx, { id: 1, name: 'Dee' }),
        set(tx, [-1]),
        byId(tx, { id: 1 }),
      ]),
    );
    await expect(attempt).rejects.toSatisfy(
      (error) => sqlState(error) === '23505' && constraintName(error) === 'accounts_pkey',
    );
  }
  // The names that failed behind the first error are still good on the same connection.
  const rows = await transact(test.database, (tx) => insert(tx, { id: 3, name: 'Eve' }));
  expect(rows).toEqual([{ id: 3, ownerName: 'Eve', balance: 0 }]);
});

test('a failure that only follows from another one is never what is thrown', async () => {
  await using test = await accountsDatabase();
  const attempt = transact(test.database, (tx) =>
    // The builder is sent last, though it stands first.
    flush(tx, [tx.select().from(accounts), set(tx, [-1])]),
  );
  await expect(attempt).rejects.toSatisfy((error) => sqlState(error) === '23514');
});

test('prepared queries and statements run on the pool as well', async () => {
  await using test = await accountsDatabase();
  const { db } = test.database;
  expect(await byId(db, { id: 2 })).toHaveLength(1);
  expect((await day(db, ['2026-03-01'])).rows).toEqual([
    { day: '2026-03-01', big: Number.MAX_SAFE_INTEGER, n: '1.250', at: new Date('2026-01-01T00:00:00Z') },
  ]);
});

test('an int8 that is not a safe integer is refused', async () => {
  await using test = await accountsDatabase();
  await expect(tooBig(test.database.db, [])).rejects.toThrow(RangeError);
});

test('prepared statements are really prepared, once for each connection', async () => {
  await using test = await accountsDatabase(1);
  for (let i = 0; i < 3; i++)
    await transact(test.database, (tx) => flush(tx, [byId(tx, { id: 1 }), set(tx, [1])]));
  const { rows } = await test.database.pool.query(
    "SELECT name FROM pg_prepared_statements WHERE name LIKE 'test.%' ORDER BY name",
  );
  expect(rows).toEqual([{ name: 'test.flush.by_id' }, { name: 'test.flush.set' }]);
});

test('a name can be given once', () => {
  expect(() => statement('test.flush.set', 'SELECT 1')).toThrow('Two statements');
  expect(() => statement('x'.repeat(64), 'SELECT 1')).toThrow('63 bytes');
});
