import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MigrationError } from './migration-error.ts';

/** One migration as it lies in the folder. */
export interface Migration {
  readonly idx: number;
  /** `NNNN_name`, the name of its files. */
  readonly tag: string;
  /** SHA-256 of the up file, in hex, with line ends as \n whatever the checkout made of them. */
  readonly hash: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const Journal = z.object({ entries: z.array(z.object({ idx: z.int(), tag: z.string() })) });

/** Reads the migrations of drizzle-kit's folder and asserts that journal and files agree. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const journal = await readFile(join(folder, 'meta', '_journal.json'), 'utf8').catch(() => '{"entries":[]}');
  const { entries } = Journal.parse(JSON.parse(journal));
  const migrations = await Promise.all(entries.map(({ idx, tag }) => readMigration(folder, idx, tag)));

  migrations.forEach(({ idx, tag }, position) => {
    const number = String(position).padStart(4, '0');
    if (idx !== position || !tag.startsWith(`${number}_`)) {
      throw new MigrationError(
        `The journal's entry ${position} is ${tag} (idx ${idx}); it should be ${number}_…`,
      );
    }
  });
  await assertNoStrayFile(folder, migrations);
  return migrations;
}

async function readMigration(folder: string, idx: number, tag: string): Promise<Migration> {
  const [up, down] = await Promise.all([readSql(folder, `${tag}.sql`), readSql(folder, `${tag}.down.sql`)]);
  return { idx, tag, hash: createHash('sha256').update(up).digest('hex'), up: split(up), down: split(down) };
}

async function readSql(folder: string, name: string): Promise<string> {
  const text = await readFile(join(folder, name), 'utf8').catch((cause) => {
    throw new MigrationError(`The migration file ${name} is missing in ${folder}`, { cause });
  });
  return text.replaceAll('\r\n', '\n');
}

function split(sql: string): string[] {
  return sql
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function assertNoStrayFile(folder: string, migrations: readonly Migration[]): Promise<void> {
  const known = new Set(migrations.flatMap(({ tag }) => [`${tag}.sql`, `${tag}.down.sql`]));
  const names = await readdir(folder).catch((cause) => {
    throw new MigrationError(`There is no migrations folder ${folder}`, { cause });
  });
  const stray = names.find((name) => /^\d{4}_.*\.sql$/.test(name) && !known.has(name));
  if (stray) throw new MigrationError(`${stray} is not in the journal, so it would never be applied`);
}
