import type { ParkSaleInput, Sale } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { lockForChange, storeChange } from './change-open-sale.ts';
import { isLive } from './present-open-sale.ts';

/** Puts an open sale aside, as it is. */
export async function parkSale(call: MutationCall, { id, version, name }: ParkSaleInput): Promise<Sale> {
  const { tx, now, newId } = call;
  const locked = await lockForChange(call, { id, version }, ['open']);
  const { storeId, registerId } = locked.row;
  const live = locked.payments.filter(isLive);
  if (live.length > 0) {
    throw new Failure('PAYMENTS_PRESENT', {
      detail: 'The sale has payments, and is not parked with them: complete it, or remove them first.',
      details: { paymentIds: live.map((payment) => payment.id) },
    });
  }
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'sale.parked',
    storeId,
    payload: { saleId: id, storeId, registerId },
    createdAt: now,
  });
  return storeChange(call, locked, { status: 'parked', ...(name !== undefined && { name }) });
}
