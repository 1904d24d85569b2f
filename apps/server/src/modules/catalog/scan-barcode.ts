import { expandUpcE, type ScannedProduct } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { hasValidCheckDigit } from '@cashwrap/pricing/barcodes';
import type { Actor } from '../../procedure/actor.ts';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { currencyDigits } from '../currency/index.ts';
import { productSeenBy } from './costs.ts';
import { invalidBarcode, type LabelValue, readLabelValue, refusePart } from './domain/label-layout.ts';
import { findLabelMatch } from './labels.repo.ts';
import { toProduct } from './present-product.ts';
import { findProduct, findProductByBarcode, type ProductRow } from './products.repo.ts';

/** What a scanned code stands for: a product and, from the label of a scale, the price or weight of the piece. */
interface ReadLabel extends LabelValue {
  readonly productId: string;
}

const NOTHING_BESIDE: LabelValue = { price: null, quantity: null };

export async function getProductByBarcode(
  { db, actor }: QueryCall & SignedIn,
  { code }: { code: string },
): Promise<ScannedProduct> {
  const row = await findProductByBarcode(db, code);
  if (row) return toScanned(actor, row, code, NOTHING_BESIDE);
  const { productId, price, quantity } = await readScaleLabel(db, code);
  const labelled = await findProduct(db, productId);
  if (!labelled) throw notFound('product');
  refusePart(code, { price, quantity }, labelled);
  return toScanned(actor, labelled, code, { price, quantity });
}

/** Reads a code that is no product's own: an in-store EAN-13 of a known layout. */
async function readScaleLabel(db: Reader, code: string): Promise<ReadLabel> {
  const isGtin = hasValidCheckDigit(code) || expandUpcE(code) !== undefined;
  if (/^(\d{8}|\d{12,14})$/.test(code) && !isGtin) {
    throw invalidBarcode(code, 'its check digit is wrong');
  }
  // A UPC-A is the EAN-13 with a zero in front.
  const ean13 = /^\d{12,13}$/.test(code) ? code.padStart(13, '0') : undefined;
  const match = ean13 === undefined ? undefined : await findLabelMatch(db, ean13);
  if (ean13 === undefined || !match) throw notFound('product');
  const { layout, currency, productId } = match;
  const value = readLabelValue(ean13, layout, currencyDigits(currency) ?? 0);
  if (productId === null) throw notFound('product');
  return { productId, ...value };
}

function toScanned(
  actor: Actor,
  row: ProductRow,
  code: string,
  { price, quantity }: LabelValue,
): ScannedProduct {
  return { ...productSeenBy(actor, toProduct(row)), scanned: { code, price, quantity } };
}
