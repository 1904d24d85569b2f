import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createTestDatabase, scratchSpace, type TestDatabase } from '../src/testing.ts';

/** Three small migrations: items, movements, and a column more. */
export const fixtureFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** The table of {@link accountsDatabase}. */
export const accounts = pgTable('accounts', {
  id: integer().primaryKey(),
  ownerName: text().notNull(),
  balance: integer().notNull(),
});

/** A database with two accounts of 100. */
export async function accountsDatabase(max?: number): Promise<TestDatabase> {
  const test = await createTestDatabase({ folder: fixtureFolder, ...(max ? { max } : {}) });
  await test.database.pool.query(`
    CREATE TABLE accounts (id integer PRIMARY KEY, owner_name text NOT NULL, balance integer NOT NULL CHECK (balance >= 0));
    INSERT INTO accounts VALUES (1, 'Ada', 100), (2, 'Ben', 100)`);
  return test;
}

/** A folder that is gone after the test. */
export async function scratchFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(await scratchSpace(), 'cashwrap-'));
  // Root's server runs as another user.
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Resolves when `condition` holds; rejects after `withinMs`. */
export async function eventually(condition: () => Promise<boolean>, withinMs = 5_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
