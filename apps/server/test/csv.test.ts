import { readFile } from 'node:fs/promises';
import {
  customerColumns,
  MAX_CSV_BYTES,
  priceColumns,
  productColumns,
  stockColumns,
} from '@cashwrap/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moneyCodec, type NumberFormat } from '../src/csv/codec.ts';
import type { Column } from '../src/csv/columns.ts';
import { describeColumns } from '../src/csv/describe-columns.ts';
import { fromCell, toCell } from '../src/csv/formula.ts';
import { escapeItem, splitEscaped, unescapeItem } from '../src/csv/lists.ts';
import { type CsvOptions, readCsv } from '../src/csv/read-csv.ts';
import { writeCsv } from '../src/csv/write-csv.ts';
import { productFileColumns } from '../src/modules/catalog/product-columns.ts';
import { customerFileColumns } from '../src/modules/customers/customer-columns.ts';
import { stockFileColumns } from '../src/modules/inventory/stock-columns.ts';
import { priceFileColumns } from '../src/modules/pricing/price-columns.ts';
import { fileOf } from './csv-files.ts';

/** Text that breaks careless readers and writers of CSV. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        ',',
        ';',
        '\t',
        '\n',
        '=',
        '+',
        '-',
        '@',
        '|',
        ':',
        '>',
        '\\',
        '007',
        '☕',
        '🍎',
        ' ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

async function read(
  options: Partial<CsvOptions> & { csv: string },
  known: readonly string[],
  required: string[] = [],
) {
  const table = await readCsv({ delimiter: 'auto', decimalMark: 'auto', ...options }, known, required);
  const rows: [number, ...string[]][] = [];
  for await (const { row, cells } of table.rows) rows.push([row, ...cells.values()]);
  return { ...table, rows };
}

async function written(
  style: Parameters<typeof writeCsv>[0],
  header: string[],
  rows: string[][],
): Promise<string> {
  async function* pages() {
    yield rows;
  }
  let text = '';
  for await (const piece of writeCsv(style, header, pages())) text += piece;
  return text;
}

describe('a cell', () => {
  test('that looks like a formula is made harmless, and read back as the very text', () => {
    for (const [text, cell] of [
      ['=1+1', "'=1+1"],
      ["'=1+1", "''=1+1"],
      ['-5', "'-5"],
      ['@SUM(A1)', "'@SUM(A1)"],
      ["it's", "it's"],
      ["'quoted'", "'quoted'"],
    ] as const) {
      expect(toCell(text)).toBe(cell);
      expect(fromCell(cell)).toBe(text);
    }
    fc.assert(
      fc.property(nasty, (text) => {
        const cell = toCell(text);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(fromCell(cell)).toBe(text);
      }),
    );
  });

  test('holds a list of any texts', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (items) => {
        const cell = items.map((item) => escapeItem(item, '|:')).join('|');
        expect(splitEscaped(cell, '|').map(unescapeItem)).toEqual(items);
      }),
    );
  });

  test('holds money in major units, in each currency and with each mark', () => {
    const money = moneyCodec({ safeParse: () => ({ success: true }) } as never);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000_000 }),
        fc.constantFrom(0, 2, 3, 4),
        fc.constantFrom<NumberFormat['decimalMark']>('.', ','),
        (minor, currencyDigits, decimalMark) => {
          const format = { currencyDigits, decimalMark };
          expect(money.read(money.write(minor, format), format)).toBe(minor);
        },
      ),
    );
    const euro = { currencyDigits: 2, decimalMark: '.' } as const;
    expect([money.write(5, euro), money.write(1299, euro)]).toEqual(['0.05', '12.99']);
    expect([money.read('12.9', euro), money.read(' 13 ', euro)]).toEqual([1290, 1300]);
    for (const wrong of ['12.999', '1,299', '1 299', '12.', '.5', '1e3', '0x10', 'free', '--1']) {
      expect(() => money.read(wrong, euro), wrong).toThrow();
    }
  });
});

describe('a file', () => {
  test('is read back as it was written, whatever is in it', async () => {
    const styles = fc.record({
      delimiter: fc.constantFrom<',' | ';' | '\t'>(',', ';', '\t'),
      decimalMark: fc.constantFrom<'.' | ','>('.', ','),
      bom: fc.boolean(),
    });
    // A row of which nothing is left is taken for an empty one, so each has its number.
    const cells = fc.array(fc.tuple(nasty, nasty), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(styles, cells, async (style, pairs) => {
        const rows = pairs.map(([a, b], at) => [String(at), a, b]);
        const csv = await written(style, ['n', 'a', 'b'], rows);
        const table = await read({ csv }, ['n', 'a', 'b']);
        expect(table.rows).toEqual(rows.map((cells, at) => [at + 2, ...cells]));
      }),
    );
  });

  test("of Excel's is understood: byte order mark, semicolons, decimal commas, its own first line, empty rows", async () => {
    const german = await read({ csv: '\ufeffsku;price\r\nA;1,50\r\n;\r\n\r\nB;2\r\n' }, ['sku', 'price']);
    expect([german.decimalMark, german.rows]).toEqual([
      ',',
      [
        [2, 'A', '1,50'],
        [5, 'B', '2'],
      ],
    ]);
    const hinted = await read({ csv: 'sep=;\r\nSKU; Price\r\nA;1\r\n' }, ['sku', 'price']);
    expect(hinted.rows).toEqual([[3, 'A', '1']]);
    const tabs = await read({ csv: 'sku\tprice\nA\t1.5\n' }, ['sku', 'price']);
    expect([tabs.decimalMark, tabs.rows]).toEqual(['.', [[2, 'A', '1.5']]]);
    expect((await read({ csv: 'sku\rA\rB' }, ['sku'])).rows).toEqual([
      [2, 'A'],
      [3, 'B'],
    ]);
  });

  test.each([
    ['nothing', '', 'is empty'],
    ['an unknown column', 'sku,colour\r\n', 'names the column "colour", which is not known'],
    ['a column twice', 'sku,price,SKU\r\n', 'names the column "sku" twice'],
    ['a column missing', 'price\r\n1\r\n', 'lacks the column "sku"'],
    ['too few cells', 'sku,price\r\nA,1\r\nB\r\n', 'Row 3 has 1 cells, the header 2'],
    ['too many cells', 'sku,price\r\nA,1,2\r\n', 'Row 2 has 3 cells, the header 2'],
    ['an open quote', 'sku,price\r\nA,1\r\nB,"2\r\nC,3\r\n', 'opened in row 3, column 2 and never closed'],
    ['a quote inside a quoted cell', 'sku,price\r\n"A"b,1\r\n', 'row 2, column 1'],
    ['a quote in a bare cell', 'sku,price\r\n5" nail,1\r\n', 'row 2, column 1'],
  ])('with %s is refused, and said where', async (_what, csv, said) => {
    await expect(read({ csv }, ['sku', 'price'], ['sku'])).rejects.toMatchObject({
      code: 'CSV_MALFORMED',
      message: expect.stringContaining(said),
    });
  });

  test('with a quote open at row 99,999 of 100,000 is refused by its row', async () => {
    const lines = Array.from({ length: 100_000 }, (_, at) => `A-${at},${at === 99_997 ? '"1' : '1'}`);
    await expect(read({ csv: fileOf('sku,price', ...lines) }, ['sku', 'price'])).rejects.toMatchObject({
      code: 'CSV_MALFORMED',
      details: { row: 99_999, column: '2' },
    });
  });

  test('with one endless row is refused before the row is whole', async () => {
    const csv = `sku,price\r\nA,"${'x'.repeat(MAX_CSV_BYTES - 20)}`;
    await expect(read({ csv }, ['sku', 'price'])).rejects.toMatchObject({
      code: 'CSV_MALFORMED',
      message: expect.stringContaining('Row 2 is longer than 1 MiB'),
    });
  });
});

describe('docs/import.md', () => {
  const kinds: [string, readonly string[], readonly Pick<Column<never>, 'name' | 'form' | 'about'>[]][] = [
    ['products', productColumns, productFileColumns],
    ['customers', customerColumns, customerFileColumns],
    ['prices', priceColumns, priceFileColumns],
    ['opening stock', stockColumns, stockFileColumns],
  ];

  test.each(kinds)('names the columns of %s as they are', async (_what, names, columns) => {
    expect(columns.map(({ name }) => name)).toEqual(names);
    const docs = await readFile(new URL('../../../docs/import.md', import.meta.url), 'utf8');
    // However the table is lined up.
    const plain = docs.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
    expect(plain).toContain(describeColumns(columns));
  });
});
