import type { ProductLabel, ProductLabelInput } from '@cashwrap/contract';
import { Failure, invalidReference, notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findCatalogueCurrency } from './catalogue-currency.ts';
import { formsOf } from './domain/gtin-forms.ts';
import { priceText, symbologyOf } from './domain/label-content.ts';
import { drawPng, drawSvg } from './label-picture.ts';
import { findFirstLocale } from './labels.repo.ts';
import { toProduct } from './present-product.ts';
import { findProduct, type ProductRow } from './products.repo.ts';

/** Draws one of the product's barcodes, with its name and price beneath. */
export async function drawProductLabel(
  { db }: QueryCall,
  { id, format, barcode, locale }: ProductLabelInput,
): Promise<ProductLabel> {
  const row = await findProduct(db, id);
  if (!row) throw notFound('product');
  const code = barcodeOf(row, barcode);
  const { currency, digits } = await findCatalogueCurrency(db);
  const price = priceText(toProduct(row), currency, digits, locale ?? (await findFirstLocale(db)));
  const lines = [row.name, price].filter((line) => line !== '');
  const label = { code, symbology: symbologyOf(code), lines };
  if (format === 'svg') return { mediaType: 'image/svg+xml', content: await drawSvg(label) };
  return { mediaType: 'image/png', content: (await drawPng(label)).toString('base64') };
}

function barcodeOf({ name, barcodes }: ProductRow, wanted: string | undefined): string {
  if (wanted !== undefined && !formsOf(wanted).some((form) => barcodes.includes(form))) {
    throw invalidReference('barcode of this product', ['barcode']);
  }
  const code = wanted ?? barcodes[0];
  if (code === undefined) {
    throw new Failure('NO_BARCODE', { detail: `"${name}" has no barcode. Give it one first.` });
  }
  return code;
}
