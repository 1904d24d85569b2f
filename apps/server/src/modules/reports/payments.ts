import { contract, type PaymentsReportInput } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { answerReport } from './answer-report.ts';
import { readPayments } from './payments.repo.ts';
import { besideEachOther, readCompared } from './read-compared.ts';

/** What was collected and given back, by payment method or by time and place. */
export function readPaymentsReport(call: QueryCall, input: PaymentsReportInput) {
  const { groupBy } = input;
  return answerReport(call, contract.reports.payments, input, async (snapshot) => {
    const found = await readCompared(snapshot, call.scope, input, readPayments[groupBy]);
    return {
      ...found,
      rows: found.rows.map(({ key, name, ...row }) => ({
        ...{ key, name, method: groupBy === 'payment_method' ? methodOf(key) : null },
        ...besideEachOther(row, figuresOf),
      })),
      totals: found.totals.map((total) => besideEachOther(total, figuresOf)),
    };
  });
}

/** Other payments stand under `other:` and what they are called. */
function methodOf(key: string | null): string | null {
  return key?.split(':')[0] ?? null;
}

interface PaymentSums {
  readonly paymentCount: number;
  readonly amount: number;
  readonly tips: number;
  readonly refundCount: number;
  readonly refunded: number;
  readonly refundedTips: number;
}

function figuresOf(sums: PaymentSums) {
  return { ...sums, collected: sums.amount - sums.refunded };
}
