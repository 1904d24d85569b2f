import { flush, flushWithCommit, type Tx } from '@cashwrap/database';
import type { Settled } from '@cashwrap/pricing';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { countCustomerSale } from '../customers/index.ts';
import { ensureStockLevels, type MovementRow, moveStock, refuseUnmoved } from '../inventory/index.ts';
import { localHourOf, takeSaleNumber } from '../organization/index.ts';
import {
  largeDiscountsOf,
  type PricedCart,
  priceOverridesOf,
  takeDiscountUses,
  toLines,
  toTotals,
} from '../pricing/index.ts';
import {
  componentsOfLines,
  costsOfLines,
  stockMovesOf,
  type Taking,
  takingsOf,
} from './domain/stock-of-cart.ts';
import { type AccountsOfSale, type BalancesAfter, moveAccounts } from './move-accounts.ts';
import type { PaymentSource } from './payment-sources.ts';
import { refuseUsedUp } from './refuse-discounts.ts';
import { loyaltyOf } from './sale-loyalty.ts';
import {
  capturePayments,
  insertPayments,
  insertSaleLines,
  insertSales,
  insertTransactions,
  type PaymentRow,
  type SaleLineRow,
  type SaleRow,
  type StoredSale,
} from './sales.repo.ts';

/** What writing a sale takes of the call. */
export type RecordingCall = Pick<MutationCall & SignedIn, 'tx' | 'now' | 'newId' | 'actor' | 'audit'>;

/** What an offline till says of a sale that it has handed over already. */
export interface HandedOver {
  readonly tillReference: string;
  readonly at: Date;
  /** The shift of that moment; null where it is closed by now, or there was none: the sale is late then. */
  readonly shiftId: string | null;
}

/** A sale as it is to be recorded: priced, and paid. */
export interface SaleDraft {
  readonly id: string;
  readonly registerId: string;
  readonly cart: PricedCart;
  /** What is put on gift cards, as the cart says. */
  readonly giftCards: AccountsOfSale['giftCards'];
  readonly paymentSources: readonly PaymentSource[];
  readonly settled: Settled;
  readonly note: string;
  /** Of what the client sent. */
  readonly inputHash: string;
  /** Of each line, where they are given already. */
  readonly lineIds?: readonly string[];
  /** The payments that the sources are of, where they were added while the sale was open. */
  readonly openPayments?: readonly PaymentRow[];
  /** Null: whoever calls. */
  readonly cashierId?: string;
  readonly openedAt?: Date;
  readonly exchangeId?: string;
  /** Of an offline till: it is recorded whatever is in stock, and where the register was retired since. */
  readonly handedOver?: HandedOver;
}

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
  const document = describe(call, draft);
  const takings = takingsOf(cart);
  const { number, movements, balances } = await write(tx, call, draft, takings, document);
  const sale: SaleRow = { ...document.sale, number };
  const lines = linesOf(call, sale, draft, takings, movements);
  const payments = document.payments.map((payment, index): PaymentRow => {
    return { ...payment, balanceAfter: balances.get(index) ?? null };
  });
  const writePayments = draft.openPayments ? capturePayments : insertPayments;
  flushWithCommit(tx, [insertSaleLines(tx, lines), writePayments(tx, payments)]);

  const { id: documentId, storeId, registerId, businessDate, total, payable } = sale;
  const after = { number, businessDate, total, payable, ...sensitiveFigures(cart) };
  call.audit({ storeId, registerId, documentType: 'sale', documentId, after });
  return { sale, lines, payments, returns: [], movements };
}

/** What the audit log keeps of prices that were typed in and of large discounts, where there are any. */
function sensitiveFigures(cart: PricedCart) {
  const priceOverrides = priceOverridesOf(cart).map(({ name, quantityThousandths, ...figures }) => figures);
  const largeDiscounts = largeDiscountsOf(cart).map(({ name, quantityThousandths, ...figures }) => figures);
  return {
    ...(priceOverrides.length > 0 && { priceOverrides }),
    ...(largeDiscounts.length > 0 && { largeDiscounts }),
  };
}

type Document = ReturnType<typeof describe>;

/** The rows of the sale, of its payments and of the money ledger, but for the number and what is left on accounts. */
function describe({ now, newId, actor }: RecordingCall, draft: SaleDraft) {
  const { id, registerId, cart, paymentSources, settled, note, inputHash, giftCards } = draft;
  const { businessDate } = cart;
  const { storeId } = cart.place;
  const { handedOver } = draft;
  const shiftId = handedOver ? handedOver.shiftId : cart.place.openShiftId;
  const completedAt = handedOver?.at ?? now;
  const loyalty = loyaltyOf(cart, paymentSources);
  const cashierId = draft.cashierId ?? actor.userId;
  const sale = {
    ...{ id, storeId, registerId, shiftId, businessDate, note, inputHash, cashierId },
    ...toTotals(cart),
    cashRounding: settled.cashRounding,
    tipTotal: settled.tips,
    payable: settled.payable,
    change: settled.change,
    loyalty: loyalty && (loyalty.earned > 0 || loyalty.spent > 0) ? loyalty : null,
    pricingVersion: cart.priced.pricingVersion,
    pricingInput: cart.input,
    exchangeId: draft.exchangeId ?? null,
    tillReference: handedOver?.tillReference ?? null,
    // The virtual register has no shifts that it could be late for.
    late: handedOver?.shiftId === null && cart.place.registerKind !== 'virtual',
    localHour: localHourOf(completedAt, cart.place.timeZone),
    openedAt: draft.openedAt ?? completedAt,
    completedAt,
    recordedAt: now,
  };
  const payments = paymentSources.map((source, index): Omit<PaymentRow, 'balanceAfter'> => {
    const { method, accountId, points, name, reference, provider } = source;
    const { amount, tendered, change, tip } = settled.payments[index] as Settled['payments'][number];
    const added = { id: newId(), position: index, createdAt: now };
    return {
      ...{ ...added, providerData: null, capture: true, inputHash: null },
      ...draft.openPayments?.[index],
      ...{ saleId: id, storeId, method, amount, tendered, change, tip },
      ...{ accountId, points, name, reference, provider },
      ...{ failure: null, asking: null, askAt: null },
      status: 'captured',
      updatedAt: now,
    };
  });
  const transactions = payments.map(({ id: paymentId, method, amount, tip }) => ({
    ...{ id: newId(), storeId, registerId, shiftId, paymentId, method, amount, tip, businessDate },
    kind: 'sale' as const,
    refundId: null,
    currency: sale.currency,
    documentId: id,
    actorId: cashierId,
    occurredAt: completedAt,
    recordedAt: now,
  }));
  const accounts: AccountsOfSale = {
    ...{ saleId: id, cashierId, completedAt },
    ...{ cart, paymentSources, giftCards, loyalty },
  };
  return { sale, payments, transactions, accounts };
}

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
      payloadVersion: 1,
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

/** The lines of the sale, each with the stock value that has left with it. */
function linesOf(
  { newId }: RecordingCall,
  sale: SaleRow,
  { cart, lineIds = [] }: SaleDraft,
  takings: readonly Taking[],
  movements: readonly MovementRow[],
): SaleLineRow[] {
  const lines = toLines(cart);
  const values = new Map(movements.map((movement) => [movement.product_id, -movement.value]));
  const costs = costsOfLines(lines.length, takings, values);
  const components = componentsOfLines(cart);
  return lines.map((line, position) => ({
    ...line,
    ...{ id: lineIds[position] ?? newId(), saleId: sale.id, storeId: sale.storeId, position },
    components: components[position] ?? null,
    cost: costs[position] ?? null,
  }));
}
