import type { CompleteSaleInput, Sale } from '@cashwrap/contract';
import { flush, flushWithCommit } from '@cashwrap/database';
import { alreadyExists, Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import {
  approveSensitive,
  findStoredAccounts,
  otherSale,
  type PaymentRow,
  recordSale,
  refuseLostCodes,
  refuseOtherPrice,
  refuseRegister,
  sourcesOfStored,
  takePayments,
  toSale,
} from '../sales/index.ts';
import { lockForChange } from './change-open-sale.ts';
import { findTakenId, markCompleted, type OpenSaleRow } from './open-sale.repo.ts';
import { isLive } from './present-open-sale.ts';
import { figuresOf, priceOpenSale } from './price-open-sale.ts';

/** Completes an open sale in one transaction: lock → read → price → take its payments → write. */
export async function completeSale(
  call: MutationCall & SignedIn,
  { id, version, expected }: CompleteSaleInput,
): Promise<Sale> {
  const { tx, now, newId } = call;
  const { row, payments } = await lockForChange(call, { id, version }, ['open']);
  refuseEmpty(row);
  const openPayments = payments.filter(isLive);
  refuseUndecided(openPayments);
  const lineIds = row.priced.lines.map((line) => line.id);
  const [cart, accounts, takenId] = await flush(tx, [
    priceOpenSale(tx, row, now),
    findStoredAccounts(tx, row, openPayments),
    findTakenId(tx, id, lineIds),
  ]);
  if (takenId === id) throw otherSale(id);
  if (takenId !== undefined) throw alreadyExists('sale', 'lineId', takenId, null);
  refuseRegister(cart.place);
  refuseOtherPrice(cart, expected ?? shownBy(row));
  if (!expected) refuseLostCodes(cart);

  const { storeId, registerId, customerId, note, openedAt, inputHash } = row;
  const sold = { ...row.cart, id, storeId, registerId, customerId: customerId ?? undefined };
  await approveSensitive(call, sold, cart);
  const paymentSources = sourcesOfStored(cart, accounts, openPayments);
  const settled = takePayments(
    cart,
    paymentSources.map(({ tender }) => tender),
  );
  const stored = await recordSale(call, {
    ...{ id, registerId, cart, giftCards: row.cart.giftCards, paymentSources, settled, note, inputHash },
    ...{ lineIds, openPayments, openedAt },
  });
  flushWithCommit(tx, [markCompleted(tx, id, figuresOf(cart, row, newId), now)]);
  return toSale(stored);
}

/** What the last answer said that it comes to. */
function shownBy({ total, priced }: OpenSaleRow) {
  return { total, lineTotals: priced.lines.map((line) => line.total) };
}

function refuseEmpty({ cart }: OpenSaleRow): void {
  if (cart.lines.length + cart.giftCards.length > 0) return;
  throw new Failure('NO_LINES', { detail: 'Nothing is in the sale: add lines, or cancel it.' });
}

/** Nobody knows yet whether these are paid: a provider has not answered, or has only set the amount aside. */
function refuseUndecided(payments: readonly PaymentRow[]): void {
  const undecided = payments.filter(
    ({ status, asking, method }) =>
      status === 'pending' || asking !== null || (method === 'card' && status === 'authorized'),
  );
  if (undecided.length === 0) return;
  throw new Failure('PAYMENT_UNDECIDED', {
    detail:
      'A payment of the sale is still being asked for, or only authorized. Read the sale again in a moment, capture the ' +
      'payment, or remove it.',
    details: { payments: undecided.map(({ id, status }) => ({ id, status })) },
  });
}
