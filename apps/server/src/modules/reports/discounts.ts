import { contract, type DiscountsReportInput } from '@cashwrap/contract';
import { z } from 'zod';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import { readDiscounts } from './discounts.repo.ts';
import { besideEachOther, readCompared } from './read-compared.ts';

/** What discounts have taken off sales, by discount or by time and place. */
export function readDiscountsReport(call: QueryCall, input: DiscountsReportInput) {
  const { groupBy } = input;
  const byDiscount = groupBy === 'discount';
  // A sale with two discounts is one sale.
  const figuresOf = ({ saleCount, amount }: DiscountSums) => ({
    saleCount: byDiscount ? saleCount : null,
    amount,
  });
  return answerReport(call, contract.reports.discounts, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, input, readDiscounts[groupBy]);
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({
        ...(byDiscount && key !== null ? discountOf(key) : { key, name }),
        ...besideEachOther(row, figuresOf),
      })),
      totals: found.totals.map((total) => besideEachOther(total, ({ amount }) => ({ amount }))),
    };
  });
}

/** What tells discounts apart: one may have been called otherwise before, and those of the till have a name alone. */
const DiscountKey = z.tuple([z.string().nullable(), z.string()]);

function discountOf(group: string): { key: string | null; name: string } {
  const [key, name] = DiscountKey.parse(JSON.parse(group));
  return { key, name };
}

interface DiscountSums {
  readonly saleCount: number;
  readonly amount: number;
}
