import type { ImportRowError } from '@cashwrap/contract';
import { CellProblem, type Codec, type NumberFormat } from './codec.ts';
import type { CsvRow } from './read-csv.ts';

const MAX_SHOWN = 100;

/** A column of a file: how its cells are read, and written for a row. */
export interface Column<Row> {
  readonly name: string;
  /** What it holds, for the documentation. */
  readonly about: string;
  readonly form: string;
  /** Whether a cell holds nothing. */
  readonly isEmpty: (cell: string) => boolean;
  /** Throws a {@link CellProblem}. */
  readonly read: (cell: string, format: NumberFormat) => unknown;
  readonly write: (row: Row, format: NumberFormat) => string;
}

/** A column named after the field of a row that it holds. An empty cell is `null`. */
export function column<Name extends string, T>(
  name: Name,
  codec: Codec<T>,
  about: string,
): Column<{ readonly [Key in Name]: T | null }> {
  return {
    name,
    about,
    form: codec.form,
    isEmpty: (cell) => (codec.exact ? cell : cell.trim()) === '',
    read: codec.read,
    write: (row, format) => {
      const value = row[name];
      return value === null ? '' : codec.write(value, format);
    },
  };
}

/** A row as it is staged: its values by column, `null` where a cell is empty or wrong. */
export interface ParsedRow {
  readonly row: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly ImportRowError[];
}

/** Reads the cells of a row, each by itself. */
export function parseRow<Row>(
  columns: readonly Column<Row>[],
  { row, cells }: CsvRow,
  format: NumberFormat,
): ParsedRow {
  const values: Record<string, unknown> = {};
  const errors: ImportRowError[] = [];
  for (const { name, isEmpty, read } of columns) {
    const cell = cells.get(name) ?? '';
    values[name] = null;
    if (isEmpty(cell)) continue;
    try {
      values[name] = read(cell, format);
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error;
      errors.push({ row, column: name, value: shown(cell), message: error.message });
    }
  }
  return { row, values, errors };
}

/** The beginning of a cell, as a database can keep it: no NUL, and no half of a surrogate pair. */
function shown(cell: string): string {
  return cell
    .slice(0, MAX_SHOWN)
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\0', '\ufffd');
}
