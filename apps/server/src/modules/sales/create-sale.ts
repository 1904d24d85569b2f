import type { CreateSaleInput, Sale } from '@cashwrap/contract';
import { flush, flushWithCommit, type Tx } from '@cashwrap/database';
import type { Settled } from '@cashwrap/pricing';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { countCustomerSale } from '../customers/index.ts';
import { ensureStockLevels, type MovementRow, moveStock, refuseUnmoved } from '../inventory/index.ts';
import { registerRetired, takeSaleNumber } from '../organization/index.ts';
import {
  largeDiscountsOf,
  type PricedCart,
  priceOverridesOf,
  readCart,
  resolveCart,
  sensitiveActionsOf,
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
import { findPayingAccounts, type PaymentSource, refuseGuesses, sourcesOf } from './payment-sources.ts';
import { toSale } from './present-sale.ts';
import { refuseLostCodes, refuseUsedUp } from './refuse-discounts.ts';
import { loyaltyOf } from './sale-loyalty.ts';
import {
  findInputHash,
  findSale,
  insertDocument,
  insertPayments,
  insertSaleLines,
  type PaymentRow,
  type SaleLineRow,
  type SaleRow,
} from './sales.repo.ts';
import { refuseOtherPrice, takePayments } from './take-payments.ts';

/**
 * A whole checkout in one transaction: read → price → pay → write. Locks are taken late, in the order that
 * holds everywhere: the idempotency key (by the pipeline), the register, the customer, the limited discounts by their
 * ids, the accounts by theirs, the stock levels by product.
 */
export async function createSale(call: MutationCall & SignedIn, input: CreateSaleInput): Promise<Sale> {
  const { tx, now } = call;
  const inputHash = hashInput(input);
  const [sources, payingAccounts, earlierHash] = await flush(tx, [
    readCart(tx, input.storeId, input.registerId, input),
    findPayingAccounts(call, input),
    input.id === undefined ? Promise.resolve(undefined) : findInputHash(tx, input.id),
  ]);
  if (input.id !== undefined && earlierHash !== undefined) {
    return replay(call, input.id, earlierHash === inputHash);
  }
  const { place } = sources;
  if (place.registerKind === null) throw invalidReference('register in this store', ['registerId']);
  if (place.registerRetired) throw registerRetired();

  const cart = resolveCart(sources, input, now);
  if (input.expected) refuseOtherPrice(cart, input.expected);
  else refuseLostCodes(cart);
  await approveSensitive(call, input, cart);
  refuseGuesses(call, payingAccounts, input.payments);
  const paymentSources = sourcesOf(cart, payingAccounts, input.payments);
  const settled = takePayments(
    cart,
    paymentSources.map(({ tender }) => tender),
  );

  const document = describe(call, input, cart, { settled, paymentSources }, inputHash);
  const takings = takingsOf(cart);
  const written = await write(tx, call, cart, takings, document);
  const { number, movements, balances } = written;
  const sale: SaleRow = { ...document.sale, number };
  const lines = linesOf(call, sale, cart, takings, movements);
  const payments = document.payments.map((payment): PaymentRow => {
    return { ...payment, balanceAfter: balances.get(payment.position) ?? null };
  });
  flushWithCommit(tx, [insertSaleLines(tx, lines), insertPayments(tx, payments)]);

  const after = {
    ...{ number, businessDate: sale.businessDate, total: sale.total, payable: sale.payable },
    ...sensitiveFigures(cart),
  };
  const { id: documentId, storeId, registerId } = sale;
  call.audit({ storeId, registerId, documentType: 'sale', documentId, after });
  return toSale({ sale, lines, payments });
}

/** The id was used before: the same content is the same sale, other content is refused. */
async function replay({ tx, changedNothing, scope }: MutationCall, id: string, same: boolean): Promise<Sale> {
  const stored = same ? await findSale(tx, scope, id) : undefined;
  if (!stored) {
    throw new Failure('ALREADY_EXISTS', {
      detail: 'There is a sale with this id, and it has other content. Make a new id for a new sale.',
      details: { field: 'id', value: id, holderId: id },
    });
  }
  changedNothing();
  return toSale(stored);
}

/** What is bound to the approval is what is sold and for how much: not how it is paid, nor the note. */
async function approveSensitive(
  { approve }: MutationCall,
  { id, storeId, registerId, customerId, ...bought }: CreateSaleInput,
  cart: PricedCart,
): Promise<void> {
  const actions = sensitiveActionsOf(cart);
  if (actions.length === 0) return;
  const { lines, discounts, serviceCharges, giftCards, rewardIds } = bought;
  await approve({
    ...{ storeId, registerId, actions },
    subject: {
      ...{ id: id ?? null, registerId, customerId: customerId ?? null },
      ...{ lines, discounts, serviceCharges, giftCards, rewardIds, total: cart.priced.total },
    },
  });
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
function describe(
  { now, newId, actor }: MutationCall & SignedIn,
  input: CreateSaleInput,
  cart: PricedCart,
  { settled, paymentSources }: { settled: Settled; paymentSources: readonly PaymentSource[] },
  inputHash: string,
) {
  const { storeId, registerId, note, giftCards } = input;
  const { businessDate } = cart;
  const { openShiftId: shiftId } = cart.place;
  const id = input.id ?? newId();
  const loyalty = loyaltyOf(cart, paymentSources);
  const sale = {
    ...{ id, storeId, registerId, shiftId, businessDate, note, inputHash },
    status: 'completed' as const,
    cashierId: actor.userId,
    ...toTotals(cart),
    cashRounding: settled.cashRounding,
    tipTotal: settled.tips,
    payable: settled.payable,
    change: settled.change,
    loyalty: loyalty && (loyalty.earned > 0 || loyalty.spent > 0) ? loyalty : null,
    pricingVersion: cart.priced.pricingVersion,
    pricingInput: cart.input,
    completedAt: now,
  };
  const payments = paymentSources.map((source, position): Omit<PaymentRow, 'balanceAfter'> => {
    const { method, accountId, points, reference } = source;
    const { amount, tendered, change, tip } = settled.payments[position] as Settled['payments'][number];
    return {
      ...{ id: newId(), saleId: id, storeId, position, method, amount, tendered, change, tip },
      ...{ accountId, points, reference },
      status: 'captured',
      createdAt: now,
    };
  });
  const transactions = payments.map(({ id: paymentId, method, amount, tip }) => ({
    ...{ id: newId(), storeId, registerId, shiftId, paymentId, method, amount, tip, businessDate },
    kind: 'sale' as const,
    currency: sale.currency,
    documentId: id,
    actorId: actor.userId,
    occurredAt: now,
    recordedAt: now,
  }));
  const accounts: AccountsOfSale = { saleId: id, cart, paymentSources, giftCards, loyalty };
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
  call: MutationCall & SignedIn,
  cart: PricedCart,
  takings: readonly Taking[],
  document: Document,
): Promise<Written> {
  const { now, newId, actor } = call;
  const { id, storeId, registerId, total, giftCardTotal, currency } = document.sale;
  const moves = stockMovesOf(takings, cart.place.allowOversell);
  // Only a product that may be oversold can leave a level that is not there yet.
  const oversellable = moves.filter((move) => move.mayGoBelow).map((move) => move.productId);
  const stockDocument = {
    kind: 'sale',
    ...{ storeId, documentId: id, actorId: actor.userId, occurredAt: now, recordedAt: now },
  } as const;
  const customerId = cart.customer?.id ?? null;
  const limited = limitedDiscountsOf(cart);
  const numbered = takeSaleNumber(tx, document.sale);
  const counted =
    customerId === null
      ? Promise.resolve(0)
      : countCustomerSale(tx, customerId, { currency, total: total - giftCardTotal, completedAt: now });
  // What a customer has used of discounts is theirs: a merge moves it once it has locked them.
  const taken =
    limited.length === 0 ? Promise.resolve([]) : takeDiscountUses(tx, { discountIds: limited, customerId });
  const paid = moveAccounts(tx, call, document.accounts);
  const written = [
    ...insertDocument(tx, document),
    insertOutboxEvent(tx, {
      id: newId(),
      type: 'sale.completed',
      payloadVersion: 1,
      storeId,
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
function limitedDiscountsOf({ discounts, outcomes }: PricedCart): string[] {
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
  { newId }: MutationCall,
  sale: SaleRow,
  cart: PricedCart,
  takings: readonly Taking[],
  movements: readonly MovementRow[],
): SaleLineRow[] {
  const lines = toLines(cart);
  const values = new Map(movements.map((movement) => [movement.product_id, -movement.value]));
  const costs = costsOfLines(lines.length, takings, values);
  const components = componentsOfLines(cart);
  return lines.map((line, position) => ({
    ...line,
    ...{ id: newId(), saleId: sale.id, storeId: sale.storeId, position },
    components: components[position] ?? null,
    cost: costs[position] ?? null,
  }));
}
