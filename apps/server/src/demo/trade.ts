import { pay } from '../history/pay.ts';
import { cancelRest, order, receive, sendBack } from './buy.ts';
import type { Call } from './caller.ts';
import { Drawers } from './drawers.ts';
import type { OpenStore } from './open-stores.ts';
import type { PlannedSale } from './plan-sale.ts';
import type { PlannedAdjustment } from './plan-stock.ts';
import { type PlannedEvent, type PlannedWork, planTrading } from './plan-trading.ts';
import { byStore, type StoreName, storeNames } from './shop.ts';
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
  const places = byStore((name): Place => {
    const store = trading.shop.stores[name];
    return { name, store, drawers: new Drawers(trading.call, store) };
  });
  let sales = 0;
  for (const [day, { morning, trading: events }] of planTrading(
    trading.today,
    trading.now,
    trading.stock,
  ).entries()) {
    for (const [index, work] of morning.entries()) {
      await perform(trading, written, work, `demo-${day}-${index}`);
    }
    const results = await Promise.allSettled(
      storeNames.map((name) => tradeDay(trading, places[name], events[name], `demo-${name}-${day}`)),
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

/** A store with its drawers. */
interface Place {
  readonly name: StoreName;
  readonly store: OpenStore;
  readonly drawers: Drawers;
}

async function tradeDay(
  trading: Trading,
  place: Place,
  events: readonly PlannedEvent[],
  name: string,
): Promise<number> {
  for (const [index, event] of events.entries()) {
    await happen(trading, place, event, at(trading, event, `${name}-${index}`)(0));
  }
  return events.filter(({ kind }) => kind === 'sale').length;
}

type Occasion = Parameters<Call>[0];

function happen(trading: Trading, place: Place, event: PlannedEvent, occasion: Occasion): Promise<void> {
  switch (event.kind) {
    case 'sale':
      return sell(trading, place, event, occasion);
    case 'adjustment':
      return adjust(trading, place, event, occasion);
    case 'open_shift':
      return place.drawers.open(occasion, event);
    case 'cash_movement':
      return place.drawers.move(occasion, event);
    case 'close_shift':
      return place.drawers.close(occasion, event);
  }
}

/** As a till does it: asks what the cart costs, takes the money, and checks out. */
async function sell(
  trading: Trading,
  { name, store, drawers }: Place,
  planned: PlannedSale,
  occasion: Occasion,
): Promise<void> {
  const { till, regular, discounts, payment, note } = planned;
  const lines = planned.lines.map(({ article, quantity, discounts: onLine }) => {
    return { productId: productIdOf(trading, article), quantity, discounts: [...onLine] };
  });
  const customerId = regular === null ? undefined : trading.regulars[name][regular];
  const cart = { storeId: store.id, customerId, lines, discounts: [...discounts] };
  const sale = await trading.call(occasion, async ({ sales }) => {
    const quote = await sales.quote(cart);
    const registerId = till === null ? store.virtualRegisterId : (store.tillIds[till] ?? '');
    const expected = { total: quote.total };
    return sales.create({ ...cart, registerId, payments: pay(payment, quote), expected, note });
  });
  drawers.take(sale);
}

async function adjust(
  trading: Trading,
  { store }: Place,
  planned: PlannedAdjustment,
  occasion: Occasion,
): Promise<void> {
  const { reason, note } = planned;
  const lines = planned.lines.map(({ article, ...line }) => ({
    productId: productIdOf(trading, article),
    ...line,
  }));
  await trading.call(occasion, ({ inventory }) =>
    inventory.adjust({ storeId: store.id, reason, note, lines }),
  );
}
