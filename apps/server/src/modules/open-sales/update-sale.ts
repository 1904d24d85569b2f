import type { Sale, UpdateSaleInput } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import { fieldChanges } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { changeCart, type LockedSale, lockForChange } from './change-open-sale.ts';
import { lockBuyer } from './lock-buyer.ts';
import { isLive } from './present-open-sale.ts';

/** Changes what is given of an open sale, but for its lines, and prices it again: also where nothing is given. */
export async function updateSale(
  call: MutationCall,
  { id, version, customerId, name, note, ...ofCart }: UpdateSaleInput,
): Promise<Sale> {
  const locked = await lockForChange(call, { id, version }, ['open']);
  const { row } = locked;
  const isOther = customerId !== undefined && customerId !== row.customerId;
  if (isOther) refuseOwnPayments(locked);

  const cart = fieldChanges(row.cart, ofCart);
  const changes = {
    ...(customerId !== undefined && { customerId }),
    ...(name !== undefined && { name }),
    ...(note !== undefined && { note }),
    ...(cart.length > 0 && { cart: { ...row.cart, ...valuesOf(cart, 'after') } }),
  };
  const sale = await changeCart(call, locked, changes, {
    before: valuesOf(cart, 'before'),
    after: { ...valuesOf(cart, 'after'), ...namesOf({ name, note }) },
  });
  if (isOther) await lockBuyer(call.tx, sale.customerId);
  return sale;
}

function valuesOf(changes: ReturnType<typeof fieldChanges>, side: 'before' | 'after'): object {
  return Object.fromEntries(changes.map(({ field, ...values }) => [field, values[side]]));
}

/** The names of texts that were given: they may name a person, and the audit log does not. */
function namesOf(texts: Readonly<Record<string, unknown>>): object {
  const changed = Object.keys(texts).filter((field) => texts[field] !== undefined);
  return changed.length > 0 ? { changed } : {};
}

/** Points and store credit are those of one customer: another one does not pay with them. */
function refuseOwnPayments({ payments }: LockedSale): void {
  const own = payments.filter(
    (payment) => isLive(payment) && (payment.method === 'store_credit' || payment.method === 'loyalty'),
  );
  if (own.length === 0) return;
  throw new Failure('PAYMENTS_PRESENT', {
    detail:
      'Points or store credit of its customer pay the sale. Remove those payments to change the customer.',
    details: { paymentIds: own.map(({ id }) => id) },
  });
}
