import { bigint, customType, integer, numeric, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { z } from 'zod';

/** The primary key: a UUIDv7 made by the application, so that no database function is needed. */
export const id = () => uuid().primaryKey();

/** An amount of money in minor units; a JavaScript number, because every field is bounded to 10^12. */
export const money = () => bigint({ mode: 'number' });

/** A count that only grows, such as a document number. */
export const counter = () => bigint({ mode: 'number' });

/** A quantity with three decimals. */
export const quantity = () => numeric({ precision: 14, scale: 3, mode: 'number' });

/** One of the values of a contract enum; `checkEnum` makes the database hold to it. */
export const enumText = <const Values extends Record<string, string>>(schema: z.ZodEnum<Values>) =>
  text({ enum: schema.options as [Values[keyof Values], ...Values[keyof Values][]] });

/** A sum of quantities. */
export const quantityTotal = () => numeric({ precision: 20, scale: 3, mode: 'number' });

/** An instant. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

/**
 * A name that people sort and read, in the order of the Unicode collation algorithm: under the database's
 * byte order "Zebra" would come before "apple".
 */
export const sortedText = customType<{ data: string }>({
  dataType: () => 'text COLLATE "und-x-icu"',
});

/** Text for machines, in the order of its bytes: an index on it also finds what a text begins with. */
export const bytewiseText = customType<{ data: string }>({
  dataType: () => 'text COLLATE "C"',
});

/** What every table that people edit has. */
export const versioned = {
  version: integer().notNull().default(1),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
};
