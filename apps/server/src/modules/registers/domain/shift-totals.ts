import { type CashCount, PaymentMethod, ShiftTotals, type TenderCount } from '@cashwrap/contract';

/** What was added up of a shift, before the drawer is worked out. */
export interface ShiftFigures extends Omit<ShiftTotals, 'turnover' | 'drawer'> {
  readonly openingFloat: number;
  readonly paidIn: number;
  readonly paidOut: number;
  readonly drops: number;
}

/** What was counted by payment method; null: it was not. */
export interface Counted {
  readonly cash: number | null;
  /** The notes and coins of the cash, where it was counted by them. */
  readonly denominations?: CashCount['denominations'];
  /** How many other amounts of cash were counted before, and refused. */
  readonly refusedCounts?: number;
  readonly card: number | null;
}

export const NOT_COUNTED: Counted = { cash: null, card: null };

/** What a shift comes to in all, and its drawer. */
export type Reckoned = ShiftTotals & { readonly turnover: number };

/** The figures of a shift, with what the grand total of its register grows by, and what its drawer should hold. */
export function toTotals({ openingFloat, paidIn, paidOut, drops, ...figures }: ShiftFigures): Reckoned {
  const takings = amountOf(figures.tenders, 'cash');
  const refunds = amountOf(figures.returns.refunds, 'cash');
  const expected = openingFloat + takings - refunds + paidIn - paidOut - drops;
  const drawer = { openingFloat, takings, refunds, paidIn, paidOut, drops, expected };
  return { ...figures, turnover: figures.total - figures.returns.total + figures.late.total, drawer };
}

/** The figures of a closed shift as they were frozen. Those of before there were returns have none, and no turnover. */
export function thaw(frozen: ShiftTotals): Reckoned {
  const totals = ShiftTotals.parse(frozen);
  return { ...totals, turnover: totals.turnover ?? totals.total };
}

/** What was expected and counted of each payment method: cash first and always, others where they came up. */
export function tendersOf(totals: ShiftTotals, counted: Counted): TenderCount[] {
  const cash = {
    ...compare('cash', totals.drawer.expected, counted.cash),
    ...(counted.denominations && { denominations: counted.denominations }),
    ...(counted.refusedCounts && { refusedCounts: counted.refusedCounts }),
  };
  const { tenders, returns } = totals;
  const cameUp = new Set([...tenders, ...returns.refunds].map(({ method }) => method));
  if (counted.card !== null) cameUp.add('card');
  cameUp.delete('cash');
  const others = [...cameUp].map((method) =>
    compare(
      method,
      amountOf(tenders, method) - amountOf(returns.refunds, method),
      method === 'card' ? counted.card : null,
    ),
  );
  return [cash, ...others];
}

/** Adds up the drawers of several shifts. */
export function addDrawers(all: readonly ShiftTotals['drawer'][]): ShiftTotals['drawer'] {
  const sumOf = (figure: keyof ShiftTotals['drawer']) => all.reduce((sum, drawer) => sum + drawer[figure], 0);
  return {
    openingFloat: sumOf('openingFloat'),
    takings: sumOf('takings'),
    refunds: sumOf('refunds'),
    paidIn: sumOf('paidIn'),
    paidOut: sumOf('paidOut'),
    drops: sumOf('drops'),
    expected: sumOf('expected'),
  };
}

/** Adds up what several shifts have: counted and variance of those alone in which it was counted. */
export function addTenders(all: readonly TenderCount[]): TenderCount[] {
  return PaymentMethod.options.flatMap((method) => {
    const ofMethod = all.filter((each) => each.method === method);
    if (ofMethod.length === 0) return [];
    return {
      method,
      expected: ofMethod.reduce((sum, { expected }) => sum + expected, 0),
      counted: sumOfGiven(ofMethod.map(({ counted }) => counted)),
      variance: sumOfGiven(ofMethod.map(({ variance }) => variance)),
    };
  });
}

function amountOf(
  totals: readonly { readonly method: PaymentMethod; readonly amount: number }[],
  wanted: PaymentMethod,
): number {
  return totals.find(({ method }) => method === wanted)?.amount ?? 0;
}

function compare(method: TenderCount['method'], expected: number, counted: number | null): TenderCount {
  return { method, expected, counted, variance: counted === null ? null : counted - expected };
}

function sumOfGiven(amounts: readonly (number | null)[]): number | null {
  const given = amounts.filter((amount) => amount !== null);
  return given.length === 0 ? null : given.reduce((sum, amount) => sum + amount, 0);
}
