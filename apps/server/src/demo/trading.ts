import type { AppDeps } from '../app.ts';
import type { Actor } from '../procedure/actor.ts';
import type { Article } from './assortment.ts';
import type { Call } from './caller.ts';
import type { Regulars } from './offers.ts';
import type { OpenShop } from './open-stores.ts';
import { actorOf } from './people.ts';
import type { PlannedOrder, PlannedReceipt } from './plan-purchasing.ts';
import type { StockOnShelves } from './plan-trading.ts';
import type { PlannedTransfer } from './plan-transfers.ts';
import type { StoreName, Username } from './shop.ts';
import type { StockWork } from './stock-work.ts';
import type { DemoSupplier } from './suppliers.ts';

/** What the trading of the stores needs. */
export interface Trading {
  readonly deps: AppDeps;
  readonly call: Call;
  readonly people: ReadonlyMap<Username, Actor>;
  readonly shop: OpenShop;
  readonly supplierIds: ReadonlyMap<DemoSupplier, string>;
  readonly regulars: Regulars;
  /** The date of today, as `YYYY-MM-DD`, in each store. */
  readonly today: Readonly<Record<StoreName, string>>;
  /** What was there when the days began that are made by calls. */
  readonly stock: StockOnShelves;
  /** Where the past ends. */
  readonly now: Date;
}

/** What was written of a plan, for what follows from it. */
export interface Written {
  readonly orders: Map<PlannedOrder, { readonly id: string; readonly version: number }>;
  readonly receipts: Map<PlannedReceipt, string>;
  readonly transfers: Map<PlannedTransfer, string>;
}

/** Makes calls of somebody at work, under the name of the work, so many minutes after its beginning. */
export function at(
  { people }: Trading,
  { by, at }: Pick<StockWork, 'by' | 'at'>,
  name: string,
): (minutes: number, username?: Username) => Parameters<Call>[0] {
  return (minutes, username = by) => ({
    ...{ actor: actorOf(people, username), name },
    at: new Date(at.getTime() + minutes * 60_000),
  });
}

export function productIdOf({ shop }: Trading, article: Article): string {
  const id = shop.productIds.get(article);
  if (id === undefined) throw new Error(`The demo shop has no "${article.name}".`);
  return id;
}

/** What was written of `planned`, which comes earlier in the plan. */
export function writtenOf<K, V>(written: ReadonlyMap<K, V>, planned: K): V {
  const value = written.get(planned);
  if (value === undefined) throw new Error('The plan names what was not written yet.');
  return value;
}
