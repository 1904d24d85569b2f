import type { CreateSaleInput, Sale } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { checkOut } from '../sales/index.ts';
import { openSale } from './open-sale.ts';

/** With payments a whole checkout at once; without them a sale that stays open. */
export function createSale(
  call: MutationCall & SignedIn,
  { payments, ...input }: CreateSaleInput,
): Promise<Sale> {
  return payments === undefined ? openSale(call, input) : checkOut(call, { ...input, payments });
}
