import { type CustomersReportInput, contract } from '@cashwrap/contract';
import { holdsAnywhere } from '../../procedure/actor.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import { type CustomerSums, readCustomers } from './customers.repo.ts';
import { averageOf } from './domain/ratios.ts';
import { besideEachOther, readCompared } from './read-compared.ts';

/** Who has bought, how much, and who is new. */
export function readCustomersReport(call: QueryCall & SignedIn, input: CustomersReportInput) {
  const seesNames = holdsAnywhere(call.actor, 'customers.read');
  return answerReport(call, contract.reports.customers, input, async (snapshot) => {
    const asked = { ...input, groupBy: 'customer' };
    const found = await readCompared(snapshot, call.scope, asked, readCustomers);
    return {
      ...found,
      rows: found.rows.map(({ key, name, isErased, isNew, firstSaleOn, lastSaleOn, ...row }) => ({
        ...{ customerId: key, name: seesNames && !isErased ? name : null },
        ...{ isNew, firstSaleOn, lastSaleOn },
        ...besideEachOther(row, figuresOf),
      })),
      totals: found.totals.map((total) => besideEachOther(total, totalsOf)),
    };
  });
}

function figuresOf({ saleCount, returnCount, sold, returned }: CustomerSums) {
  return {
    ...{ saleCount, returnCount, sold, returned, net: sold - returned },
    averageSale: averageOf(sold, saleCount),
  };
}

function totalsOf({ customerCount, newCount, saleCount, sold, returned, ...anonymous }: CustomerSums) {
  const { anonymousSaleCount, anonymousNet } = anonymous;
  return {
    ...{ customerCount, newCount, returningCount: customerCount - newCount, saleCount, anonymousSaleCount },
    ...{ net: sold - returned, anonymousNet },
  };
}
