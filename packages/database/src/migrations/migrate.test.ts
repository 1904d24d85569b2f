import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureFolder, scratchFolder } from '../../test/fixtures.ts';
import { connect } from '../connect.ts';
import { dumpSchema } from '../dump-schema.ts';
import { createTestDatabase } from '../testing.ts';
import { migrate, migrationStatus, rollback } from './migrate.ts';
import { readMigrations } from './migration-files.ts';
import { migrationsFolder } from './migrations-folder.ts';

const ALL = ['0000_items', '0001_movements', '0002_unit'];

/** A copy of the fixture's migrations, and an empty database. */
async function scratch() {
  const folder = await scratchFolder();
  await cp(fixtureFolder, folder.path, { recursive: true });
  const test = await createTestDatabase({ folder: fixtureFolder });
  await rollback(test.database, { folder: fixtureFolder, target: { to: null } });
  return {
    folder: folder.path,
    database: test.database,
    connection: test.connection,
    [Symbol.asyncDispose]: async () => {
      await test[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The lines of a schema: a column that comes back is the last one of its table. */
const inAnyOrder = (schema: string) =>
  schema
    .split('\n')
    .map((line) => line.replace(/,$/, ''))
    .sort();

test.each([
  ['the fixture', fixtureFolder],
  ['the project', migrationsFolder],
])('up, down, up gives the same schema for every migration of %s', async (_name, folder) => {
  await using test = await createTestDatabase({ folder });
  const { database } = test;
  await rollback(database, { folder, target: { to: null } });
  for (const { tag } of await readMigrations(folder)) {
    const before = await dumpSchema(database);
    await migrate(database, { folder, to: tag });
    const after = await dumpSchema(database);
    await rollback(database, { folder, target: { steps: 1 } });
    expect(inAnyOrder(await dumpSchema(database)), `${tag}.down`).toEqual(inAnyOrder(before));
    await migrate(database, { folder, to: tag });
    expect(await dumpSchema(database), tag).toBe(after);
  }
  const { pending } = await migrationStatus(database, { folder });
  expect(pending).toEqual([]);
});

test('applies in order, says what it did, and has nothing to do the second time', async () => {
  await using it = await scratch();
  expect((await migrationStatus(it.database, it)).pending.map(({ tag }) => tag)).toEqual(ALL);
  expect(await migrate(it.database, { folder: it.folder, to: '0000_items' })).toEqual(['0000_items']);
  expect(await migrate(it.database, it)).toEqual(['0001_movements', '0002_unit']);
  expect(await migrate(it.database, it)).toEqual([]);
  expect((await migrationStatus(it.database, it)).applied.map(({ tag }) => tag)).toEqual(ALL);
});

test('rolls back by steps, to a tag, and altogether', async () => {
  await using it = await scratch();
  await migrate(it.database, it);
  const { database, folder } = it;
  expect(await rollback(database, { folder, target: { steps: 1 } })).toEqual(['0002_unit']);
  expect(await rollback(database, { folder, target: { to: '0000_items' } })).toEqual(['0001_movements']);
  expect(await rollback(database, { folder, target: { to: null } })).toEqual(['0000_items']);
  expect(await dumpSchema(database)).toBe('\n');
});

test('two migrators at once: exactly one applies', async () => {
  await using it = await scratch();
  await using other = connect({ connection: it.connection });
  const done = await Promise.all([migrate(it.database, it), migrate(other, it), migrate(other, it)]);
  expect(done.flat()).toEqual(ALL);
});

test('a migration that fails leaves the ones before it, nothing of itself, and no lock', async () => {
  await using it = await scratch();
  await appendFile(join(it.folder, '0002_unit.sql'), '\n--> statement-breakpoint\nSELECT nonsense;');
  await expect(migrate(it.database, it)).rejects.toThrow('0002_unit failed at statement 3 of 3');
  expect((await migrationStatus(it.database, it)).pending.map(({ tag }) => tag)).toEqual(['0002_unit']);
  await cp(join(fixtureFolder, '0002_unit.sql'), join(it.folder, '0002_unit.sql'));
  expect(await migrate(it.database, it)).toEqual(['0002_unit']);
});

test('an applied migration that was edited is refused; other line ends are no edit', async () => {
  await using it = await scratch();
  await migrate(it.database, it);
  const file = join(it.folder, '0001_movements.sql');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
  expect(await migrate(it.database, it)).toEqual([]);
  await appendFile(file, '-- better');
  for (const attempt of [migrate, migrationStatus]) {
    await expect(attempt(it.database, it)).rejects.toThrow(
      '0001_movements.sql was changed after it had been applied',
    );
  }
});

test('a missing up or down file is refused', async () => {
  await using it = await scratch();
  await rm(join(it.folder, '0001_movements.down.sql'));
  await expect(migrate(it.database, it)).rejects.toThrow('0001_movements.down.sql is missing');
  await cp(fixtureFolder, it.folder, { recursive: true });
  await rm(join(it.folder, '0002_unit.sql'));
  await expect(migrate(it.database, it)).rejects.toThrow('0002_unit.sql is missing');
});

test('a file that the journal does not know is refused', async () => {
  await using it = await scratch();
  await writeFile(join(it.folder, '0003_forgotten.sql'), 'SELECT 1;');
  await expect(migrate(it.database, it)).rejects.toThrow('0003_forgotten.sql is not in the journal');
});

test('a database that is newer than the code is refused', async () => {
  await using it = await scratch();
  await migrate(it.database, it);
  await editJournal(it.folder, (entries) => entries.slice(0, 2));
  await Promise.all(['0002_unit.sql', '0002_unit.down.sql'].map((name) => rm(join(it.folder, name))));
  await expect(migrate(it.database, it)).rejects.toThrow('The database is newer than this code');
});

test('a migration put in before an applied one is refused', async () => {
  await using it = await scratch();
  await migrate(it.database, { folder: it.folder, to: '0001_movements' });
  await renameMigration(it.folder, '0001_movements', '0002_movements');
  await renameMigration(it.folder, '0002_unit', '0001_unit');
  await editJournal(it.folder, ([first]) => [
    first,
    { idx: 1, tag: '0001_unit' },
    { idx: 2, tag: '0002_movements' },
  ]);
  await expect(migrate(it.database, it)).rejects.toThrow('Out of order: the database has 0001_movements');
});

test('a journal with a gap is refused', async () => {
  await using it = await scratch();
  await editJournal(it.folder, ([first, , third]) => [first, third]);
  await expect(migrate(it.database, it)).rejects.toThrow("The journal's entry 1 is 0002_unit");
});

async function editJournal(folder: string, edit: (entries: unknown[]) => unknown[]): Promise<void> {
  const path = join(folder, 'meta', '_journal.json');
  const journal: { entries: unknown[] } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...journal, entries: edit(journal.entries) }));
}

async function renameMigration(folder: string, from: string, to: string): Promise<void> {
  for (const end of ['.sql', '.down.sql']) {
    await cp(join(folder, from + end), join(folder, to + end));
    await rm(join(folder, from + end));
  }
}
