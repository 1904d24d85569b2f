import { type Reader, readStatement } from '@cashwrap/database';
import { stores } from '@cashwrap/database/schema';

/** By whose clock the cards of a store expire. */
export interface StoreClock {
  readonly id: string;
  readonly timeZone: string;
  readonly businessDayCutoffHour: number;
}

export async function listStoreClocks(db: Reader): Promise<StoreClock[]> {
  const { id, timeZone, businessDayCutoffHour } = stores;
  return db.select({ id, timeZone, businessDayCutoffHour }).from(stores);
}

/** What is owed on the cards of one currency, in minor units. */
export interface LiabilityRow {
  readonly currency: string;
  readonly currencyDigits: number;
  readonly cards: number;
  readonly balance: number;
  readonly ofWhichBlocked: number;
  readonly ofWhichExpired: number;
  readonly loaded: number;
  readonly redeemed: number;
}

const liability = readStatement<LiabilityRow, readonly [Date, string]>(
  'gift_card_liability',
  `WITH cards AS (
     SELECT c.currency, s.currency_digits, c.status, c.expires_on < ($2::json ->> s.id::text)::date AS is_expired,
       sum(e.amount) AS balance,
       coalesce(sum(e.amount) FILTER (WHERE e.kind = 'load'), 0) AS loaded,
       coalesce(-sum(e.amount) FILTER (WHERE e.kind = 'redeem'), 0) AS redeemed
     FROM gift_cards c JOIN stores s ON s.id = c.store_id JOIN account_entries e ON e.account_id = c.id
     WHERE e.recorded_at <= $1
     GROUP BY c.id, s.id
   )
   SELECT currency, max(currency_digits) AS "currencyDigits", count(*) FILTER (WHERE balance > 0) AS cards,
     sum(balance)::int8 AS balance,
     coalesce(sum(balance) FILTER (WHERE status = 'blocked'), 0)::int8 AS "ofWhichBlocked",
     coalesce(sum(balance) FILTER (WHERE is_expired), 0)::int8 AS "ofWhichExpired",
     sum(loaded)::int8 AS loaded, sum(redeemed)::int8 AS redeemed
   FROM cards GROUP BY currency ORDER BY currency`,
);

/**
 * What was owed on gift cards at an instant, by currency.
 *
 * @param businessDates the business date then, by store
 */
export async function findLiability(
  db: Reader,
  at: Date,
  businessDates: Readonly<Record<string, string>>,
): Promise<LiabilityRow[]> {
  const { rows } = await liability(db, [at, JSON.stringify(businessDates)]);
  return rows;
}
