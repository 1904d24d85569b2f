import { Readable } from 'node:stream';
import type { ImportProductsInput } from '@cashwrap/contract';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../procedure/failure.ts';

/** How a file is to be read; the same fields in every import. */
export type CsvOptions = Pick<ImportProductsInput, 'csv' | 'delimiter' | 'decimalMark'>;

/** One row: its number as a spreadsheet shows it, and its cells by column. */
export interface CsvRow {
  readonly row: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** A file whose header has been read. */
export interface CsvTable {
  /** The columns that the file has. */
  readonly columns: ReadonlySet<string>;
  readonly decimalMark: '.' | ',';
  /** The rows that are not empty. Throws CSV_MALFORMED where the file stops being CSV. */
  readonly rows: AsyncIterable<CsvRow>;
}

/** The parser is fed in pieces, so that what waits between it and the database stays small. */
const PIECE_LENGTH = 65_536;
/** Beyond any row that could be right: descriptions are bounded. An open quote may swallow this much, not the file. */
const MAX_ROW_BYTES = 1_048_576;
/** What Excel writes, and takes, above the header. */
const EXCEL_HINT = /^"?sep=([,;\t])"?(?:\r\n|\n|\r)/i;
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a file by its header: every column must be one of `known`, and `required` must be there. What is no such
 * file is refused with CSV_MALFORMED, at the latest when its rows have been read.
 */
export async function readCsv(
  options: CsvOptions,
  known: readonly string[],
  required: readonly string[],
): Promise<CsvTable> {
  const text = options.csv.replace(/^\ufeff/, '');
  const hint = EXCEL_HINT.exec(text);
  const body = hint ? text.slice(hint[0].length) : text;
  const delimiter =
    options.delimiter === 'auto' ? (hint?.[1] ?? mostFrequentDelimiter(body)) : options.delimiter;
  const records = parseRecords(body, delimiter, hint ? 2 : 1);
  const header = await records.next();
  if (header.done)
    throw malformed('The file is empty: it needs a header row with the names of its columns', null, null);
  const columns = checkHeader(header.value, delimiter, known, required);
  const decimalMark = options.decimalMark === 'auto' ? (delimiter === ';' ? ',' : '.') : options.decimalMark;
  return { columns: new Set(columns), decimalMark, rows: toRows(records, columns) };
}

interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

async function* parseRecords(text: string, delimiter: string, firstRow: number): AsyncGenerator<CsvRecord> {
  const parser = Readable.from(pieces(text)).pipe(
    parse({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: MAX_ROW_BYTES,
    }),
  );
  let row = firstRow;
  try {
    for await (const cells of parser) {
      // Without the option `columns` each record is a list of texts.
      yield { row, cells: cells as string[] };
      row += 1;
    }
  } catch (error) {
    // Rows that wait in the stream are lost with its error: it says itself how many there were.
    throw error instanceof CsvError ? describeParseError(error, firstRow + Number(error.records)) : error;
  }
}

function* pieces(text: string): Generator<Buffer> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + PIECE_LENGTH, text.length);
    // Not between the halves of a surrogate pair.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end += 1;
    yield Buffer.from(text.slice(at, end));
    at = end;
  }
}

function describeParseError({ code, column }: CsvError, row: number): Failure<'CSV_MALFORMED'> {
  const at = typeof column === 'number' ? `, column ${column + 1}` : '';
  const where = `row ${row}${at}`;
  const said: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: `A quote is opened in ${where} and never closed`,
    CSV_INVALID_CLOSING_QUOTE: `In ${where} a quote stands in the middle of a quoted cell; write it twice`,
    INVALID_OPENING_QUOTE: `In ${where} a quote stands in a cell that does not begin with one; quote the whole cell`,
    CSV_MAX_RECORD_SIZE: `Row ${row} is longer than 1 MiB: is a quote opened in it and not closed?`,
  };
  const columnName = typeof column === 'number' ? String(column + 1) : null;
  return malformed(said[code] ?? `Row ${row} is not CSV`, row, columnName);
}

/** On the first line: the names of columns hold none of them. */
function mostFrequentDelimiter(text: string): string {
  const [line = ''] = text.slice(0, 10_000).split(/\r|\n/, 1);
  const counts = DELIMITERS.map((each) => line.split(each).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function checkHeader(
  { row, cells }: CsvRecord,
  delimiter: string,
  known: readonly string[],
  required: readonly string[],
): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw malformed(
      `The header names the column ${shown(unknown)}, which is not known here (delimiter: ${delimiter === '\t' ? 'tab' : delimiter}). ` +
        `There are: ${known.join(', ')}`,
      row,
      unknown.slice(0, 100),
    );
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw malformed(`The header names the column "${twice}" twice`, row, twice);
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) throw malformed(`The header lacks the column "${missing}"`, row, missing);
  return names;
}

function shown(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

async function* toRows(
  records: AsyncIterable<CsvRecord>,
  columns: readonly string[],
): AsyncGenerator<CsvRow> {
  for await (const { row, cells } of records) {
    // Spreadsheets leave empty rows behind, with and without delimiters.
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (cells.length !== columns.length) {
      throw malformed(`Row ${row} has ${cells.length} cells, the header ${columns.length}`, row, null);
    }
    yield { row, cells: new Map(columns.map((name, at) => [name, cells[at] ?? ''])) };
  }
}

function malformed(what: string, row: number | null, column: string | null): Failure<'CSV_MALFORMED'> {
  return new Failure('CSV_MALFORMED', { detail: `${what}. Nothing was imported.`, details: { row, column } });
}
