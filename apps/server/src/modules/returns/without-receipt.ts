import type {
  CreateWithoutReceiptInput,
  QuoteWithoutReceiptInput,
  Return,
  ReturnQuote,
} from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { thousandthsToQuantity } from '@cashwrap/pricing';
import { invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { hashInput } from '../../procedure/idempotency.ts';
import { moneyText, type PricedCart, readCart, resolveCart, toLines } from '../pricing/index.ts';
import { componentsOfLines, refuseRegister, takingsOf } from '../sales/index.ts';
import { replay } from './create-return.ts';
import { type ReturnedLine, totalsOf } from './domain/returned-lines.ts';
import type { ReturnedGoods } from './domain/returned-stock.ts';
import { paidOut, type ReturnPlan, refuseOtherRefund } from './plan-return.ts';
import { toReturn } from './present-return.ts';
import { toQuote } from './quote-return.ts';
import { takeBack } from './take-back.ts';

/** What goods without a receipt would give right now. */
export async function quoteWithoutReceipt(
  { db, now }: QueryCall,
  input: QuoteWithoutReceiptInput,
): Promise<ReturnQuote> {
  const { plan, place } = await planWithoutReceipt(db, now, input);
  return { ...toQuote(plan, place), saleId: null, loyalty: null, returnable: [] };
}

/** Takes goods back without a receipt, at their current price, for store credit. */
export async function createWithoutReceipt(
  call: MutationCall & SignedIn,
  input: CreateWithoutReceiptInput,
): Promise<Return> {
  const { tx, now } = call;
  const { registerId, reason, note } = input;
  const inputHash = hashInput(input);
  const replayed = await replay(call, input.id, inputHash);
  if (replayed) return replayed;
  const { plan, place, customerId } = await planWithoutReceipt(tx, now, input);
  refuseOtherRefund(plan, input.expected);
  await approveWithoutReceipt(call, input, place, plan);
  const id = input.id ?? call.newId();
  const draft = { id, place, registerId, sale: null, customerId, plan, reason, note, inputHash };
  return toReturn(await takeBack(call, { ...draft, kind: 'without_receipt' }));
}

interface PlannedWithoutReceipt {
  readonly plan: ReturnPlan;
  readonly place: PricedCart['place'];
  readonly customerId: string;
}

/** Prices what comes back as it would be sold to this customer today, but without discounts. */
async function planWithoutReceipt(
  db: Reader,
  now: Date,
  { storeId, registerId, customerId, lines }: QuoteWithoutReceiptInput,
): Promise<PlannedWithoutReceipt> {
  const bought = lines.map(({ productId, quantity }) => ({ productId, quantity, discounts: [] }));
  const nothing = { discounts: [], codes: [], serviceCharges: [], giftCards: [], rewardIds: [] };
  const cart = { ...nothing, customerId, lines: bought };
  const sources = await readCart(db, storeId, registerId, cart);
  refuseRegister(sources.place);
  const priced = resolveCart({ ...sources, discounts: [] }, cart, now);
  const { place, customer } = priced;
  if (!customer) throw invalidReference('active customer', ['customerId']);
  const returned = linesOf(priced, lines);
  const totals = totalsOf(returned);
  const { total } = totals;
  const refund = {
    tender: null,
    method: 'store_credit',
    amount: total,
    counted: total,
    tip: 0,
    chosen: null,
  } as const;
  return {
    plan: {
      ...{ lines: returned, totals, points: { clawback: 0, rewards: 0 } },
      ...paidOut(total, total === 0 ? [] : [refund]),
      goods: goodsOf(priced, lines),
    },
    place,
    customerId: customer.id,
  };
}

type GivenLine = QuoteWithoutReceiptInput['lines'][number];

function linesOf(cart: PricedCart, given: readonly GivenLine[]): ReturnedLine[] {
  const components = componentsOfLines(cart);
  return toLines(cart).map(({ price, discounts, exemptedTax, taxes, ...line }, position) => ({
    ...line,
    saleLineId: null,
    taxes: taxes.map(({ exempted, ...tax }) => tax),
    disposition: given[position]?.disposition ?? 'restock',
    components: components[position] ?? null,
  }));
}

function goodsOf(cart: PricedCart, given: readonly GivenLine[]): ReturnedGoods[] {
  return takingsOf(cart).flatMap(({ position, item, thousandths }) =>
    thousandths === 0
      ? []
      : {
          ...{ position, productId: item.id, name: item.name, quantity: thousandthsToQuantity(thousandths) },
          ...{ value: null, usualCost: item.cost ?? 0 },
          disposition: given[position]?.disposition ?? 'restock',
        },
  );
}

/** Asks for a second person's word: nothing says that the goods were ever bought here. */
async function approveWithoutReceipt(
  { approve }: MutationCall,
  { id, storeId, registerId, customerId, lines }: CreateWithoutReceiptInput,
  { currency, currencyDigits }: PricedCart['place'],
  { totals: { total }, lines: returned }: ReturnPlan,
): Promise<void> {
  const money = moneyText(currencyDigits);
  const goods = returned.map(({ name, quantity }) => `${quantity} × ${name}`);
  await approve({
    ...{ storeId, registerId },
    actions: [
      {
        permission: 'returns.create_without_receipt',
        description: `Return without a receipt: ${goods.join(', ')}; store credit: ${money(total)} ${currency}`,
        amounts: {
          ...{ currency, currencyDigits, quantity: null, before: null },
          ...{ after: total, documentTotal: total },
        },
      },
    ],
    subject: { id: id ?? null, registerId, customerId, lines, total },
  });
}
