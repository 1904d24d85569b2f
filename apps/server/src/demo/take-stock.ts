import { applyStocktakes } from '../modules/stocktakes/index.ts';
import type { PlannedStocktake } from './plan-stocktakes.ts';
import { MANAGER } from './stock-work.ts';
import { at, productIdOf, type Trading } from './trading.ts';

/** The manager has a department counted blind, and applies what was found, where it is to be applied. */
export async function takeStock(trading: Trading, planned: PlannedStocktake, name: string): Promise<void> {
  const { call } = trading;
  const occasion = at(trading, planned, name);
  const storeId = trading.shop.stores[planned.store].id;
  const categoryId = trading.shop.categoryIds.get(planned.department) ?? '';
  const draft = await call(occasion(0, MANAGER), ({ inventory }) =>
    inventory.stocktakes.create({ storeId, name: planned.department, categoryIds: [categoryId] }),
  );
  const { id, version } = await call(occasion(2, MANAGER), ({ inventory }) =>
    inventory.stocktakes.start({ id: draft.id, version: draft.version }),
  );
  for (const [index, { area, lines }] of planned.areas.entries()) {
    const counted = lines.map(({ article, quantity }) => {
      return { productId: productIdOf(trading, article), quantity };
    });
    const counting = { ...occasion(15 + 10 * index), name: `${name}-${index}` };
    await call(counting, ({ inventory }) => inventory.stocktakes.count({ id, area, lines: counted }));
  }
  if (!planned.applied) return;
  const reviewed = await call(occasion(40, MANAGER), ({ inventory }) =>
    inventory.stocktakes.review({ id, version }),
  );
  const applied = occasion(45, MANAGER);
  const ready = { id, version: reviewed.version };
  // tRPC's caller takes `apply(…)` for Function.prototype.apply; `apply.call` is the operation.
  await call(applied, ({ inventory }) => inventory.stocktakes.apply.call(undefined, ready));
  // Another server that makes the same shop may be at it: nothing is sold before it is done.
  do {
    await applyStocktakes({ ...trading.deps, clock: () => applied.at }, () => false);
  } while ((await call(applied, ({ inventory }) => inventory.stocktakes.get({ id }))).status === 'applying');
}
