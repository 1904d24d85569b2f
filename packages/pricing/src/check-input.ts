import type { AmountDiscount, PercentageDiscount } from './discounts.ts';
import { assertWhole, MAX_MONEY, WHOLE_PPM } from './money.ts';
import { PricingError } from './pricing-error.ts';
import type { GoodsLineInput, PriceSaleInput, PricingSettings } from './sale.ts';
import type { ServiceChargeLineInput } from './service-charges.ts';
import type { TaxRate } from './taxes.ts';
import { MAX_PPM, MAX_THOUSANDTHS } from './wire-numbers.ts';

/** The most lines of one sale: no sum of so many amounts of money passes 2^53. */
export const MAX_LINES = 5_000;

/** @throws PricingError if the engine cannot price the input exactly. */
export function checkInput({ settings, lines, discounts = [] }: PriceSaleInput): void {
  checkSettings(settings);
  assertWhole(lines.length, 0, MAX_LINES, 'The number of lines');
  const keys = new Set<string>();
  const rates = new Map<string, TaxRate>();
  for (const line of lines) {
    demand(!keys.has(line.key), `Two lines have the key ${line.key}.`);
    keys.add(line.key);
    if ('unitPrice' in line) checkGoods(line);
    if ('taxRates' in line) checkRates(line, rates);
  }
  for (const line of lines) if ('serviceCharge' in line) checkServiceCharge(line, keys);
  for (const discount of discounts) {
    checkDiscount(discount);
    demandKnown(discount.eligibleLines, keys, `Discount ${discount.id}`);
  }
}

function checkSettings({ roundingMode, taxRounding, cashRounding }: PricingSettings): void {
  demandOneOf(['half_up', 'half_even'], roundingMode, 'The rounding mode');
  demandOneOf(['line', 'document'], taxRounding, 'The rounding of taxes');
  if (cashRounding) assertWhole(cashRounding.step, 1, MAX_MONEY, 'A cash rounding step');
}

function checkGoods({
  key,
  unitPrice,
  labelPrice = 0,
  quantityThousandths,
  discountable,
  discounts = [],
}: GoodsLineInput): void {
  assertWhole(unitPrice, 0, MAX_MONEY, `The unit price of line ${key}`);
  assertWhole(labelPrice, 0, MAX_MONEY, `The label price of line ${key}`);
  assertWhole(quantityThousandths, -MAX_THOUSANDTHS, MAX_THOUSANDTHS, `The thousandths of line ${key}`);
  demand(
    discountable !== false || discounts.length === 0,
    `Line ${key} is not discountable, but discounted.`,
  );
  let left = Math.abs(quantityThousandths);
  for (const discount of discounts) {
    checkDiscount(discount);
    const { id, quantityThousandths: part } = discount;
    if (part === undefined) continue;
    assertWhole(part, 1, left, `The part of line ${key} under discount ${id}`);
    left -= part;
  }
}

function checkServiceCharge({ key, serviceCharge }: ServiceChargeLineInput, keys: ReadonlySet<string>): void {
  const what = `The service charge ${key}`;
  if (serviceCharge.type === 'amount') {
    assertWhole(serviceCharge.amount, 0, MAX_MONEY, what);
    return;
  }
  assertWhole(serviceCharge.ppm, 0, MAX_PPM, `${what} in ppm`);
  demandKnown(serviceCharge.of, keys, what);
}

function checkRates(
  { key, taxRates }: GoodsLineInput | ServiceChargeLineInput,
  rates: Map<string, TaxRate>,
): void {
  taxRates.forEach((rate, slot) => {
    assertWhole(rate.ppm, 0, MAX_PPM, `Tax rate ${rate.id} in ppm`);
    const known = rates.get(rate.id) ?? rate;
    rates.set(rate.id, known);
    demand(known.ppm === rate.ppm && known.name === rate.name, `Two tax rates have the id ${rate.id}.`);
    const first = taxRates.findIndex(({ id }) => id === rate.id);
    demand(first === slot, `Line ${key} has the tax rate ${rate.id} twice.`);
  });
}

/** Of what is on the discount, by whomever it is given. */
export function checkDiscount(
  discount: Pick<PercentageDiscount, 'id' | 'type' | 'ppm'> | Pick<AmountDiscount, 'id' | 'type' | 'amount'>,
): void {
  const { id, type } = discount;
  demandOneOf(['percentage', 'amount'], type, `The type of discount ${id}`);
  if (discount.type === 'percentage') assertWhole(discount.ppm, 0, WHOLE_PPM, `Discount ${id} in ppm`);
  else assertWhole(discount.amount, 0, MAX_MONEY, `Discount ${id}`);
}

function demandKnown(named: readonly string[] = [], keys: ReadonlySet<string>, what: string): void {
  for (const key of named) demand(keys.has(key), `${what} names the line ${key}, which is not there.`);
}

export function demandOneOf(known: readonly string[], value: string, what: string): void {
  demand(known.includes(value), `${what} is ${known.join(' or ')}, not ${value}.`);
}

export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new PricingError(message);
}
