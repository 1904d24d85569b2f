import { contract, type TopProductsInput } from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { forbidden } from '../../procedure/scope.ts';
import { answerReport } from './answer-report.ts';
import { seesCosts } from './costs.ts';
import { percentOf } from './domain/ratios.ts';
import { besideEachOther, readCompared } from './read-compared.ts';
import { type ProductSums, readSkus, topProductsBy } from './top-products.repo.ts';

/** Which products sold best. */
export function readTopProducts(call: QueryCall & SignedIn, input: TopProductsInput) {
  const costs = seesCosts(call);
  const { by, categoryId } = input;
  if (by === 'profit' && !costs) throw forbidden('reports.read_costs');
  return answerReport(call, contract.reports.topProducts, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, { ...input, groupBy: 'product' }, (db, asked) =>
      topProductsBy[by](db, asked, categoryId),
    );
    const skus = await readSkus(
      snapshot,
      found.rows.map(({ key }) => key),
    );
    const totals = new Map(found.totals.map((total) => [total.currency, total]));
    const rankOf = ranks();
    return {
      ...found,
      rows: found.rows.map(({ key, name, sums, beside, ...row }) => {
        const total = totals.get(row.currency);
        const figures = (of: ProductSums, all: ProductSums | undefined) => ({
          ...figuresOf(of, costs),
          share: percentOf(of.net, all?.net ?? 0),
        });
        return {
          ...{
            rank: rankOf(row.currency),
            productId: key ?? '',
            sku: skus.get(key ?? '') ?? '',
            name,
            ...row,
          },
          ...figures(sums, total?.sums),
          compared: beside === undefined ? null : figures(beside, total?.beside),
        };
      }),
      totals: found.totals.map((total) =>
        besideEachOther(total, (sums) => {
          const { quantity, net, tax, cost, profit, margin } = figuresOf(sums, costs);
          return { quantity, net, tax, cost, profit, margin };
        }),
      ),
    };
  });
}

/** Counts the rows of each currency from 1. */
function ranks(): (currency: string) => number {
  const last = new Map<string, number>();
  return (currency) => {
    const rank = (last.get(currency) ?? 0) + 1;
    last.set(currency, rank);
    return rank;
  };
}

function figuresOf({ cost, ...sums }: ProductSums, costs: boolean) {
  const profit = sums.net - cost;
  return {
    ...sums,
    ...(costs
      ? { cost, profit, margin: percentOf(profit, sums.net) }
      : { cost: null, profit: null, margin: null }),
  };
}
