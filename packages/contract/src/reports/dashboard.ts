import { z } from 'zod';
import { inStore, query } from '../operation.ts';
import { PaymentMethod } from '../sales/payments.ts';
import { Id } from '../shared/ids.ts';
import { MoneyTotal, QuantityTotal } from '../shared/numbers.ts';
import { Currency } from '../shared/places.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';
import { storeField } from './report.ts';

const day = z.object({
  saleCount: z.int(),
  returnCount: z.int(),
  net: MoneyTotal.meta({
    description: 'Net sales: of sales − of returns, without tax, tips and gift cards.',
  }),
  total: MoneyTotal.meta({ description: 'net + tax.' }),
  averageSale: MoneyTotal.nullable().meta({
    description: 'Net of the sales ÷ their number, rounded half away from zero; null without sales.',
  }),
  tips: MoneyTotal,
  profit: MoneyTotal.nullable().meta({
    description: 'net − cost. Null without the permission reports.read_costs.',
  }),
});

export const DashboardInput = z.strictObject(storeField);
export type DashboardInput = z.infer<typeof DashboardInput>;

/** How things stand right now. */
export const Dashboard = z
  .object({
    readAt: Timestamp.meta({ description: 'All figures are of this one moment.' }),
    stores: z
      .array(z.object({ storeId: Id, name: z.string(), businessDate: CalendarDate }))
      .meta({ description: 'The stores that it is about, each with its business day of now.' }),
    today: z
      .array(
        z.object({
          currency: Currency,
          currencyDigits: z.int(),
          ...day.shape,
          lastWeek: day.meta({
            description:
              'The business day a week before, up to the same time by the clock of the store. Where that has skipped the time then, up ' +
              'to the moment of the skip; where it showed it twice, up to the first.',
          }),
          lastWeekWhole: day.pick({ saleCount: true, net: true, total: true }).meta({
            description: 'The whole of that day.',
          }),
          hours: z
            .array(z.object({ hour: z.int().min(0).max(23), saleCount: z.int(), net: MoneyTotal }))
            .meta({ description: 'Today by hours of the store’s clock, those with sales or returns.' }),
          payments: z
            .array(z.object({ method: PaymentMethod, collected: MoneyTotal, share: z.number().nullable() }))
            .meta({
              description:
                'Today’s payments − refunds by method, tips included, the most first; share of their sum in percent with two ' +
                'decimals, null where that is 0 or less.',
            }),
          topProducts: z
            .array(
              z.object({
                productId: Id,
                name: z.string(),
                quantity: QuantityTotal,
                net: MoneyTotal,
              }),
            )
            .max(5)
            .meta({ description: 'The five with the most net today, sold − returned.' }),
        }),
      )
      .meta({ description: 'One for each currency of the stores, also where nothing was sold yet.' }),
    openShifts: z
      .array(
        z.object({
          shiftId: Id,
          storeId: Id,
          registerId: Id,
          registerName: z.string(),
          openedBy: Id,
          openedAt: Timestamp,
        }),
      )
      .max(100)
      .meta({ description: 'The oldest first, 100 at the most.' }),
    openShiftCount: z.int(),
    lowStock: z
      .array(
        z.object({
          storeId: Id,
          productId: Id,
          name: z.string(),
          onHand: QuantityTotal,
          reorderPoint: QuantityTotal,
        }),
      )
      .max(10)
      .meta({ description: 'The emptiest first, ten at the most.' }),
    lowStockCount: z.int(),
    unresolvedFlagCount: z.int().meta({ description: 'Flags of offline sales that nobody has looked at.' }),
    parkedSaleCount: z.int().meta({ description: 'Sales that wait parked.' }),
    pendingPaymentCount: z.int().meta({
      description: 'Payments and refunds of which the provider has not said yet what became of them.',
    }),
  })
  .meta({ id: 'Dashboard' });
export type Dashboard = z.infer<typeof Dashboard>;

export const dashboardReport = {
  dashboard: query({
    rest: { method: 'GET', path: '/reports/dashboard' },
    permission: 'reports.read',
    scope: inStore(),
    summary: 'Read how today goes, against the same day a week ago, and what needs looking at',
    description:
      'Live: what is committed is in it. Figures of several currencies stand apart. Today is the business day of each store, by its ' +
      'own clock.',
    input: DashboardInput,
    output: Dashboard,
    errors: ['NOT_FOUND'],
  }),
};
