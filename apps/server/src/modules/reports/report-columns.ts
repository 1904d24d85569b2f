import { type ColumnKind, columnKinds } from '@cashwrap/contract';
import { z } from 'zod';
import { toCell } from '../../csv/formula.ts';
import { moneyText } from '../../csv/money-text.ts';

/** A column of the file of a report. */
export interface ReportColumn {
  readonly name: string;
  /** Where it stands in a row: a field, or a field of `compared`. */
  readonly path: readonly string[];
  readonly kind: ColumnKind;
}

/** The columns of a row, in their order; those of the other period follow as `compared_…` where the file has one. */
export function columnsOfRow(row: z.ZodObject, withCompared: boolean): ReportColumn[] {
  const columns: ReportColumn[] = [];
  for (const [field, schema] of Object.entries(row.shape)) {
    if (field !== COMPARED)
      columns.push({ name: snakeCase(field), path: [field], kind: kindOf(field, schema) });
  }
  const compared: unknown = row.shape[COMPARED];
  if (!withCompared || !(compared instanceof z.ZodNullable)) return columns;
  const beside: unknown = compared.unwrap();
  if (!(beside instanceof z.ZodObject)) throw new Error(`The field ${COMPARED} of a report is no object.`);
  for (const [field, schema] of Object.entries(beside.shape)) {
    columns.push({
      name: `${COMPARED}_${snakeCase(field)}`,
      path: [COMPARED, field],
      kind: kindOf(field, schema),
    });
  }
  return columns;
}

const COMPARED = 'compared';

function kindOf(field: string, schema: z.core.$ZodType): ColumnKind {
  const column = columnKinds.get(schema);
  if (!column) throw new Error(`The column ${field} of a report does not say what it is.`);
  return column.kind;
}

function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** How the numbers of a row are written. */
interface CellFormat {
  readonly decimalMark: '.' | ',';
  /** Of the currency of the row. */
  readonly currencyDigits: number;
}

/** A value as it is put into a cell; nothing where there is none. */
export function cellOf(value: unknown, kind: ColumnKind, format: CellFormat): string {
  if (value === null || value === undefined) return '';
  switch (kind) {
    case 'money':
      return moneyText(Number(value), format);
    case 'quantity':
    case 'number':
      return String(value).replace('.', format.decimalMark);
    case 'text':
      return toCell(String(value));
    case 'count':
    case 'date':
    case 'instant':
    case 'flag':
      return String(value);
  }
}
