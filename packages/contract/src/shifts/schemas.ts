import { z } from 'zod';
import { PaymentMethod } from '../sales/payments.ts';
import { Id, NewId, Version } from '../shared/ids.ts';
import { distinctBy } from '../shared/lists.ts';
import { MAX_MONEY, MoneyTotal, PositiveMoney } from '../shared/numbers.ts';
import { pageFields } from '../shared/page.ts';
import { Currency } from '../shared/places.ts';
import { line, text } from '../shared/text.ts';
import { CalendarDate, Timestamp } from '../shared/time.ts';

/** `open` (with a float) → `closed` (counted). */
export const ShiftStatus = z.enum(['open', 'closed']);
export type ShiftStatus = z.infer<typeof ShiftStatus>;

/** Notes and coins of one value. */
const Denomination = z.strictObject({
  value: z
    .int()
    .min(1)
    .max(MAX_MONEY)
    .meta({ description: 'What one of them is worth, in minor units.', example: 2000 }),
  count: z.int().min(0).max(100_000),
});

const MAX_DENOMINATIONS = 40;
const denominations = distinctBy(
  z.array(Denomination).min(1).max(MAX_DENOMINATIONS),
  ({ value }) => value,
  'a value',
);

/** Cash as it was counted: as one amount, or by notes and coins. Not a union: its errors would not name the coin. */
export const CashCount = z
  .strictObject({ amount: PositiveMoney.optional(), denominations: denominations.optional() })
  .refine(({ amount, denominations }) => (amount === undefined) !== (denominations === undefined), {
    error: 'must have either amount or denominations',
  })
  .meta({ description: 'Either the amount, or the notes and coins.', example: { amount: 15_000 } });
export type CashCount = z.infer<typeof CashCount>;

/** What a payment method should have come to in a shift, and what was counted of it. */
export const TenderCount = z.object({
  method: PaymentMethod,
  expected: MoneyTotal,
  counted: MoneyTotal.nullable().meta({ description: 'Null where it was not counted.' }),
  variance: MoneyTotal.nullable().meta({ description: 'counted − expected; null where it was not counted.' }),
  denominations: denominations.optional().meta({
    description: 'The notes and coins, where one drawer was counted by them.',
  }),
  refusedCounts: z.int().min(1).optional().meta({
    description: 'How many other amounts were counted before, and refused; left out where none was.',
  }),
});
export type TenderCount = z.infer<typeof TenderCount>;

