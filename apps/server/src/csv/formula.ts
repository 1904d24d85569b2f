/** What makes a spreadsheet take text for a formula, behind any apostrophes. */
const LIKE_FORMULA = /^'*[=+\-@\t\r\n]/;

/**
 * Text as it is put into a cell: what a spreadsheet would run as a formula begins with an apostrophe, and what
 * would then look as if it did gets one more, so that {@link fromCell} has the very text again.
 *
 * Source: OWASP, "CSV Injection".
 */
export function toCell(text: string): string {
  return LIKE_FORMULA.test(text) ? `'${text}` : text;
}

/** Takes off the one apostrophe that {@link toCell} puts before a formula. */
export function fromCell(cell: string): string {
  return cell.startsWith("'") && LIKE_FORMULA.test(cell) ? cell.slice(1) : cell;
}
