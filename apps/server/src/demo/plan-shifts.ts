import type { Random } from '../history/random.ts';
import type { Username } from './shop.ts';

interface AtTill {
  readonly at: Date;
  readonly by: Username;
  /** Which of the store's tills. */
  readonly till: number;
}

/** The drawer of a till is put in. */
export interface PlannedOpening extends AtTill {
  readonly kind: 'open_shift';
}

/** Cash goes in or out beside sales. */
export interface PlannedCashMovement extends AtTill {
  readonly kind: 'cash_movement';
  readonly movement: 'paid_in' | 'paid_out';
  readonly amount: number;
  readonly reason: string;
}

/** The notes go to the safe, and what is left is counted. */
export interface PlannedClosing extends AtTill {
  readonly kind: 'close_shift';
  /** By how much the count differs from what should be there, and why. */
  readonly variance: number;
  readonly reason: string | null;
}

export type PlannedShiftEvent = PlannedOpening | PlannedCashMovement | PlannedClosing;

/** What is in a drawer in the morning, in cents. */
export const FLOAT = 15_000;

const EXPENSES = [
  { reason: 'Window cleaner', amount: 2500 },
  { reason: 'Milk from next door', amount: 640 },
  { reason: 'Postage', amount: 1195 },
  { reason: 'Lamp for the shop window', amount: 899 },
];

const MISCOUNTS = [
  { variance: -100, reason: 'A coin too many was given back' },
  { variance: 50, reason: 'A customer did not wait for the change' },
  { variance: -5, reason: 'A coin fell behind the drawer' },
];

type Hours = readonly [opens: number, closes: number];

/** What happens to the drawers of a store on a day on which it has opened, in order. */
export function planShifts(
  { at, by, tills }: { at: (hour: number) => Date; by: Username; tills: number },
  [opens, closes]: Hours,
  random: Random,
): PlannedShiftEvent[] {
  const each = <T>(plan: (till: number) => T[]) =>
    Array.from({ length: tills }, (_, till) => plan(till)).flat();
  return [
    ...planOpenings({ at: at(opens - 0.25), by, tills }),
    ...each((till) => planMovements({ at: at(opens + 3 + 2 * random.next()), by, till }, random)),
    ...each((till) => {
      const { variance, reason } = random.chance(0.06)
        ? random.pick(MISCOUNTS, () => 1)
        : { variance: 0, reason: null };
      return [{ kind: 'close_shift' as const, at: at(closes + 0.1), by, till, variance, reason }];
    }),
  ];
}

export function planOpenings({
  tills,
  ...occasion
}: Omit<AtTill, 'till'> & { tills: number }): PlannedOpening[] {
  return Array.from({ length: tills }, (_, till) => ({ kind: 'open_shift', ...occasion, till }));
}

function planMovements(occasion: AtTill, random: Random): PlannedCashMovement[] {
  const kind = 'cash_movement' as const;
  if (random.chance(0.12)) {
    const expense = random.pick(EXPENSES, () => 1);
    return [{ kind, ...occasion, movement: 'paid_out', ...expense }];
  }
  if (random.chance(0.05)) {
    return [{ kind, ...occasion, movement: 'paid_in', amount: 2000, reason: 'Coins from the bank' }];
  }
  return [];
}
