import type { CreateSaleInput, Sale } from '@cashwrap/contract';
import { flush, flushWithCommit, type Tx } from '@cashwrap/database';
import type { Settled } from '@cashwrap/pricing';
import { Failure, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { findSellableProducts } from '../catalog/index.ts';
import { ensureStockLevels, type MovementRow, moveStock, refuseUnmoved } from '../inventory/index.ts';
import { businessDateOf, findTradingPlace, registerRetired, takeSaleNumber } from '../organization/index.ts';
import { largeDiscountsOf } from './domain/large-discounts.ts';
import { toLines, toTotals } from './domain/present-priced.ts';
import { type PricedCart, priceCart } from './domain/price-cart.ts';
import { priceOverridesOf } from './domain/price-overrides.ts';
import { sensitiveActionsOf } from './domain/sensitive-actions.ts';
import { costsOfLines, stockMovesOf } from './domain/stock-of-cart.ts';
import { refuseOtherPrice, takePayments } from './domain/take-payments.ts';
import { toSale } from './present-sale.ts';
import {
  findInputHash,
  findSale,
  insertDocument,
  insertSaleLines,
  type PaymentRow,
  type SaleLineRow,
  type SaleRow,
} from './sales.repo.ts';

/**
 * A whole checkout in one transaction: read → price → pay → write. Locks are taken late, in the order that
 * holds everywhere: the idempotency key (by the pipeline), the register, the stock levels by product.
 */
export async function createSale(call: MutationCall & SignedIn, input: CreateSaleInput): Promise<Sale> {
  const { tx, now } = call;
  const inputHash = hashInput(input);
  const [place, products, earlierHash] = await flush(tx, [
    findTradingPlace(tx, input.storeId, input.registerId),
    findSellableProducts(
      tx,
      input.storeId,
      input.lines.map((line) => line.productId),
    ),
    input.id === undefined ? Promise.resolve(undefined) : findInputHash(tx, input.id),
  ]);
  if (input.id !== undefined && earlierHash !== undefined) {
    return replay(call, input.id, earlierHash === inputHash);
  }
  if (!place) throw notFound('store');
  if (place.registerKind === null) throw invalidReference('register in this store', ['registerId']);
  if (place.registerRetired) throw registerRetired();

  const businessDate = businessDateOf(now, place.timeZone, place.businessDayCutoffHour);
  const cart = priceCart(place, products, businessDate, input);
  refuseOtherPrice(cart, input.expected);
  await approveSensitive(call, input, cart);
  const settled = takePayments(cart, input.payments);

  const document = describe(call, input, cart, settled, businessDate, inputHash);
  const { number, movements } = await write(tx, call, cart, document);
  const sale: SaleRow = { ...document.sale, number };
  const lines = linesOf(call, sale, cart, movements);
  flushWithCommit(tx, [insertSaleLines(tx, lines)]);

  const after = {
    ...{ number, businessDate, total: sale.total, payable: sale.payable },
    ...sensitiveFigures(cart),
  };
  const { id: documentId, storeId, registerId } = sale;
  call.audit({ storeId, registerId, documentType: 'sale', documentId, after });
  return toSale({ sale, lines, payments: document.payments });
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
  { id, storeId, registerId, lines, discounts }: CreateSaleInput,
  cart: PricedCart,
): Promise<void> {
  const actions = sensitiveActionsOf(cart);
  if (actions.length === 0) return;
  await approve({
    ...{ storeId, registerId, actions },
    subject: { id: id ?? null, registerId, lines, discounts, total: cart.priced.total },
  });
}

/** What the audit log keeps of prices that were typed in and of large discounts, where there are any. */
function sensitiveFigures(cart: PricedCart) {
  const priceOverrides = priceOverridesOf(cart).map(({ name, ...figures }) => figures);
  const largeDiscounts = largeDiscountsOf(cart).map(({ name, ...figures }) => figures);
  return {
    ...(priceOverrides.length > 0 && { priceOverrides }),
    ...(largeDiscounts.length > 0 && { largeDiscounts }),
  };
}

type Document = ReturnType<typeof describe>;

/** The rows of the sale, of its payments and of the money ledger, but for the number. */
function describe(
  { now, newId, actor }: MutationCall & SignedIn,
  input: CreateSaleInput,
  cart: PricedCart,
  settled: Settled,
  businessDate: string,
  inputHash: string,
) {
  const { storeId, registerId, note } = input;
  const id = input.id ?? newId();
  const sale = {
    ...{ id, storeId, registerId, businessDate, note, inputHash },
    status: 'completed' as const,
    cashierId: actor.userId,
    ...toTotals(cart),
    cashRounding: settled.cashRounding,
    tipTotal: settled.tips,
    payable: settled.payable,
    change: settled.change,
    pricingVersion: cart.priced.pricingVersion,
    pricingInput: cart.input,
    completedAt: now,
  };
  const payments = input.payments.map((payment, position): PaymentRow => {
    const { amount, tendered, change, tip } = settled.payments[position] as Settled['payments'][number];
    return {
      ...{ id: newId(), saleId: id, storeId, position, amount, tendered, change, tip },
      method: payment.method,
      status: 'captured',
      reference: payment.method === 'card' ? payment.reference : null,
      createdAt: now,
    };
  });
  const transactions = payments.map(({ id: paymentId, method, amount, tip }) => ({
    ...{ id: newId(), storeId, registerId, paymentId, method, amount, tip, businessDate },
    kind: 'sale' as const,
    currency: sale.currency,
    documentId: id,
    actorId: actor.userId,
    occurredAt: now,
    recordedAt: now,
  }));
  return { sale, payments, transactions };
}

/** One round trip: numbers the sale, writes it and its money, and moves the stock last. */
async function write(
  tx: Tx,
  { now, newId, actor }: MutationCall & SignedIn,
  cart: PricedCart,
  document: Document,
): Promise<{ number: number; movements: readonly MovementRow[] }> {
  const { id, storeId, registerId, total, currency } = document.sale;
  const moves = stockMovesOf(cart);
  // Only a product that may be oversold can leave a level that is not there yet.
  const oversellable = moves.filter((move) => move.mayGoBelow).map((move) => move.productId);
  const stockDocument = {
    kind: 'sale',
    ...{ storeId, documentId: id, actorId: actor.userId, occurredAt: now, recordedAt: now },
  } as const;
  const [number, , , , , , movements] = await flush(tx, [
    takeSaleNumber(tx, storeId, registerId),
    ...(insertDocument(tx, document) as [Promise<unknown>, Promise<unknown>, Promise<unknown>]),
    insertOutboxEvent(tx, {
      id: newId(),
      type: 'sale.completed',
      payloadVersion: 1,
      storeId,
      payload: { saleId: id, storeId, registerId, total, currency },
      createdAt: now,
    }),
    oversellable.length === 0 ? Promise.resolve() : ensureStockLevels(tx, storeId, oversellable, now, newId),
    moves.length === 0 ? Promise.resolve([]) : moveStock(tx, stockDocument, moves, newId),
  ]);
  await refuseUnmoved(tx, storeId, moves, movements);
  return { number, movements };
}

/** The lines of the sale, each with the stock value that has left with it. */
function linesOf(
  { newId }: MutationCall,
  sale: SaleRow,
  cart: PricedCart,
  movements: readonly MovementRow[],
): SaleLineRow[] {
  const lines = toLines(cart);
  const values = new Map(movements.map((movement) => [movement.product_id, -movement.value]));
  const costs = costsOfLines(lines, values);
  return lines.map((line, position) => ({
    ...line,
    ...{ id: newId(), saleId: sale.id, storeId: sale.storeId, position },
    cost: costs[position] ?? null,
  }));
}
