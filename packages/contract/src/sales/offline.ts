import { z } from 'zod';
import { type ErrorCode, errorCodes, FieldError } from '../errors.ts';
import { SaleFlag } from '../sale-flags/schemas.ts';
import { Id, NewId } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import { Money } from '../shared/numbers.ts';
import { line, text } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';
import { cartFields, exampleId, exampleLine, MAX_SALE_LINES } from './cart.ts';
import { cardPayment, cashPayment, otherPayment, paymentReference, tipIsWithin } from './payments.ts';
import { SaleSummary } from './schemas.ts';

/**
 * What one sale of an offline till may come to, in minor units: far more than any has, and so little that the sums of what is
 * never refused stay in range.
 */
const MAX_OFFLINE_TOTAL = 10_000_000_000;

/** How many sales of an offline till are taken at once. */
export const MAX_OFFLINE_SALES = 100;

const collected = z.boolean().default(true).meta({
  description: 'False: it turned out that it cannot be collected, such as a card that was refused later.',
});

/** How an offline till was paid: what is owed to customers cannot be asked for without the server. */
const OfflinePayment = z
  .discriminatedUnion('method', [
    z.strictObject(cashPayment),
    z.strictObject({ ...cardPayment, reference: paymentReference, collected }),
    z.strictObject({ ...otherPayment, collected }),
  ])
  .refine(tipIsWithin, { path: ['tip'], error: 'must not be more than the payment' });

const { storeId, rewardIds, giftCards, ...bought } = cartFields;

/** A sale that was handed over while the till had no connection. */
export const OfflineSale = z
  .strictObject({
    id: NewId.meta({ description: 'Made by the till: the same sale sent twice is one.' }),
    registerId: Id,
    cashierId: Id.optional().meta({
      description: 'Who has rung it up; left out, whoever sends it.',
    }),
    tillReference: line(64).meta({
      description: 'What the till has printed on the receipt in place of a number: unique for each register.',
      example: 'T1-000123',
    }),
    occurredAt: Timestamp.meta({ description: 'When the goods were handed over.' }),
    ...bought,
    lines: bought.lines.min(1),
    payments: z.array(OfflinePayment).max(20),
    shown: z
      .strictObject({
        total: Money.min(0).max(MAX_OFFLINE_TOTAL),
        lineTotals: z.array(Money.min(0).max(MAX_OFFLINE_TOTAL)).max(MAX_SALE_LINES).meta({
          description: 'Of each line, then of each service charge; together the total.',
        }),
      })
      .meta({
        description:
          'What the till has asked for. It is recorded, also where the sale comes to something else here.',
      }),
    note: text(1000).default(''),
  })
  .refine(({ shown }) => shown.lineTotals.reduce((sum, each) => sum + each, 0) === shown.total, {
    path: ['shown', 'total'],
    error: 'must be the sum of lineTotals',
  })
  .refine(
    ({ shown, lines, serviceCharges }) => shown.lineTotals.length === lines.length + serviceCharges.length,
    { path: ['shown', 'lineTotals'], error: 'must have one total for each line and service charge' },
  );
export type OfflineSale = z.infer<typeof OfflineSale>;

export const IngestSalesInput = z
  .strictObject({
    storeId: Id,
    sales: distinctBy(z.array(OfflineSale).min(1).max(MAX_OFFLINE_SALES), ({ id }) => id, 'a sale'),
  })
  .meta({
    example: {
      storeId: exampleId,
      sales: [
        {
          ...{ id: exampleId, registerId: exampleId, tillReference: 'T1-000123' },
          occurredAt: '2026-11-22T15:04:05.123Z',
          lines: [exampleLine],
          payments: [{ method: 'cash', tendered: 1000 }],
          shown: { total: 990, lineTotals: [990] },
        },
      ],
    },
  });
export type IngestSalesInput = z.infer<typeof IngestSalesInput>;

/** What came of one sale of a batch. */
export const IngestResult = z
  .object({
    id: Id,
    status: z.enum(['recorded', 'recorded_with_flags', 'replayed', 'refused']).meta({
      description:
        'recorded_with_flags: somebody should look at it. replayed: it was there already. refused: nothing of it is ' +
        'recorded; put it right and send it again.',
    }),
    sale: SaleSummary.nullable().meta({ description: 'Null where it was refused.' }),
    flags: z.array(SaleFlag),
    error: z
      .object({
        code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
        detail: z.string(),
        retryable: z.boolean(),
        errors: z.array(FieldError).optional(),
      })
      .nullable()
      .meta({ description: 'Why it was refused; else null. The paths in it begin at the sale.' }),
  })
  .meta({ id: 'IngestResult' });
export type IngestResult = z.infer<typeof IngestResult>;

export const IngestedSales = z.object({
  items: z.array(IngestResult).meta({ description: 'In the order of the input.' }),
});
export type IngestedSales = z.infer<typeof IngestedSales>;
