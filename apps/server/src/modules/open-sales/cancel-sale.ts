import type { CancelSaleInput, Sale } from '@cashwrap/contract';
import { refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import type { AskedPayment, Providers } from '../payments/index.ts';
import { inStatus, type LockedSale, lockForChange, lockSale, storeChange } from './change-open-sale.ts';
import { isLive, toOpenSale } from './present-open-sale.ts';
import { beginVoiding, finishVoiding } from './void-payments.ts';

type CancellingCall = Pick<MutationCall, 'tx' | 'scope' | 'now' | 'newId' | 'audit'>;

/** How far the first step has come: to the end, or to payments that providers have to void first. */
type Begun =
  | { readonly cancelled: Sale }
  | { readonly voiding: readonly AskedPayment[]; readonly version: number };

/**
 * Cancels a sale: gives back all that has paid it, and then ends it, unless it was changed meanwhile. One that was cancelled
 * for the same reason stays so.
 */
export async function cancelSale(
  call: StepsCall,
  providers: Providers,
  input: CancelSaleInput,
): Promise<Sale> {
  const begun = await call.transact((tx, audit) => beginCancelling({ ...call, tx, audit }, providers, input));
  if ('cancelled' in begun) return begun.cancelled;
  await finishVoiding(call, providers, begun.voiding);
  const { id, reason } = input;
  return call.transact(async (tx, audit) => {
    const step = { ...call, tx, audit };
    return end(step, await lockForChange(step, { id, version: begun.version }, ['open', 'parked']), reason);
  });
}

async function beginCancelling(
  call: CancellingCall,
  providers: Providers,
  { id, version, reason }: CancelSaleInput,
): Promise<Begun> {
  const sale = await lockSale(call, id);
  if (sale?.row.status === 'cancelled' && sale.row.cancelReason === reason) {
    return { cancelled: toOpenSale(sale.row, sale.payments) };
  }
  const locked = inStatus(sale, ['open', 'parked']);
  refuseStale('sale', version, locked.row.version);
  const live = locked.payments.filter(isLive);
  if (live.length === 0) return { cancelled: await end(call, locked, reason) };
  const voiding = await beginVoiding(call, providers, locked, live);
  return { voiding, version: version + 1 };
}

async function end(call: CancellingCall, locked: LockedSale, reason: string): Promise<Sale> {
  const { tx, now, newId } = call;
  const { id: saleId, storeId, registerId } = locked.row;
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'sale.cancelled',
    storeId,
    payload: { saleId, storeId, registerId },
    createdAt: now,
  });
  const changes = { status: 'cancelled' as const, cancelReason: reason, name: null };
  return storeChange(call, locked, changes, { after: { reason } });
}
