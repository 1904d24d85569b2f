import type { ImportProductsInput, ImportResult, ImportRowError } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, nameSome } from '../procedure/failure.ts';
import type { MutationCall } from '../procedure/handlers.ts';
import { type Column, type ParsedRow, parseRow } from './columns.ts';
import { addImportErrors, createImportErrors, readImportErrors } from './import-errors.repo.ts';
import { readCsv } from './read-csv.ts';

/** How many rows wait in memory for the database. */
const CHUNK = 500;

/** How many rows of a file did what. */
export type RowCounts = Pick<ImportResult, 'created' | 'updated' | 'unchanged'>;

/** What one kind of file is made of, and how it gets into the database. */
export interface ImportKind<Row> {
  readonly columns: readonly Column<Row>[];
  /** The columns that a file must have. */
  readonly required: readonly string[];
  /** Makes the temporary table that the rows are staged in. */
  readonly begin: (tx: Tx) => Promise<void>;
  readonly stage: (tx: Tx, rows: readonly ParsedRow[]) => Promise<void>;
  /** All rows are staged; finds what they name, and locks it. `given` are the columns of the file. */
  readonly resolve: (tx: Tx, given: ReadonlySet<string>) => Promise<void>;
  /**
   * Adds an error for each rule that a good row breaks, beside the other rows and what is stored; answers how many
   * rows have become bad.
   */
  readonly check: (tx: Tx) => Promise<number>;
  /** Counts what the good rows change, and unless it is a dry run, changes it. */
  readonly write: (tx: Tx, dryRun: boolean) => Promise<RowCounts>;
}

/**
 * Imports a file in one transaction, in bounded memory: row by row into a temporary table, and from there by a few
 * statements over all rows. Throws CSV_MALFORMED, and IMPORT_REFUSED where rows are wrong and may not be skipped.
 */
export async function importFile<Row>(
  { tx }: Pick<MutationCall, 'tx'>,
  input: ImportProductsInput,
  kind: ImportKind<Row>,
  currencyDigits: number,
): Promise<ImportResult> {
  const { dryRun } = input;
  const names = kind.columns.map(({ name }) => name);
  const table = await readCsv(input, names, kind.required);
  await createImportErrors(tx);
  await kind.begin(tx);
  const columns = kind.columns.filter(({ name }) => table.columns.has(name));
  const format = { decimalMark: table.decimalMark, currencyDigits };

  let rows = 0;
  let bad = 0;
  let chunk: ParsedRow[] = [];
  const flushChunk = async () => {
    await addImportErrors(
      tx,
      chunk.flatMap(({ errors }): readonly ImportRowError[] => errors),
    );
    await kind.stage(tx, chunk);
    chunk = [];
  };
  for await (const each of table.rows) {
    const parsed = parseRow(columns, each, format);
    rows += 1;
    if (parsed.errors.length > 0) bad += 1;
    if (chunk.push(parsed) === CHUNK) await flushChunk();
  }
  await flushChunk();

  await kind.resolve(tx, table.columns);
  // Without a row others may be wrong: variants without their parent. So until none is left.
  for (let found = await kind.check(tx); found > 0; found = await kind.check(tx)) bad += found;
  const found = await readImportErrors(tx);
  if (found.errorCount > 0 && input.onError === 'refuse' && !dryRun) throw refused(found);
  const counts = await kind.write(tx, dryRun);
  return { dryRun, rows, ...counts, skipped: bad, ...found };
}

function refused(found: { errorCount: number; errors: ImportRowError[] }): Failure<'IMPORT_REFUSED'> {
  const said = found.errors.map(({ row, column, message }) =>
    column === null ? `row ${row} ${message}` : `row ${row}, ${column}: ${message}`,
  );
  return new Failure('IMPORT_REFUSED', {
    detail: `${nameSome(said, '; ')}. Nothing was imported.`,
    details: found,
  });
}
