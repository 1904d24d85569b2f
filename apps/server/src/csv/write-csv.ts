import { stringify } from 'csv-stringify/sync';

/** How a file is written. */
export interface CsvStyle {
  readonly delimiter: ',' | ';' | '\t';
  readonly decimalMark: '.' | ',';
  readonly bom: boolean;
}

/** Writes a header and pages of rows as they come, by RFC 4180 with another delimiter where that is asked for. */
export async function* writeCsv(
  style: CsvStyle,
  header: readonly string[],
  pages: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<string> {
  const write = (rows: readonly (readonly string[])[]) =>
    stringify(rows as string[][], {
      delimiter: style.delimiter,
      record_delimiter: '\r\n',
      quoted_match: /[\r\n]/,
    });
  yield (style.bom ? '\ufeff' : '') + write([header]);
  for await (const rows of pages) yield write(rows);
}