/** One session of the cash drawer of a register. */
export const Shift = z
  .object({
    id: Id,
    storeId: Id,
    registerId: Id,
    status: ShiftStatus,
    currency: Currency,
    currencyDigits: z.int(),
    businessDate: CalendarDate.meta({ description: 'The business day on which it was opened.' }),
    openingFloat: PositiveMoney.meta({ description: 'The cash in the drawer when it was opened.' }),
    note: z.string(),
    openedBy: Id,
    openedAt: Timestamp,
    zNumber: z.int().nullable().meta({
      description: 'Counts the closed shifts of the register, without gaps; null while it is open.',
    }),
    closedBy: Id.nullable(),
    closedAt: Timestamp.nullable(),
    forced: z.boolean().meta({ description: 'Whether somebody else closed it because it was forgotten.' }),
    tenders: z.array(TenderCount).nullable().meta({
      description:
        'What was expected and counted, of every payment method that came up; null while it is open.',
    }),
    closingReason: z.string().nullable().meta({
      description: 'Why the cash differed; of a forced one why somebody else closed it.',
    }),
    version: Version,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Shift' });
export type Shift = z.infer<typeof Shift>;

export const OpenShiftInput = z.strictObject({
  id: NewId.optional(),
  storeId: Id,
  registerId: Id,
  openingFloat: CashCount,
  note: text(1000).default(''),
});
export type OpenShiftInput = z.infer<typeof OpenShiftInput>;

export const CurrentShiftInput = z.strictObject({ storeId: Id, registerId: Id });
export type CurrentShiftInput = z.infer<typeof CurrentShiftInput>;

export const ListShiftsInput = z.strictObject({
  storeId: Id.optional(),
  registerId: Id.optional(),
  status: ShiftStatus.optional(),
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['openedAt', '-openedAt']).default('-openedAt'),
});
export type ListShiftsInput = z.infer<typeof ListShiftsInput>;

/**
 * What happens to the drawer beside sales: cash put in, cash paid out of it, cash taken to the safe, and the drawer
 * opened without a sale.
 */
export const CashMovementKind = z.enum(['paid_in', 'paid_out', 'drop', 'no_sale']);
export type CashMovementKind = z.infer<typeof CashMovementKind>;

export const CashMovement = z
  .object({
    id: Id,
    shiftId: Id,
    storeId: Id,
    registerId: Id,
    kind: CashMovementKind,
    amount: PositiveMoney.meta({ description: 'What went in or out; 0 where the drawer was only opened.' }),
    reason: z.string(),
    actorId: Id,
    createdAt: Timestamp,
  })
  .meta({ id: 'CashMovement' });
export type CashMovement = z.infer<typeof CashMovement>;

const reason = line(500).meta({ example: 'Milk from the shop next door' });

export const AddCashMovementInput = z
  .strictObject({
    id: Id,
    kind: CashMovementKind,
    amount: PositiveMoney.default(0).meta({ example: 250 }),
    reason,
  })
  .refine(({ kind, amount }) => (kind === 'no_sale') === (amount === 0), {
    path: ['amount'],
    error: 'must be more than 0, but for no_sale: there it must be 0',
  })
  .meta({ example: { kind: 'paid_out', amount: 250, reason: 'Milk from the shop next door' } });
export type AddCashMovementInput = z.infer<typeof AddCashMovementInput>;

export const ListCashMovementsInput = z.strictObject({
  id: Id,
  kind: CashMovementKind.optional(),
  ...pageFields,
  sort: z.enum(['createdAt', '-createdAt']).default('createdAt'),
});
export type ListCashMovementsInput = z.infer<typeof ListCashMovementsInput>;

/** What has come in by one payment method. */
export const TenderTotal = z.object({
  method: PaymentMethod,
  count: z.int().meta({ description: 'How many payments.' }),
  amount: MoneyTotal.meta({ description: 'What was kept, tips included.' }),
  tips: MoneyTotal,
});

/** What has gone back by one payment method. */
export const RefundTotal = z.object({
  method: PaymentMethod,
  count: z.int().meta({ description: 'How many refunds.' }),
  amount: MoneyTotal.meta({ description: 'What was given back, tips included: above 0.' }),
  tips: MoneyTotal,
});

/** What one tax has come to, by its name and percentage. */
const TaxTotal = z.object({
  name: z.string(),
  percentage: z.number(),
  base: MoneyTotal,
  amount: MoneyTotal,
});

/** The returns of a shift: all figures are above 0, and lower what was sold. */
const ShiftReturns = z.object({
  count: z.int(),
  net: MoneyTotal,
  tax: MoneyTotal,
  giftCards: MoneyTotal,
  total: MoneyTotal.meta({ description: 'net + tax + giftCards.' }),
  cashRounding: MoneyTotal.meta({ description: 'Signed.' }),
  tips: MoneyTotal,
  taxes: z.array(TaxTotal).default([]).meta({ description: 'What of each tax was given back.' }),
  refunds: z.array(RefundTotal),
});

/** Sales of offline tills that came in after their shift was closed: in the grand total, and in no drawer. */
const LateSales = z.object({
  count: z.int(),
  total: MoneyTotal,
  cashRounding: MoneyTotal,
  tips: MoneyTotal,
  taxes: z.array(TaxTotal).default([]),
  tenders: z.array(TenderTotal),
});

const NO_RETURNS = {
  ...{ count: 0, net: 0, tax: 0, giftCards: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], refunds: [] },
};
const NO_LATE_SALES = { count: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], tenders: [] };

/** The cash of a drawer. */
const DrawerTotals = z.object({
  openingFloat: MoneyTotal,
  takings: MoneyTotal.meta({ description: 'Cash kept of sales.' }),
  refunds: MoneyTotal.default(0).meta({ description: 'Cash given back.' }),
  paidIn: MoneyTotal,
  paidOut: MoneyTotal,
  drops: MoneyTotal,
  expected: MoneyTotal.meta({ description: 'openingFloat + takings − refunds + paidIn − paidOut − drops.' }),
});

