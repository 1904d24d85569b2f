import { type Database, type Tx, transact } from '@cashwrap/database';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { BrokenRow, Check } from '../src/books/check.ts';
import { findBroken } from '../src/books/run-check.repo.ts';

/** Damage by the hand of an administrator. In its statements `$name` is the id of a row that goes by this name. */
export interface Corruption {
  readonly damage: readonly string[];
  /** What must be named, as an SQL expression before or after the damage; `$sale` where it is left out. */
  readonly names?: string;
}

/** For each check, by its name, at least one damage that it must find. */
export type Corruptions = Readonly<Record<string, readonly Corruption[]>>;

/** What is damaged. */
export interface Books {
  readonly database: Database;
  readonly ids: Readonly<Record<string, string>>;
}

/** The id of nothing. */
export const NOTHING = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';

/** Writes a further row like another one, but for some columns. */
export const newRow = (table: string, changes: string, where: string) =>
  `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${changes})).* FROM ${table} t WHERE ${where}`;

/** For each of these tables and columns: a row that names what is not there. */
export const namingNothing = (references: Readonly<Record<string, readonly string[]>>): Corruptions =>
  Object.fromEntries(
    Object.entries(references).map(([table, columns]) => [
      `Every store, register, product, customer and user that ${table} name is there`,
      columns.map((column) => ({
        damage: [
          `UPDATE ${table} SET ${column} = '${NOTHING}' WHERE id = (SELECT id FROM ${table} WHERE ${column} IS NOT NULL LIMIT 1)`,
        ],
        names: `'${NOTHING}'`,
      })),
    ]),
  );

/** Tests that each damage is found by its check, which names the row; and that each check, and each other rule, has a damage. */
export function testDamage(
  checks: readonly Check[],
  corruptions: Corruptions,
  books: () => Books,
  others: Readonly<Record<string, (tx: Tx) => Promise<readonly BrokenRow[]>>> = {},
): void {
  test('there is a damage for every check', () => {
    const names = [...checks.map(({ name }) => name), ...Object.keys(others)];
    expect(Object.keys(corruptions).sort()).toEqual(names.sort());
  });

  const cases = Object.entries(corruptions).flatMap(([name, all]) =>
    all.map((corruption, i) => [`${name} (${i + 1})`, name, corruption] as const),
  );

  test.each(cases)('%s', async (_, name, corruption) => {
    const check = checks.find((each) => each.name === name);
    const { found, expectedId } = await afterDamage(books(), corruption, async (tx) =>
      check ? (await findBroken(tx, check, 20)).broken : ((await others[name]?.(tx)) ?? []),
    );
    expect(JSON.stringify(found)).toContain(expectedId);
    for (const row of found) expect(Object.keys(row)).toContain('found');
  });
}

/** What is found after the damage, which is undone again. */
export async function afterDamage<T>(
  { database, ids }: Books,
  { damage, names = '$sale' }: Corruption,
  find: (tx: Tx) => Promise<T>,
): Promise<{ found: T; expectedId: string | undefined }> {
  const bind = (text: string) =>
    sql.raw(text.replaceAll(/\$([a-z]\w*)/gi, (whole, name) => (ids[name] ? `'${ids[name]}'::uuid` : whole)));
  const idOf = async (tx: Tx) =>
    (await tx.execute<{ id: string }>(sql`SELECT ${bind(names)} AS id`)).rows[0]?.id;
  return undone(database, async (tx) => {
    const before = await idOf(tx);
    for (const text of damage) {
      const { rowCount } = await tx.execute(bind(text));
      if (!/^(ALTER|DROP) /.test(text)) expect(rowCount).toBeGreaterThan(0);
    }
    const found = await find(tx);
    return { found, expectedId: before ?? (await idOf(tx)) };
  });
}

class Undone extends Error {}

/** What something comes to in a transaction, of which nothing stays. */
export async function undone<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  let outcome: { readonly of: T } | undefined;
  await transact(database, async (tx) => {
    outcome = { of: await work(tx) };
    throw new Undone();
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  if (!outcome) throw new Error('Nothing was done.');
  return outcome.of;
}
