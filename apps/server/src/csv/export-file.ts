import type { ExportProductsInput } from '@cashwrap/contract';
import { Download } from '../procedure/download.ts';
import type { Column } from './columns.ts';
import { writeCsv } from './write-csv.ts';

const PAGE = 1000;

/** A row of a file with its place in the order of the file: what its reader goes on from. */
interface Placed {
  readonly place: string;
}

/**
 * A file of all rows that `read` gives, in their order. Each page is a statement of its own: a slow reader
 * holds no connection and no snapshot. So each row is as it was at one instant, none stands twice, and none is
 * missing that was there from beginning to end; two rows may be of different instants.
 */
export function exportFile<Row>(
  fileName: string,
  style: Pick<ExportProductsInput, 'delimiter' | 'decimalMark' | 'bom'>,
  currencyDigits: number,
  columns: readonly Column<Row>[],
  read: (after: string | undefined, limit: number) => Promise<(Row & Placed)[]>,
): Download {
  const format = { decimalMark: style.decimalMark, currencyDigits };
  async function* pages() {
    for (let after: string | undefined; ; ) {
      const rows = await read(after, PAGE);
      yield rows.map((row) => columns.map(({ write }) => write(row, format)));
      const last = rows.at(-1);
      if (rows.length < PAGE || !last) return;
      after = last.place;
    }
  }
  return new Download(
    fileName,
    writeCsv(
      style,
      columns.map(({ name }) => name),
      pages(),
    ),
  );
}
