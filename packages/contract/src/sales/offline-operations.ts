import { inStore, mutation } from '../operation.ts';
import { IngestedSales, IngestSalesInput } from './offline.ts';

export const offlineSaleOperations = {
  ingest: mutation({
    rest: { method: 'POST', path: '/sales/ingest' },
    permission: 'sales.ingest',
    scope: inStore(),
    summary: 'Record sales that tills have handed over without a connection',
    description:
      'Each sale for itself, in any order, and once, however often it is sent: its id decides. What was handed over is never ' +
      'refused for stock or price: it is recorded as it happened, and flagged where somebody should look at it. One whose ' +
      'shift was closed meanwhile is late: in the next Z report of the register apart, and in no drawer.',
    input: IngestSalesInput,
    output: IngestedSales,
    errors: ['NOT_FOUND'],
    tx: 'steps',
  }),
};
