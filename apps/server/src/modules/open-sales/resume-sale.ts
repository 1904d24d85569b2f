import type { ResumeSaleInput, Sale } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { refuseRegister } from '../sales/index.ts';
import { lockForChange, storeChange } from './change-open-sale.ts';
import { figuresOf, priceOpenSale } from './price-open-sale.ts';

/** Goes on with a parked sale at a register of its store, at the prices of now. */
export async function resumeSale(
  call: MutationCall,
  { id, version, registerId }: ResumeSaleInput,
): Promise<Sale> {
  const { tx, now, newId } = call;
  const locked = await lockForChange(call, { id, version }, ['parked']);
  const row = { ...locked.row, registerId };
  const { storeId } = row;
  const cart = await priceOpenSale(tx, row, now);
  refuseRegister(cart.place);
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'sale.resumed',
    storeId,
    payload: { saleId: id, storeId, registerId },
    createdAt: now,
  });
  return storeChange(call, locked, { status: 'open', registerId, ...figuresOf(cart, row, newId) });
}
