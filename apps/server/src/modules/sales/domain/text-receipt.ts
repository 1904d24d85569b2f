import type { JsonReceipt } from '@cashwrap/contract';
import { chop, widthOf } from './text-width.ts';

/** How far what belongs to a line of the sale is set in below it. */
const INDENT = 2;

/** A line as it is printed. */
export interface PrintedLine {
  readonly text: string;
  /** Whether it is to be seen first, where the paper shows a difference. */
  readonly strong: boolean;
}

/** A receipt as text, in lines that are at most `columns` wide. */
export function renderTextReceipt(receipt: JsonReceipt, columns: number): string {
  return layOutReceipt(receipt, columns)
    .map(({ text }) => `${text}\n`)
    .join('');
}

/**
 * Lays a receipt out in lines that are at most `columns` wide, for a printer with a fixed-width font: Chinese,
 * Japanese and Korean characters and emoji take two columns there.
 */
export function layOutReceipt(receipt: JsonReceipt, columns: number): PrintedLine[] {
  const { headings } = receipt;
  const rule = '-'.repeat(columns);
  const row = ({ label, amount }: { label: string; amount: string }) => split(label, amount, columns);
  const taxRow = (name: string, base: string, amount: string) => split(`${name}  ${base}`, amount, columns);
  return [
    ...plain(
      ...banner(receipt.header, columns),
      ...centre([receipt.store.name, ...receipt.store.addressLines, receipt.store.phone ?? ''], columns),
      '',
    ),
    ...strong(...centre([receipt.title], columns)),
    ...strong(...(receipt.copy === null ? [] : centre([`*** ${receipt.copy} ***`], columns))),
    ...plain(
      ...split(receipt.number, receipt.completedAt, columns),
      ...wrap(receipt.cashier, columns),
      ...(receipt.reference === null ? [] : wrap(receipt.reference, columns)),
      rule,
      ...receipt.lines.flatMap((line) => [
        ...wrap(line.name, columns),
        ...split(`${line.quantity} x ${line.unitPrice}`, line.gross, columns, INDENT),
        ...line.components.flatMap((component) => indented(wrap(component, columns - INDENT), INDENT)),
        ...line.discounts.flatMap(({ label, amount }) => split(label, amount, columns, INDENT)),
      ]),
      rule,
      ...receipt.totals.flatMap(row),
    ),
    ...strong(...row(receipt.total)),
    ...plain(
      rule,
      ...receipt.payments.flatMap(row),
      ...(receipt.balances.length > 0 ? [''] : []),
      ...receipt.balances.flatMap(row),
      ...(receipt.taxes.length > 0 ? ['', ...taxRow(headings.taxRate, headings.net, headings.tax)] : []),
      ...receipt.taxes.flatMap(({ name, base, amount }) => taxRow(name, base, amount)),
      '',
      ...centre([receipt.documentId], columns),
      ...(receipt.footer === '' ? [] : ['', ...banner(receipt.footer, columns)]),
    ),
  ];
}

function plain(...texts: readonly string[]): PrintedLine[] {
  return texts.map((text) => ({ text: toPrinted(text), strong: false }));
}

function strong(...texts: readonly string[]): PrintedLine[] {
  return texts.map((text) => ({ text: toPrinted(text), strong: true }));
}

/** Formats put no-break spaces around currency signs, and names may hold others: printers have only one. */
function toPrinted(text: string): string {
  return text.replace(/\s/g, ' ').trimEnd();
}

/** `left`, perhaps set in, and `right` at the two edges; on several lines where one has no room. */
function split(left: string, right: string, columns: number, indent = 0): string[] {
  const room = columns - indent - widthOf(left) - widthOf(right);
  if (room >= 1) return indented([left + ' '.repeat(room) + right], indent);
  return [
    ...indented(wrap(left, columns - indent), indent),
    ' '.repeat(Math.max(0, columns - widthOf(right))) + right,
  ];
}

function indented(lines: readonly string[], indent: number): string[] {
  return lines.map((line) => ' '.repeat(indent) + line);
}

/** A text of the store in its own lines, the empty ones between them included. */
function banner(text: string, columns: number): string[] {
  if (text === '') return [];
  return text.split('\n').flatMap((line) => (line === '' ? [''] : centre([line], columns)));
}

function centre(texts: readonly string[], columns: number): string[] {
  return texts
    .filter((text) => text !== '')
    .flatMap((text) => wrap(text, columns))
    .map((text) => ' '.repeat(Math.floor((columns - widthOf(text)) / 2)) + text);
}

/** Breaks a text at spaces, and a word that is wider than a line anywhere. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = chop(word, columns);
    line = parts.pop() ?? '';
    lines.push(...parts);
  }
  return [...lines, line];
}
