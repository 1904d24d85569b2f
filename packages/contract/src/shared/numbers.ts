import { z } from 'zod';

/** The largest amount in one money field: 10^12 minor units. Sums of many stay exact in a double. */
export const MAX_MONEY = 1_000_000_000_000;

/** An amount of money in the minor unit of its currency: `1299` is 12.99 USD. Never a fraction. */
export const Money = z.int().min(-MAX_MONEY).max(MAX_MONEY).meta({
  description: 'An amount in the minor unit of its currency: 1299 is 12.99 USD.',
  example: 1299,
});

/** An amount of money that cannot be negative. */
export const PositiveMoney = z.int().min(0).max(MAX_MONEY).meta({
  description: 'An amount in the minor unit of its currency, zero or more: 1299 is 12.99 USD.',
  example: 1299,
});

/** A sum over any number of documents: up to 2^53 − 1, which is exact. */
export const MoneyTotal = z.int().meta({
  description: 'A sum of amounts in the minor unit of their currency.',
  example: 129_900,
});

/** The largest quantity: what `numeric(14,3)` holds, and exact as an integer number of thousandths. */
export const MAX_QUANTITY = 99_999_999_999;

/** Whether a JSON number has at most `places` decimals, decided on its shortest decimal form. */
export function hasDecimals(value: number, places: number): boolean {
  return Number(value.toFixed(places)) === value;
}

function decimal(min: number, max: number, places: number) {
  return z
    .number()
    .min(min)
    .max(max)
    .refine((value) => hasDecimals(value, places), {
      error: `must have at most ${places} decimal places`,
    });
}

/** How many or how much, with at most 3 decimal places. Negative where something leaves. */
export const SignedQuantity = decimal(-MAX_QUANTITY, MAX_QUANTITY, 3).meta({
  description: 'A quantity with at most 3 decimal places; negative where something leaves.',
  example: -2,
});

/** How many or how much: more than zero, with at most 3 decimal places. */
export const Quantity = decimal(0.001, MAX_QUANTITY, 3).meta({
  description: 'A quantity above zero with at most 3 decimal places.',
  example: 2,
});

/** How many or how much: zero or more, with at most 3 decimal places. */
export const QuantityOrZero = decimal(0, MAX_QUANTITY, 3).meta({
  description: 'A quantity of zero or more with at most 3 decimal places.',
  example: 0,
});

/** The largest sum of quantities that is exact as an integer number of thousandths. */
const MAX_QUANTITY_TOTAL = Math.floor(Number.MAX_SAFE_INTEGER / 1000);

/** A sum of many quantities, each in its own bounds. */
export const QuantityTotal = decimal(-MAX_QUANTITY_TOTAL, MAX_QUANTITY_TOTAL, 3).meta({
  description: 'A sum of quantities with at most 3 decimal places.',
  example: 12,
});

/** A percentage with at most 4 decimal places: `8.875` is 8.875 %. */
export const Percentage = decimal(0, 100, 4).meta({
  description: 'A percentage from 0 to 100 with at most 4 decimal places: 8.875 is 8.875 %.',
  example: 8.875,
});
