import { businessDateOf } from '../modules/organization/index.ts';
import type { Actor } from '../procedure/actor.ts';
import type { Article } from './assortment.ts';
import type { Call } from './caller.ts';
import type { OpenShop, OpenStore } from './open-stores.ts';
import { pay } from './pay.ts';
import type { PlannedSale } from './plan-sale.ts';
import type { PlannedAdjustment } from './plan-stock.ts';
import { planTrading } from './plan-trading.ts';
import type { StoreName, Username } from './shop.ts';

/** What the trading of a store needs. */
export interface Trading {
  readonly call: Call;
  readonly people: ReadonlyMap<Username, Actor>;
  readonly shop: OpenShop;
  /** Where the past ends. */
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * Runs a store's plan through the use cases, one event after the other: sale numbers and average costs
 * depend on the order. Answers how many sales there were.
 */
export async function trade(trading: Trading, storeName: StoreName): Promise<number> {
  const store = trading.shop.stores[storeName];
  const today = businessDateOf(trading.now, store.timeZone, 0);
  const events = planTrading(storeName, today, trading.now);
  for (const [index, event] of events.entries()) {
    trading.signal.throwIfAborted();
    const name = `demo-${storeName}-${index}`;
    if (event.kind === 'sale') await sell(trading, store, event, name);
    else await adjust(trading, store, event, name);
  }
  return events.filter(({ kind }) => kind === 'sale').length;
}

/** As a till does it: asks what the cart costs, takes the money, and checks out. */
async function sell(trading: Trading, store: OpenStore, planned: PlannedSale, name: string): Promise<void> {
  const { at, till, discounts, payment, note } = planned;
  const occasion = { actor: actorOf(trading, planned.by), at, name };
  const lines = planned.lines.map(({ article, quantity, discounts: onLine }) => {
    return { productId: idOf(trading, article), quantity, discounts: [...onLine] };
  });
  const cart = { storeId: store.id, lines, discounts: [...discounts] };
  await trading.call(occasion, async ({ sales }) => {
    const quote = await sales.quote(cart);
    const registerId = till === null ? store.virtualRegisterId : (store.tillIds[till] ?? '');
    const expected = { total: quote.total };
    await sales.create({ ...cart, registerId, payments: pay(payment, quote), expected, note });
  });
}

async function adjust(
  trading: Trading,
  store: OpenStore,
  planned: PlannedAdjustment,
  name: string,
): Promise<void> {
  const { by, at, reason, note } = planned;
  const lines = planned.lines.map(({ article, ...line }) => ({ productId: idOf(trading, article), ...line }));
  await trading.call({ actor: actorOf(trading, by), at, name }, ({ inventory }) =>
    inventory.adjust({ storeId: store.id, reason, note, lines }),
  );
}

function actorOf({ people }: Trading, username: Username): Actor {
  const actor = people.get(username);
  if (!actor) throw new Error(`The demo shop has no "${username}".`);
  return actor;
}

function idOf({ shop }: Trading, article: Article): string {
  const id = shop.productIds.get(article);
  if (id === undefined) throw new Error(`The demo shop has no "${article.name}".`);
  return id;
}
