import type { OpenCart } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { type PricedCart, readCart, resolveCart, toLines, toTotals } from '../pricing/index.ts';
import { componentsOfLines } from '../sales/index.ts';
import type { OpenSaleRow } from './open-sale.repo.ts';

/** An open sale as far as its price goes. */
export type PricedFrom = Pick<OpenSaleRow, 'storeId' | 'registerId' | 'customerId' | 'cart'>;

/**
 * Prices an open sale as of now.
 *
 * @throws what keeps a cart from being priced
 */
export async function priceOpenSale(
  db: Reader,
  { storeId, registerId, customerId, cart }: PricedFrom,
  now: Date,
): Promise<PricedCart> {
  const bought = { ...cart, customerId: customerId ?? undefined };
  return resolveCart(await readCart(db, storeId, registerId, bought), bought, now);
}

type Figures = Pick<
  OpenSaleRow,
  'customerId' | 'currency' | 'currencyDigits' | 'priced' | 'lineCount' | 'total'
>;

/** What an open sale keeps of its price, until it is priced again. */
export function figuresOf(
  priced: PricedCart,
  { cart, priced: earlier }: { readonly cart: OpenCart; readonly priced?: OpenSaleRow['priced'] },
  newId: () => string,
): Figures {
  const { currency, currencyDigits, customerId, total, ...totals } = toTotals(priced);
  const components = componentsOfLines(priced);
  const unnamed = unnamedIds(earlier?.lines ?? []);
  const lines = toLines(priced).map((line, position) => ({
    ...line,
    id: cart.lines[position]?.id ?? unnamed(line) ?? newId(),
    position,
    components: components[position] ?? null,
  }));
  return {
    ...{ customerId, currency, currencyDigits, total, lineCount: lines.length },
    priced: {
      ...{ ...totals, lines, pricingVersion: priced.priced.pricingVersion },
      cashRoundingSetting: priced.place.cashRounding,
    },
  };
}

type PricedLine = OpenSaleRow['priced']['lines'][number];
type Unnamed = Pick<PricedLine, 'kind' | 'giftCardId'>;

/** Gives lines without an id of their own the one that they had before: a gift card its, service charges in their order. */
function unnamedIds(earlier: readonly PricedLine[]): (line: Unnamed) => string | undefined {
  const left = [...earlier];
  return ({ kind, giftCardId }) => {
    const index = left.findIndex((line) => line.kind === kind && line.giftCardId === giftCardId);
    return index < 0 ? undefined : left.splice(index, 1)[0]?.id;
  };
}
