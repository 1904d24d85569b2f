import type { CreateExchangeInput, Exchange } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import type { Settled } from '@cashwrap/pricing';
import { Failure, invalidReference, withinPart } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { type PricedCart, readCart, resolveCart, sensitiveActionsOf } from '../pricing/index.ts';
import {
  findPayingAccounts,
  locksOfSale,
  type PaymentSource,
  recordSale,
  refuseGuesses,
  refuseOtherOffer,
  refuseRegister,
  sourcesOf,
  takePayments,
  toSale,
} from '../sales/index.ts';
import { chosenRefunds } from './chosen-refunds.ts';
import { sumOf } from './domain/returned-lines.ts';
import { findHolders } from './exchange.repo.ts';
import { planReturn, type ReturnPlan } from './plan-return.ts';
import { toExchange } from './present-exchange.ts';
import { toReturn } from './present-return.ts';
import { findExchange } from './read-exchange.ts';
import { linesTakenBack } from './refuse-lines.ts';
import { findSaleToReturn, lockSale, type SaleToReturn } from './sale-to-return.repo.ts';
import { takeBack } from './take-back.ts';

/**
 * Takes goods of a sale back and sells others for them, in one transaction: lock → read → decide → write the return, then
 * the sale. What the goods that come back give pays the new ones, up to what they come to without gift cards; the rest is
 * paid, or given back as of any return.
 */
export async function createExchange(
  call: MutationCall & SignedIn,
  input: CreateExchangeInput,
): Promise<Exchange> {
  const { tx, scope, now, newId } = call;
  const { storeId, registerId, cardReference } = input;
  const inputHash = hashInput(input);
  const isLocked = await lockSale(tx, scope, input.return.saleId);
  const replayed = await replay(call, input, inputHash);
  if (replayed) return replayed;
  const stored = isLocked ? await findSaleToReturn(tx, scope, input.return.saleId) : undefined;
  if (!stored) throw invalidReference('completed sale in this store', ['return', 'saleId']);

  const { cart, paying } = await priceBought(call, input, stored);
  const { total, giftCardTotal } = cart.priced;
  const exchangeable = total - giftCardTotal;
  const plan = withinPart(input, 'return', () => {
    const takenBack = linesTakenBack(stored.lines, input.return.lines);
    return planReturn(stored, takenBack, { exchangeable, chosen: input.refunds });
  });
  await approveBoth(call, input, cart, plan);
  const { paymentSources, settled } = withinPart(input, 'sale', () => paying(exchangedOf(plan)));

  const exchangeId = input.id ?? newId();
  const { sale } = stored;
  const { giftCards } = input.sale;
  const written = { registerId, inputHash, exchangeId };
  const returnDraft = {
    id: input.return.id ?? newId(),
    place: cart.place,
    sale,
    customerId: sale.customerId ?? cart.customer?.id ?? null,
    plan,
    cardReference,
  };
  const saleDraft = { id: input.sale.id ?? newId(), cart, giftCards, paymentSources, settled };
  const returned = await takeBack(call, {
    ...{ ...written, ...returnDraft, kind: 'return', reason: input.return.reason, note: input.return.note },
    alongside: locksOfSale(saleDraft),
  });
  const sold = await recordSale(call, { ...written, ...saleDraft, note: input.sale.note });
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'exchange.completed',
    storeId,
    payload: { exchangeId, returnId: returnDraft.id, saleId: saleDraft.id, storeId },
    createdAt: now,
  });
  return toExchange(exchangeId, { return: toReturn(returned), sale: toSale(sold) });
}

