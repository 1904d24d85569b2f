import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureFolder } from '../test/fixtures.ts';
import { dumpSchema } from './dump-schema.ts';
import { migrationsFolder } from './migrations/migrations-folder.ts';
import { createTestDatabase } from './testing.ts';

test('the dump holds every kind of object', async () => {
  await using test = await createTestDatabase({ folder: fixtureFolder });
  await test.database.pool.query(`
    CREATE EXTENSION pg_trgm;
    CREATE COLLATION names (provider = icu, locale = 'und-u-kn', deterministic = false);
    CREATE TYPE size AS ENUM ('small', 'large');
    CREATE SEQUENCE numbers;
    CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2';
    CREATE VIEW large_items AS SELECT id FROM items WHERE amount > 10;
    CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER noop BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION noop();
    ALTER TABLE items ADD COLUMN double bigint GENERATED ALWAYS AS (amount * 2) STORED;
  `);
  expect(await dumpSchema(test.database)).toMatchInlineSnapshot(`
    "CREATE EXTENSION pg_trgm;

    CREATE COLLATION names (provider = icu, locale = 'und-u-kn-true', deterministic = false);

    CREATE TYPE size AS ENUM ('small', 'large');

    CREATE SEQUENCE numbers AS bigint INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807 START 1;

    CREATE OR REPLACE FUNCTION public.noop()
     RETURNS trigger
     LANGUAGE plpgsql
    AS $function$BEGIN RETURN NEW; END$function$
    ;

    CREATE OR REPLACE FUNCTION public.twice(n integer)
     RETURNS integer
     LANGUAGE sql
    AS $function$SELECT n * 2$function$
    ;

    CREATE TABLE items (
      id uuid NOT NULL,
      name text COLLATE "und-x-icu" NOT NULL,
      amount bigint DEFAULT 0 NOT NULL,
      unit text,
      double bigint GENERATED ALWAYS AS ((amount * 2)) STORED,
      CONSTRAINT items_pkey PRIMARY KEY (id),
      CONSTRAINT items_amount CHECK ((amount >= 0))
    );

    CREATE TABLE movements (
      id uuid NOT NULL,
      item_id uuid NOT NULL,
      delta bigint NOT NULL,
      CONSTRAINT movements_pkey PRIMARY KEY (id),
      CONSTRAINT movements_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id)
    );

    CREATE INDEX items_name ON items USING btree (name);

    CREATE UNIQUE INDEX items_unit ON items USING btree (unit) WHERE (unit IS NOT NULL);

    CREATE VIEW large_items AS
     SELECT id
       FROM items
      WHERE (amount > 10);

    CREATE TRIGGER noop BEFORE INSERT ON public.items FOR EACH ROW EXECUTE FUNCTION noop();
    "
  `);
});

test('drizzle/schema.sql is what the migrations make; if not, run pnpm gen', async () => {
  await using test = await createTestDatabase();
  const written = await readFile(join(migrationsFolder, 'schema.sql'), 'utf8');
  expect(written).toContain(await dumpSchema(test.database));
});
