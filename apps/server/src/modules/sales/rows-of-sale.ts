import type { Settled } from '@cashwrap/pricing';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { localHourOf } from '../organization/index.ts';
import { largeDiscountsOf, type PricedCart, priceOverridesOf, toLines, toTotals } from '../pricing/index.ts';
import { componentsOfLines, costsOfLines, type Taking } from './domain/stock-of-cart.ts';
import type { AccountsOfSale } from './move-accounts.ts';
import type { PaymentSource } from './payment-sources.ts';
import { loyaltyOf } from './sale-loyalty.ts';
import type { PaymentRow, SaleLineRow, SaleRow } from './sales.repo.ts';

/** What the rows of a sale take of the call that writes it. */
export interface WritingCall extends Pick<MutationCall, 'now' | 'newId'> {
  readonly actor: Pick<SignedIn['actor'], 'userId'>;
}

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

/** The rows of the sale, of its payments and of the money ledger, but for the number and what is left on accounts. */
export function documentOfSale({ now, newId, actor }: WritingCall, draft: SaleDraft) {
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

/** The lines of the sale, each with its part of the stock value that has left with it, by product. */
export function linesOfSale(
  { newId }: Pick<WritingCall, 'newId'>,
  sale: SaleRow,
  { cart, lineIds = [] }: SaleDraft,
  takings: readonly Taking[],
  valueByProduct: ReadonlyMap<string, number>,
): SaleLineRow[] {
  const lines = toLines(cart);
  const costs = costsOfLines(lines.length, takings, valueByProduct);
  const components = componentsOfLines(cart);
  return lines.map((line, position) => ({
    ...line,
    ...{ id: lineIds[position] ?? newId(), saleId: sale.id, storeId: sale.storeId, position },
    components: components[position] ?? null,
    cost: costs[position] ?? null,
  }));
}

/** What the audit log says of a completed sale. */
export function auditOfSale(sale: SaleRow, cart: PricedCart) {
  const { id: documentId, storeId, registerId, number, businessDate, total, payable } = sale;
  const after = { number, businessDate, total, payable, ...sensitiveFigures(cart) };
  return { storeId, registerId, documentType: 'sale', documentId, after };
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
