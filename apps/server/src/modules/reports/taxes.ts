import { contract, type TaxesReportInput } from '@cashwrap/contract';
import { z } from 'zod';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import { besideEachOther, readCompared } from './read-compared.ts';
import { readTaxes } from './taxes.repo.ts';

/** Which taxes are owed, by rate or by time and place. */
export function readTaxesReport(call: QueryCall, input: TaxesReportInput) {
  const { groupBy } = input;
  return answerReport(call, contract.reports.taxes, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, input, readTaxes[groupBy]);
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({
        ...(groupBy === 'tax_rate' && key !== null ? rateOf(key) : { key, name, percentage: null }),
        ...besideEachOther(row, figuresOf),
      })),
      totals: found.totals.map((total) => besideEachOther(total, figuresOf)),
    };
  });
}

/** What tells rates apart: one may have been called otherwise, or have been another one, before. */
const RateKey = z.tuple([z.string(), z.string(), z.number()]);

function rateOf(group: string): { key: string; name: string; percentage: number } {
  const [key, name, percentage] = RateKey.parse(JSON.parse(group));
  return { key, name, percentage };
}

interface TaxSums {
  readonly base: number;
  readonly amount: number;
  readonly exempted: number;
  readonly returnedBase: number;
  readonly returnedAmount: number;
}

function figuresOf(sums: TaxSums) {
  return {
    ...sums,
    netBase: sums.base - sums.returnedBase,
    due: sums.amount - sums.returnedAmount,
  };
}
