import { flush, flushWithCommit, type Tx } from '@cashwrap/database';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { countCustomerSale } from '../customers/index.ts';
import { ensureStockLevels, type MovementRow, moveStock, refuseUnmoved } from '../inventory/index.ts';
import { takeSaleNumber } from '../organization/index.ts';
import { type PricedCart, takeDiscountUses } from '../pricing/index.ts';
import { stockMovesOf, type Taking, takingsOf } from './domain/stock-of-cart.ts';
import { type BalancesAfter, moveAccounts } from './move-accounts.ts';
import { refuseUsedUp } from './refuse-discounts.ts';
import { auditOfSale, documentOfSale, linesOfSale, type SaleDraft } from './rows-of-sale.ts';
import {
  capturePayments,
  insertPayments,
  insertSaleLines,
  insertSales,
  insertTransactions,
  type PaymentRow,
  type SaleRow,
  type StoredSale,
} from './sales.repo.ts';

/** What writing a sale takes of the call. */
export type RecordingCall = Pick<MutationCall & SignedIn, 'tx' | 'now' | 'newId' | 'actor' | 'audit'>;

/** A sale as it was written, with what it has moved in stock. */
export interface RecordedSale extends StoredSale {
  readonly movements: readonly MovementRow[];
}

/**
 * Writes a completed sale with all that follows from it, in one transaction: the way of every sale, however it came about.
 * Locks are taken late, in the order that holds everywhere: the idempotency key (by the pipeline), the open sale that it was (by
 * who completes it), the register, the customer, the limited discounts by their ids, the accounts by theirs, the stock levels by
 * product.
 */
export async function recordSale(call: RecordingCall, draft: SaleDraft): Promise<RecordedSale> {
  const { tx } = call;
  const { cart } = draft;
  const document = documentOfSale(call, draft);
  const takings = takingsOf(cart);
  const { number, movements, balances } = await write(tx, call, draft, takings, document);
  const sale: SaleRow = { ...document.sale, number };
  const left = new Map(movements.map((movement) => [movement.product_id, -movement.value]));
  const lines = linesOfSale(call, sale, draft, takings, left);
  const payments = document.payments.map((payment, index): PaymentRow => {
    return { ...payment, balanceAfter: balances.get(index) ?? null };
  });
  const writePayments = draft.openPayments ? capturePayments : insertPayments;
  flushWithCommit(tx, [insertSaleLines(tx, lines), writePayments(tx, payments)]);

  call.audit(auditOfSale(sale, cart));
  return { sale, lines, payments, returns: [], movements };
}

type Document = ReturnType<typeof documentOfSale>;

/** What only writing a sale tells. */
interface Written {
  readonly number: number;
  readonly movements: readonly MovementRow[];
  readonly balances: BalancesAfter;
}

/**
 * One round trip: numbers the sale, uses its discounts up, moves the accounts, writes it and its money, and moves the
 * stock last.
 */
async function write(
  tx: Tx,
  call: RecordingCall,
  { cart, handedOver }: SaleDraft,
  takings: readonly Taking[],
  document: Document,
): Promise<Written> {
  const { now, newId } = call;
  const { id, storeId, registerId, total, giftCardTotal, currency, cashierId, completedAt, businessDate } =
    document.sale;
  const moves = stockMovesOf(takings, cart.place.allowOversell || handedOver !== undefined);
  // Only a product that may be oversold can leave a level that is not there yet.
  const oversellable = moves.filter((move) => move.mayGoBelow).map((move) => move.productId);
  const stockDocument = {
    kind: 'sale',
    ...{ storeId, documentId: id, actorId: cashierId, occurredAt: completedAt, recordedAt: now },
  } as const;
  const customerId = cart.customer?.id ?? null;
  const limited = limitedDiscountsOf(cart);
  const numbered = takeSaleNumber(tx, document.sale);
  const counted =
    customerId === null
      ? Promise.resolve(0)
      : countCustomerSale(tx, customerId, { currency, total: total - giftCardTotal, completedAt });
  // What a customer has used of discounts is theirs: a merge moves it once it has locked them.
  const taken =
    limited.length === 0 ? Promise.resolve([]) : takeDiscountUses(tx, { discountIds: limited, customerId });
  const paid = moveAccounts(tx, call, document.accounts);
  const written = [
    insertSales(tx, [document.sale]),
    insertTransactions(tx, document.transactions),
    insertOutboxEvent(tx, {
      id: newId(),
      type: 'sale.completed',
      storeId,
      businessDate,
      payload: { saleId: id, storeId, registerId, total, currency },
      createdAt: now,
    }),
    oversellable.length === 0 ? Promise.resolve() : ensureStockLevels(tx, storeId, oversellable, now, newId),
  ];
  const moved = moves.length === 0 ? Promise.resolve([]) : moveStock(tx, stockDocument, moves, newId);
  await flush(tx, [numbered, taken, counted, paid, ...written, moved]);
  const [number, usedUp, saleCount, balances] = await Promise.all([numbered, taken, counted, paid]);
  const movements = await moved;
  refuseUsedUp(saleCount > 1 ? [...usedUp, ...firstPurchaseDiscountsOf(cart)] : usedUp);
  await refuseUnmoved(tx, storeId, moves, movements);
  return { number, movements, balances };
}

/** The applied discounts whose uses are counted. */
export function limitedDiscountsOf({ discounts, outcomes }: PricedCart): string[] {
  return appliedOf(outcomes, discounts).flatMap(({ id, usageLimit, usageLimitPerCustomer }) =>
    usageLimit === null && usageLimitPerCustomer === null ? [] : id,
  );
}

/** The applied discounts that only a first purchase has. */
function firstPurchaseDiscountsOf({ discounts, outcomes }: PricedCart): string[] {
  return appliedOf(outcomes, discounts).flatMap(({ id, conditions }) =>
    conditions.firstPurchaseOnly ? id : [],
  );
}

function appliedOf(outcomes: PricedCart['outcomes'], discounts: PricedCart['discounts']) {
  const applied = new Set(outcomes.flatMap(({ id, status }) => (status === 'applied' ? id : [])));
  return discounts.filter(({ id }) => applied.has(id));
}
