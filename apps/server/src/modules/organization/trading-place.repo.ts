import type { CashRounding, LabelLayout, RegisterKind, RoundingMode, TaxRounding } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';
import type { z } from 'zod';

/** A store as far as a sale depends on it, with one of its registers. */
export interface TradingPlace {
  readonly storeId: string;
  readonly currency: string;
  readonly currencyDigits: number;
  /** The currency of the catalogue prices. */
  readonly merchantCurrency: string;
  /** How the labels of scales are read. */
  readonly labelLayouts: readonly LabelLayout[];
  readonly timeZone: string;
  readonly businessDayCutoffHour: number;
  readonly pricesIncludeTax: boolean;
  readonly taxRounding: z.infer<typeof TaxRounding>;
  readonly roundingMode: z.infer<typeof RoundingMode>;
  readonly cashRounding: z.infer<typeof CashRounding>;
  /** Whether every product may be sold below zero stock. */
  readonly allowOversell: boolean;
  /** How much of a line or sale discounts may take off without a permission of their own, in whole percent. */
  readonly maxDiscountPercentage: number;
  /** Null where no register was asked for, or it is not one of this store. */
  readonly registerKind: z.infer<typeof RegisterKind> | null;
  readonly registerRetired: boolean;
  /** Null where there is no register. */
  readonly registerCreatedAt: Date | null;
  /** Of the register; null where no shift is open. */
  readonly openShiftId: string | null;
}

const tradingPlace = readStatement<TradingPlace, readonly [string, string | null]>(
  'trading_place',
  `SELECT s.id AS "storeId", s.currency, s.currency_digits AS "currencyDigits",
     m.currency AS "merchantCurrency", m.label_layouts AS "labelLayouts", s.time_zone AS "timeZone",
     s.business_day_cutoff_hour AS "businessDayCutoffHour", s.prices_include_tax AS "pricesIncludeTax",
     s.tax_rounding AS "taxRounding", s.rounding_mode AS "roundingMode", s.cash_rounding AS "cashRounding",
     s.allow_oversell AS "allowOversell",
     s.max_discount_percentage AS "maxDiscountPercentage", r.kind AS "registerKind",
     r.retired_at IS NOT NULL AS "registerRetired", r.created_at AS "registerCreatedAt",
     r.open_shift_id AS "openShiftId"
   FROM stores s CROSS JOIN merchants m LEFT JOIN registers r ON r.id = $2 AND r.store_id = s.id
   WHERE s.id = $1`,
);

export async function findTradingPlace(
  db: Reader,
  storeId: string,
  registerId: string | null,
): Promise<TradingPlace | undefined> {
  const { rows } = await tradingPlace(db, [storeId, registerId]);
  return rows[0];
}