/** What a shift has come to. */
export const ShiftTotals = z.object({
  saleCount: z.int(),
  firstSaleNumber: z.int().nullable(),
  lastSaleNumber: z.int().nullable(),
  gross: MoneyTotal.meta({ description: 'Of the sales, before discounts, without gift cards.' }),
  discounts: MoneyTotal,
  net: MoneyTotal,
  tax: MoneyTotal,
  giftCards: MoneyTotal.default(0).meta({ description: 'What was put on gift cards: owed, not earned.' }),
  total: MoneyTotal.meta({ description: 'net + tax + giftCards: what was sold.' }),
  cashRounding: MoneyTotal,
  tips: MoneyTotal,
  taxes: z.array(TaxTotal).meta({ description: 'Of what was sold, before returns.' }),
  tenders: z.array(TenderTotal).meta({ description: 'What came in by sales, before returns.' }),
  returns: ShiftReturns.default(NO_RETURNS),
  late: LateSales.default(NO_LATE_SALES),
  turnover: MoneyTotal.optional().meta({
    description: 'total − returns.total + late.total: what the grand total of the register grows by.',
  }),
  drawer: DrawerTotals,
  noSaleCount: z.int(),
});
export type ShiftTotals = z.infer<typeof ShiftTotals>;

/** What an open shift has come to so far. It can be read at any time, and changes nothing. */
export const XReport = z
  .object({ shift: Shift, totals: ShiftTotals, readAt: Timestamp })
  .meta({ id: 'XReport' });
export type XReport = z.infer<typeof XReport>;

/** What a shift had come to when it was closed. It never changes. */
export const ZReport = z
  .object({
    shift: Shift,
    totals: ShiftTotals,
    zNumber: z.int(),
    grandTotalBefore: z.int().meta({ description: 'What the register had sold in all, up to this shift.' }),
    grandTotal: z
      .int()
      .meta({ description: 'The same with this shift: grandTotalBefore + totals.turnover.' }),
    closedAt: Timestamp,
  })
  .meta({ id: 'ZReport' });
export type ZReport = z.infer<typeof ZReport>;

const counts = {
  cash: CashCount,
  card: PositiveMoney.nullable().default(null).meta({
    description: 'The sum of the terminal, where it is compared.',
  }),
};

const varianceReason = line(500).nullable().default(null).meta({
  description: 'Why the cash differs; required where it does by more than the tolerance of the store.',
});

export const CloseShiftInput = z.strictObject({
  id: Id,
  version: Version,
  ...counts,
  varianceReason,
});
export type CloseShiftInput = z.infer<typeof CloseShiftInput>;

export const ForceCloseShiftInput = z.strictObject({
  id: Id,
  version: Version,
  cash: CashCount.nullable().default(null).meta({ description: 'Null: nobody has counted it.' }),
  card: counts.card,
  reason: line(500).meta({ description: 'Why somebody else closes it.', example: 'Forgotten on Saturday' }),
});
export type ForceCloseShiftInput = z.infer<typeof ForceCloseShiftInput>;

export const CashUpInput = z.strictObject({ storeId: Id, businessDate: CalendarDate });
export type CashUpInput = z.infer<typeof CashUpInput>;

const cashUpTotals = {
  saleCount: z.int(),
  total: MoneyTotal.meta({ description: 'What was sold, before returns.' }),
  returnCount: z.int(),
  returnTotal: MoneyTotal.meta({ description: 'What came back: above 0.' }),
  turnover: MoneyTotal.meta({ description: 'As of ShiftTotals: with what came in late.' }),
};

/** What the shifts of a store have come to that were opened on one business day. */
export const CashUp = z
  .object({
    storeId: Id,
    businessDate: CalendarDate,
    currency: Currency,
    currencyDigits: z.int(),
    shifts: z.array(
      z.object({
        shiftId: Id,
        registerId: Id,
        registerName: z.string(),
        status: ShiftStatus,
        zNumber: z.int().nullable(),
        ...cashUpTotals,
        drawer: DrawerTotals,
        tenders: z.array(TenderCount),
      }),
    ),
    openShifts: z.int(),
    ...cashUpTotals,
    drawer: DrawerTotals.meta({
      description: 'Of all shifts: what they have taken, and what of it went to the safe.',
    }),
    tenders: z.array(TenderCount).meta({
      description: 'Of all shifts; counted and variance of those alone in which it was counted.',
    }),
  })
  .meta({ id: 'CashUp' });
export type CashUp = z.infer<typeof CashUp>;
