import { inSnapshot, type Reader } from '@cashwrap/database';
import type { z } from 'zod';
import { type CsvStyle, writeCsv } from '../../csv/write-csv.ts';
import { Download } from '../../procedure/download.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import type { Period } from './domain/period.ts';
import { cellOf, columnsOfRow } from './report-columns.ts';

/** A report as JSON. */
export interface Report<Row, Total> {
  format: 'json';
  from: string | null;
  to: string | null;
  storeId: string | null;
  comparedWith: { from: string; to: string } | null;
  readAt: string;
  rowCount: number;
  rows: Row[];
  totals: Total[];
}

/** The contract of a report, as far as its answer goes. */
interface ReportOperation<Row, Total> {
  readonly rest: {
    readonly path: string;
    readonly download: {
      readonly beside: {
        readonly json: z.ZodType<Report<Row, Total>> & {
          readonly shape: { readonly rows: { readonly element: z.ZodObject } };
        };
      };
    };
  };
}

/** What every report is asked. */
interface ReportInput extends CsvStyle {
  readonly decimalMark: '.' | ',';
  readonly format: 'json' | 'csv';
  readonly limit: number;
  readonly storeId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The day at whose end things stood so. */
  readonly asOf?: string | undefined;
}

/** What a report has found. */
export interface Found<Row, Total> {
  /** All of them for a file; for JSON no more than it shows are needed. */
  readonly rows: readonly Row[];
  /** How many there are. */
  readonly rowCount: number;
  readonly totals: readonly Total[];
  readonly comparedWith?: Period | null;
}

/** Rows of a file that are written at once. */
const PAGE = 500;

/** How many rows are read: a file has all of them. */
export function rowsShown({ format, limit }: Pick<ReportInput, 'format' | 'limit'>): number | null {
  return format === 'csv' ? null : limit;
}

/**
 * Reads a report in one snapshot and answers it as it was asked for: JSON, or a file whose columns are those of the contract.
 * What is read for a file is of one moment, too; it is put into text while it is sent.
 */
export async function answerReport<Row extends object, Total>(
  { db, now }: Pick<QueryCall, 'db' | 'now'>,
  operation: ReportOperation<Row, Total>,
  input: ReportInput,
  read: (snapshot: Reader) => Promise<Found<Row, Total>>,
): Promise<Download | Report<Row, Total>> {
  const found = await inSnapshot(db, read);
  const { from = null, to = input.asOf ?? null, storeId = null, format } = input;
  const { path, download } = operation.rest;
  if (format === 'csv') {
    const name = [path.split('/').at(-1), from, to].filter((part) => part != null).join('-');
    return fileOf(`${name}.csv`, download.beside.json.shape.rows.element, input, found);
  }
  return {
    ...{ format, from, to, storeId },
    comparedWith: found.comparedWith ?? null,
    readAt: now.toISOString(),
    rowCount: found.rowCount,
    rows: found.rows.slice(0, input.limit),
    totals: [...found.totals],
  };
}

function fileOf(
  fileName: string,
  row: z.ZodObject,
  input: ReportInput,
  { rows, comparedWith }: Found<object, unknown>,
): Download {
  const columns = columnsOfRow(row, comparedWith != null);
  const write = (each: object): string[] => {
    const format = {
      decimalMark: input.decimalMark,
      currencyDigits: Number(fieldOf(each, 'currencyDigits') ?? 0),
    };
    return columns.map(({ path, kind }) => cellOf(path.reduce(fieldOf, each), kind, format));
  };
  async function* pages() {
    for (let at = 0; at < rows.length; at += PAGE) yield rows.slice(at, at + PAGE).map(write);
  }
  return new Download(
    fileName,
    writeCsv(
      input,
      columns.map(({ name }) => name),
      pages(),
    ),
  );
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
