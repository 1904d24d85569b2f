import type { JsonReceipt } from '@cashwrap/contract';
import { chop, widthOf } from './text-width.ts';

/** How far what belongs to a line of the sale is set in below it. */
const INDENT = 2;

/**
 * Lays a receipt out in lines that are at most `columns` wide, for a printer with a fixed-width font: Chinese,
 * Japanese and Korean characters and emoji take two columns there.
 */
export function renderTextReceipt(receipt: JsonReceipt, columns: number): string {
  const rule = '-'.repeat(columns);
  const row = ({ label, amount }: { label: string; amount: string }) => split(label, amount, columns);
  const lines = [
    ...banner(receipt.header, columns),
    ...centre([receipt.store.name, ...receipt.store.addressLines, receipt.store.phone ?? ''], columns),
    '',
    ...centre([receipt.title], columns),
    ...split(receipt.number, receipt.completedAt, columns),
    ...wrap(receipt.cashier, columns),
    rule,
    ...receipt.lines.flatMap((line) => [
      ...wrap(line.name, columns),
      ...split(`${line.quantity} x ${line.unitPrice}`, line.gross, columns, INDENT),
      ...line.components.flatMap((component) => indented(wrap(component, columns - INDENT), INDENT)),
      ...line.discounts.flatMap(({ label, amount }) => split(label, amount, columns, INDENT)),
    ]),
    rule,
    ...receipt.totals.flatMap(row),
    ...row(receipt.total),
    rule,
    ...receipt.payments.flatMap(row),
    ...(receipt.balances.length > 0 ? [''] : []),
    ...receipt.balances.flatMap(row),
    ...(receipt.taxes.length > 0 ? [''] : []),
    ...receipt.taxes.flatMap(({ name, base, amount }) => split(`${name}  ${base}`, amount, columns)),
    '',
    ...centre([receipt.saleId], columns),
    ...(receipt.footer === '' ? [] : ['', ...banner(receipt.footer, columns)]),
  ];
  // Formats put no-break spaces around currency signs, and names may hold others: printers have only one.
  return `${lines.map((line) => line.replace(/\s/g, ' ').trimEnd()).join('\n')}\n`;
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
