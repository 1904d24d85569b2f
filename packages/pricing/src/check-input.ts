import type { Discount } from './discounts.ts';
import { assertMoney, WHOLE_PPM } from './money.ts';
import { PricingError } from './pricing-error.ts';
import type { PriceSaleInput, PricingSettings, SaleLineInput } from './sale.ts';
import type { TaxRate } from './taxes.ts';
import { MAX_PPM, MAX_THOUSANDTHS } from './wire-numbers.ts';

/** The most lines of one sale: no sum of so many amounts of money passes 2^53. */
export const MAX_LINES = 5_000;

/** @throws PricingError if the engine cannot price the input exactly. */
export function checkInput({ settings, lines, discounts = [] }: PriceSaleInput): void {
  checkSettings(settings);
  demand(lines.length <= MAX_LINES, `A sale has at most ${MAX_LINES} lines, not ${lines.length}.`);
  const keys = new Set<string>();
  const rates = new Map<string, TaxRate>();
  for (const line of lines) {
    demand(!keys.has(line.key), `Two lines have the key ${line.key}.`);
    keys.add(line.key);
    checkLine(line, rates);
  }
  for (const discount of discounts) {
    checkDiscount(discount);
    for (const key of discount.eligibleLines ?? []) {
      demand(keys.has(key), `Discount ${discount.id} names the line ${key}, which the sale does not have.`);
    }
  }
}

function checkSettings({ roundingMode, taxRounding, cashRounding }: PricingSettings): void {
  demand(
    roundingMode === 'half_up' || roundingMode === 'half_even',
    `Prices and taxes round half_up or half_even, not ${roundingMode}.`,
  );
  demand(
    taxRounding === 'line' || taxRounding === 'document',
    `Tax is rounded by line or document, not ${taxRounding}.`,
  );
  if (cashRounding !== null) {
    assertMoney(cashRounding.step, 'A cash rounding step');
    demand(cashRounding.step > 0, `A cash rounding step is at least 1, not ${cashRounding.step}.`);
  }
}

function checkLine(line: SaleLineInput, rates: Map<string, TaxRate>): void {
  assertMoney(line.unitPrice, `The unit price of line ${line.key}`);
  demand(line.unitPrice >= 0, `The unit price of line ${line.key} is negative.`);
  demand(
    Number.isInteger(line.quantityThousandths) && Math.abs(line.quantityThousandths) <= MAX_THOUSANDTHS,
    `The quantity of line ${line.key} is whole thousandths within ±${MAX_THOUSANDTHS}.`,
  );
  for (const discount of line.discounts ?? []) checkDiscount(discount);
  line.taxRates.forEach((rate, slot) => {
    demand(
      Number.isInteger(rate.ppm) && rate.ppm >= 0 && rate.ppm <= MAX_PPM,
      `Tax rate ${rate.id} is whole parts per million from 0 to ${MAX_PPM}, not ${rate.ppm}.`,
    );
    const known = rates.get(rate.id);
    if (known === undefined) {
      rates.set(rate.id, rate);
      return;
    }
    demand(known.ppm === rate.ppm && known.name === rate.name, `Tax rate ${rate.id} has two meanings.`);
    demand(
      !line.taxRates.slice(0, slot).some(({ id }) => id === rate.id),
      `Line ${line.key} has tax rate ${rate.id} twice.`,
    );
  });
}

function checkDiscount(discount: Discount): void {
  const { id, type } = discount;
  demand(type === 'percentage' || type === 'amount', `Discount ${id} is of no known type: ${type}.`);
  if (discount.type === 'percentage') {
    demand(
      Number.isInteger(discount.ppm) && discount.ppm >= 0 && discount.ppm <= WHOLE_PPM,
      `Discount ${id} is whole parts per million from 0 to ${WHOLE_PPM}, not ${discount.ppm}.`,
    );
    return;
  }
  assertMoney(discount.amount, `Discount ${id}`);
  demand(discount.amount >= 0, `Discount ${id} is negative.`);
}

function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new PricingError(message);
}
