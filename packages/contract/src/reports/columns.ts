import { z } from 'zod';
import { MoneyTotal, QuantityTotal } from '../shared/numbers.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

/** How a column of a report is written into a file: money in units of its currency, the rest as it is. */
export type ColumnKind = 'text' | 'date' | 'instant' | 'count' | 'money' | 'quantity' | 'number' | 'flag';

/** What each column of a report is: a file is written from the same definition as JSON. */
export const columnKinds = z.registry<{ kind: ColumnKind }>();

function column<S extends z.ZodType>(schema: S, kind: ColumnKind, description: string): S {
  const described = schema.meta({ description });
  columnKinds.add(described, { kind });
  return described;
}

/** A name, an id, a word of an enum. */
export function text(description: string) {
  return column(z.string(), 'text', description);
}

/** The same where some rows have none. */
export function textOrNone(description: string) {
  return column(z.string().nullable(), 'text', description);
}

/** One word of several. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words, description: string) {
  return column(z.enum(words), 'text', description);
}

/** A calendar date, or none. */
export function dateOrNone(description: string) {
  return column(CalendarDate.nullable(), 'date', description);
}

/** An instant. */
export function instant(description: string) {
  return column(Timestamp, 'instant', description);
}

/** An instant, or none. */
export function instantOrNone(description: string) {
  return column(Timestamp.nullable(), 'instant', description);
}

/** The reference page would show the least number there is. */
const Count = z.int().meta({ example: 12 });

/** How many. */
export function count(description: string) {
  return column(Count, 'count', description);
}

/** How many, where that can be said of the group. */
export function countOrNone(description: string) {
  return column(Count.nullable(), 'count', description);
}

/** A sum of money in minor units. */
export function money(description: string) {
  return column(MoneyTotal, 'money', description);
}

/** A sum of money, where it can be said of the group, or the caller may see it. */
export function moneyOrNone(description: string) {
  return column(MoneyTotal.nullable(), 'money', description);
}

/** How much of goods. */
export function quantity(description: string) {
  return column(QuantityTotal, 'quantity', description);
}

/** How much of goods, where the group is of goods. */
export function quantityOrNone(description: string) {
  return column(QuantityTotal.nullable(), 'quantity', description);
}

/** A ratio or a share, rounded half away from zero; none where its base is 0. */
export function ratio(description: string) {
  return column(z.number().nullable(), 'number', description);
}

/** Yes or no. */
export function flag(description: string) {
  return column(z.boolean(), 'flag', description);
}

/** What every row with money says of it: currencies are never added up. */
export const currencyColumns = {
  currency: column(
    z.string().meta({ example: 'EUR' }),
    'text',
    'The currency of the figures: rows of several are never added up.',
  ),
  currencyDigits: column(z.int().meta({ example: 2 }), 'count', 'How many decimal places the currency has.'),
};
