import type { z } from 'zod';
import { fieldErrors } from '../procedure/input.ts';
import { fromCell, toCell } from './formula.ts';
import { moneyText } from './money-text.ts';

/** How the numbers of one file are written. */
export interface NumberFormat {
  readonly decimalMark: '.' | ',';
  /** The minor digits of the currency of its money. */
  readonly currencyDigits: number;
}

/** What is wrong with a cell; the words go behind its column's name. */
export class CellProblem extends Error {}

/**
 * How a value stands in a cell. `write` gives what `read` takes for the same value; an empty cell is read by nobody:
 * it is no value.
 */
export interface Codec<T> {
  /** Throws a {@link CellProblem}. */
  readonly read: (cell: string, format: NumberFormat) => T;
  readonly write: (value: T, format: NumberFormat) => string;
  /** Blanks alone are a value, too; otherwise such a cell is an empty one. */
  readonly exact?: boolean;
  /** What a person is told about the form, for the documentation. */
  readonly form: string;
}

/** Refuses a value that the API would refuse. Schemas change nothing, so the value itself is what passed. */
export function check<T>(schema: z.ZodType, value: T): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return value;
  const [first] = fieldErrors(result.error);
  throw new CellProblem(first?.message ?? 'is not valid');
}

/** Text, of one line or many. Line ends are LF, whatever the program that wrote the file made of them. */
export function textCodec(schema: z.ZodType, form = 'text'): Codec<string> {
  return {
    read: (cell) => check(schema, fromCell(cell).replaceAll('\r\n', '\n')),
    write: toCell,
    form,
  };
}

/** One of some words. */
export function enumCodec<const Values extends Record<string, string>>(
  schema: z.ZodEnum<Values>,
): Codec<Values[keyof Values]> {
  return {
    read: (cell) => {
      const result = schema.safeParse(cell.trim().toLowerCase());
      if (result.success) return result.data;
      throw new CellProblem(`must be one of: ${schema.options.join(', ')}`);
    },
    write: String,
    form: schema.options.map((option) => `\`${String(option)}\``).join(', '),
  };
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  yes: true,
  no: false,
  1: true,
  0: false,
};

export const booleanCodec: Codec<boolean> = {
  read: (cell) => {
    const word = cell.trim().toLowerCase();
    const value = Object.hasOwn(BOOLEANS, word) ? BOOLEANS[word] : undefined;
    if (value === undefined) throw new CellProblem('must be true or false (or yes, no, 1, 0)');
    return value;
  },
  write: String,
  form: '`true` or `false` (also `yes`, `no`, `1`, `0`)',
};

/** A decimal number, such as a quantity. */
export function decimalCodec(schema: z.ZodType): Codec<number> {
  return {
    read: (cell, format) => check(schema, Number(readDigits(cell, format))),
    write: (value, { decimalMark }) => writeNumber(decimalText(value), decimalMark),
    form: 'a number',
  };
}

/** Money in major units: `12.99` is 1299 minor units where the currency has two digits. Never more digits than that. */
export function moneyCodec(schema: z.ZodType): Codec<number> {
  return {
    read: (cell, format) => {
      const { currencyDigits } = format;
      const [whole = '', decimals = ''] = readDigits(cell, format).split('.');
      if (decimals.length > currencyDigits) {
        throw new CellProblem(
          currencyDigits === 0
            ? 'must be a whole number: the currency has no smaller unit'
            : `must have at most ${currencyDigits} decimal places, as its currency has`,
        );
      }
      const minor = Number(whole + decimals.padEnd(currencyDigits, '0'));
      if (schema.safeParse(minor).success) return minor;
      throw new CellProblem(minor < 0 ? 'must not be negative' : 'is too large an amount of money');
    },
    write: moneyText,
    form: 'money in major units, such as `12.99`, with no more decimals than the currency has',
  };
}

/** The digits of a number with a point, whichever mark the file has. Thousands are not set apart. */
function readDigits(cell: string, { decimalMark }: NumberFormat): string {
  const text = cell.trim();
  const other = decimalMark === '.' ? ',' : '.';
  if (!text.includes(other)) {
    const digits = text.replace(decimalMark, '.');
    if (/^-?\d+(\.\d+)?$/.test(digits)) return digits;
  }
  throw new CellProblem(
    `must be a number such as ${writeNumber('12.5', decimalMark)}, with "${decimalMark}" before its decimals and ` +
      'nothing between thousands',
  );
}

/** Never in the form `1e-7`: quantities have three decimals at most. */
function decimalText(value: number): string {
  return value.toFixed(3).replace(/\.?0+$/, '');
}

function writeNumber(text: string, decimalMark: '.' | ','): string {
  return text.replace('.', decimalMark);
}
