import { cancelRest, order, receive, sendBack } from './buy.ts';
import type { OpenStore } from './open-stores.ts';
import { pay } from './pay.ts';
import type { PlannedSale } from './plan-sale.ts';
import type { PlannedAdjustment } from './plan-stock.ts';
import { type PlannedEvent, type PlannedWork, planTrading } from './plan-trading.ts';
import { type StoreName, storeNames } from './shop.ts';
import { takeStock } from './take-stock.ts';
import { at, productIdOf, type Trading, type Written } from './trading.ts';
import { arrive, send } from './transfer.ts';

/**
 * Runs the plan through the use cases, day by day. Before the stores open, one thing after the other: their
 * documents are numbered in one row. Then the stores share nothing and trade at the same time, each one event after
 * the other: sale numbers and average costs depend on the order. Answers how many sales there were.
 */
export async function trade(trading: Trading): Promise<number> {
  const written: Written = { orders: new Map(), receipts: new Map(), transfers: new Map() };
  let sales = 0;
  for (const [day, { morning, trading: events }] of planTrading(trading.today, trading.now).entries()) {
    for (const [index, work] of morning.entries()) {
      await perform(trading, written, work, `demo-${day}-${index}`);
    }
    const results = await Promise.allSettled(
      storeNames.map((name) => tradeDay(trading, name, events[name], `demo-${name}-${day}`)),
    );
    for (const result of results) {
      if (result.status === 'rejected') throw result.reason;
      sales += result.value;
    }
  }
  return sales;
}

function perform(trading: Trading, written: Written, work: PlannedWork, name: string): Promise<void> {
  switch (work.kind) {
    case 'order':
      return order(trading, written, work, name);
    case 'receipt':
      return receive(trading, written, work, name);
    case 'cancel_rest':
      return cancelRest(trading, written, work, name);
    case 'return':
      return sendBack(trading, written, work, name);
    case 'transfer':
      return send(trading, written, work, name);
    case 'arrival':
      return arrive(trading, written, work, name);
    case 'stocktake':
      return takeStock(trading, work, name);
  }
}

async function tradeDay(
  trading: Trading,
  storeName: StoreName,
  events: readonly PlannedEvent[],
  name: string,
): Promise<number> {
  const store = trading.shop.stores[storeName];
  for (const [index, event] of events.entries()) {
    if (event.kind === 'sale') await sell(trading, store, event, `${name}-${index}`);
    else await adjust(trading, store, event, `${name}-${index}`);
  }
  return events.filter(({ kind }) => kind === 'sale').length;
}

/** As a till does it: asks what the cart costs, takes the money, and checks out. */
async function sell(trading: Trading, store: OpenStore, planned: PlannedSale, name: string): Promise<void> {
  const { till, discounts, payment, note } = planned;
  const occasion = at(trading, planned, name)(0);
  const lines = planned.lines.map(({ article, quantity, discounts: onLine }) => {
    return { productId: productIdOf(trading, article), quantity, discounts: [...onLine] };
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
  const { reason, note } = planned;
  const lines = planned.lines.map(({ article, ...line }) => ({
    productId: productIdOf(trading, article),
    ...line,
  }));
  await trading.call(at(trading, planned, name)(0), ({ inventory }) =>
    inventory.adjust({ storeId: store.id, reason, note, lines }),
  );
}
