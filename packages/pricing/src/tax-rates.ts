import { isWithin } from './prices.ts';
import type { TaxRate } from './taxes.ts';

/** A rate of one store and tax category, with the dates on which it is charged. */
export interface DatedTaxRate extends TaxRate {
  /** The first business date, `YYYY-MM-DD`; null for no beginning. */
  readonly validFrom: string | null;
  /** The last business date; null for no end. */
  readonly validTo: string | null;
}

/**
 * The rates that are charged on a date, in the order given. None means that the rate is missing: a line that
 * bears no tax has an explicit rate of zero.
 */
export function selectTaxRates(rates: readonly DatedTaxRate[], date: string): TaxRate[] {
  return rates
    .filter(({ validFrom, validTo }) => isWithin(date, validFrom, validTo))
    .map(({ id, name, ppm }) => ({ id, name, ppm }));
}
