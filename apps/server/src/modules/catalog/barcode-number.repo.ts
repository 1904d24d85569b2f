/**
 * SQL for the number that a barcode is, as the unique index `product_barcodes_gtin` has it: all forms of one GTIN are one
 * number. What `domain/gtin-forms.ts` says of a text.
 */
export function numberOf(code: string): string {
  return `(CASE WHEN ${code} ~ '^[0-9]{12,14}$' THEN lpad(${code}, 14, '0') ELSE ${code} END)`;
}
