import { CreateProductInput, SetPricesInput } from '@cashwrap/contract';
import { type Codec, decimalCodec, moneyCodec, textCodec } from '../../csv/codec.ts';
import { type Column, column } from '../../csv/columns.ts';
import { toCell } from '../../csv/formula.ts';

/** A price of a price list as a row of a file. */
export interface PriceLine {
  readonly sku: string;
  readonly product_name: string | null;
  readonly min_quantity: number | null;
  readonly unit_price: number | null;
}

const rules = SetPricesInput.shape.prices.element.shape;

/** Written for people; what it says is not looked at. */
const informative: Codec<string> = { read: (cell) => cell, write: toCell, form: 'text' };

/** The columns of a file of prices. */
export const priceFileColumns: readonly Column<PriceLine>[] = [
  column('sku', textCodec(CreateProductInput.shape.sku), 'Which product it is. Required.'),
  column('product_name', informative, 'For people; the import does not look at it.'),
  column(
    'min_quantity',
    decimalCodec(rules.minQuantity),
    'From how much on the price holds. Left out: from 1 on of what is sold by the unit, else from 0.001 on.',
  ),
  column(
    'unit_price',
    moneyCodec(rules.unitPrice),
    'In the currency of the list. Required as a column; empty, it takes the price away.',
  ),
];
