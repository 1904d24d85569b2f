import { contract, type ProfitAndLossInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import { businessSpans } from './business-days.ts';
import { groupStarts } from './domain/group-starts.ts';
import { percentOf } from './domain/ratios.ts';
import { type ProfitAndLossSums, profitAndLossBy } from './profit-and-loss.repo.ts';
import { besideEachOther, readCompared } from './read-compared.ts';
import { readStoreClocks } from './report-stores.repo.ts';

/** What was earned and lost. */
export function readProfitAndLoss(call: QueryCall, input: ProfitAndLossInput) {
  const { groupBy } = input;
  return answerReport(call, contract.reports.profitAndLoss, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, input, async (db, asked) => {
      const clocks = await readStoreClocks(db, asked.storeIds);
      const spans = businessSpans(clocks, groupStarts(asked, groupBy), asked.to);
      return profitAndLossBy[groupBy](db, asked, spans);
    });
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({ key, name, ...besideEachOther(row, figuresOf) })),
      totals: found.totals.map((total) => besideEachOther(total, figuresOf)),
    };
  });
}

function figuresOf({ grossSales, discounts, sold, returned, ...sums }: ProfitAndLossSums) {
  const { serviceCharges, costOfGoods, stockLosses, revaluations, cashRounding, cashVariance } = sums;
  const netSales = sold - returned;
  const grossProfit = netSales - costOfGoods;
  return {
    ...{ grossSales, discounts, includedTax: grossSales - discounts - sold, sold, returned, netSales },
    ...{ serviceCharges, costOfGoods, grossProfit, grossMargin: percentOf(grossProfit, netSales) },
    ...{ stockLosses, revaluations, cashRounding, cashVariance },
    result: grossProfit - stockLosses + revaluations + cashRounding + cashVariance,
  };
}
