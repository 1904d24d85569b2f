import { Barcode, CreateProductInput, PositiveMoney, SignedQuantity } from '@cashwrap/contract';
import { decimalCodec, moneyCodec, textCodec } from '../../csv/codec.ts';
import { type Column, column } from '../../csv/columns.ts';

/** The opening stock of a product as a row of a file. */
export interface StockLine {
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly quantity: number | null;
  readonly unit_cost: number | null;
}

const NotNegative = SignedQuantity.min(0);

/** The columns of a file of opening stock. */
export const stockFileColumns: readonly Column<StockLine>[] = [
  column('sku', textCodec(CreateProductInput.shape.sku), 'Which product it is.'),
  column(
    'barcode',
    textCodec(Barcode),
    'Which product it is, where there is no SKU; with one, both must fit.',
  ),
  column('quantity', decimalCodec(NotNegative), 'What is there. Required; 0 enters nothing.'),
  column(
    'unit_cost',
    moneyCodec(PositiveMoney),
    'What one unit cost, in the currency of the store. Empty: the usual cost of the product. Takes the permission `products.read_cost`.',
  ),
];