/** The exchange that an earlier call with one of these ids and this content has made; refuses other content. */
async function replay(
  { tx, scope, changedNothing }: MutationCall,
  input: CreateExchangeInput,
  inputHash: string,
): Promise<Exchange | undefined> {
  const ids = { id: input.id, saleId: input.sale.id, returnId: input.return.id };
  const [holder] = await findHolders(tx, ids);
  if (!holder) return undefined;
  const { exchangeId } = holder;
  const earlier =
    exchangeId !== null && holder.inputHash === inputHash
      ? await findExchange(tx, scope, exchangeId)
      : undefined;
  if (!earlier) {
    throw new Failure('ALREADY_EXISTS', {
      detail:
        'There is a document with one of these ids, and it has other content. Make new ids for a new exchange.',
      details: { field: holder.field, value: holder.id, holderId: holder.id },
    });
  }
  changedNothing();
  return earlier;
}

/** What is bought, priced; `paying` tells how it is paid, once it is known what the goods that come back pay of it. */
interface Bought {
  readonly cart: PricedCart;
  readonly paying: (byGoods: number) => {
    readonly paymentSources: readonly PaymentSource[];
    readonly settled: Settled;
  };
}

async function priceBought(
  call: MutationCall & SignedIn,
  input: CreateExchangeInput,
  { sale }: SaleToReturn,
): Promise<Bought> {
  const { tx, now } = call;
  const { storeId, registerId } = input;
  const { payments, expected, id, note, ...bought } = input.sale;
  const customerId = input.customerId ?? (await buyerOf(call, sale));
  const cartInput = { ...bought, storeId, ...(customerId !== undefined && { customerId }) };
  const [sources, accounts] = await flush(tx, [
    readCart(tx, storeId, registerId, cartInput),
    findPayingAccounts(call, { storeId, customerId, payments }),
  ]);
  refuseRegister(sources.place);
  const cart = withinPart(input, 'sale', () => resolveCart(sources, cartInput, now));
  refuseOtherOffer(cart, expected);
  const paying = (byGoods: number) => {
    refuseGuesses(call, accounts, payments);
    // Last, so that what is refused of the others is named by their place in the input.
    const paymentSources = [...sourcesOf(cart, accounts, payments), ...goodsAsPayment(byGoods)];
    const tenders = paymentSources.map(({ tender }) => tender);
    return { paymentSources, settled: takePayments(cart, tenders) };
  };
  return { cart, paying };
}

/** The customer of the sale, or who stands for them; nobody, where they were put away or erased since. */
async function buyerOf(
  { tx }: MutationCall,
  { customerId }: SaleToReturn['sale'],
): Promise<string | undefined> {
  const customer = customerId === null ? undefined : await findStandingCustomer(tx, customerId);
  return customer?.status === 'active' ? customer.id : undefined;
}

function exchangedOf({ refunds }: ReturnPlan): number {
  return sumOf(refunds, ({ method, amount }) => (method === 'exchange' ? amount : 0));
}

function goodsAsPayment(amount: number): PaymentSource[] {
  if (amount === 0) return [];
  const method = 'exchange';
  const tender = { method, amount } as const;
  return [{ method, tender, accountId: null, points: null, name: null, reference: null, provider: null }];
}

/** Asks for a second person's word, once for all that takes it: other refunds, prices typed in, large discounts. */
async function approveBoth(
  { approve }: MutationCall,
  { id, storeId, registerId, customerId, ...input }: CreateExchangeInput,
  cart: PricedCart,
  plan: ReturnPlan,
): Promise<void> {
  const actions = [
    ...(input.refunds ? [chosenRefunds(cart.place, plan, input.refunds)] : []),
    ...sensitiveActionsOf(cart),
  ];
  if (actions.length === 0) return;
  const { saleId, lines: returned } = input.return;
  const { lines, discounts, serviceCharges, giftCards, rewardIds } = input.sale;
  const { total } = cart.priced;
  await approve({
    ...{ storeId, registerId, actions },
    subject: {
      ...{ id: id ?? null, registerId, customerId: customerId ?? null },
      return: { saleId, lines: returned },
      refunds: input.refunds ?? null,
      sale: { lines, discounts, serviceCharges, giftCards, rewardIds, total },
    },
  });
}
