import { contract, type SalesSummaryInput } from '@cashwrap/contract';
import { holdsAnywhere } from '../../procedure/actor.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import { seesCosts } from './costs.ts';
import { averageOf, percentOf } from './domain/ratios.ts';
import type { ReadGrouped } from './grouped-figures.repo.ts';
import { besideEachOther, readCompared } from './read-compared.ts';
import {
  summaryByCategory,
  summaryByCustomer,
  summaryByMethod,
  summaryByProduct,
  summaryOfDocuments,
} from './sales-summary.repo.ts';

/** By what is grouped: how that is read. */
const summaries: Readonly<Record<SalesSummaryInput['groupBy'], ReadGrouped<SummarySums>>> = {
  ...summaryOfDocuments,
  product: summaryByProduct,
  category: summaryByCategory,
  payment_method: summaryByMethod,
  customer: summaryByCustomer,
};

type SummarySums = Readonly<
  Partial<
    Record<
      | ('gross' | 'discounts' | 'sold' | 'returned' | 'net' | 'tax' | 'total' | 'cost' | 'quantity')
      | ('saleCount' | 'returnCount' | 'voidCount' | 'giftCards' | 'cashRounding' | 'tips'),
      number
    >
  >
>;

/** What was sold, by time, place, people, goods or payment method. */
export function readSalesSummary(call: QueryCall & SignedIn, input: SalesSummaryInput) {
  const costs = seesCosts(call);
  const { groupBy } = input;
  const withNames = groupBy !== 'customer' || holdsAnywhere(call.actor, 'customers.read');
  return answerReport(call, contract.reports.salesSummary, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, input, summaries[groupBy]);
    const figures = (sums: SummarySums) => figuresOfSummary(sums, costs);
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({
        key,
        name: withNames || key === null ? name : key,
        ...besideEachOther(row, figures),
      })),
      totals: found.totals.map((total) =>
        // A sale with two products is one sale.
        besideEachOther(total, groupBy === 'product' ? (sums) => figures(withoutCounts(sums)) : figures),
      ),
    };
  });
}

function withoutCounts({ saleCount, returnCount, ...others }: SummarySums): SummarySums {
  return others;
}

/** The figures of a group, those that can be said of it. */
function figuresOfSummary(sums: SummarySums, costs: boolean) {
  const { saleCount = null, sold = null, net = null, tax = null, cost = null } = sums;
  const total = sums.total ?? (net ?? 0) + (tax ?? 0);
  const seen = costs && net !== null && cost !== null;
  return {
    saleCount,
    returnCount: sums.returnCount ?? null,
    voidCount: sums.voidCount ?? null,
    quantity: sums.quantity ?? null,
    gross: sums.gross ?? null,
    discounts: sums.discounts ?? null,
    ...{ sold, returned: sums.returned ?? null, net, tax, total },
    giftCards: sums.giftCards ?? null,
    cashRounding: sums.cashRounding ?? null,
    tips: sums.tips ?? null,
    cost: seen ? cost : null,
    profit: seen ? net - cost : null,
    margin: seen ? percentOf(net - cost, net) : null,
    averageSale: saleCount === null || sold === null ? null : averageOf(sold, saleCount),
  };
}
