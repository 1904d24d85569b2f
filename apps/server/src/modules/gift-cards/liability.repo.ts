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
  /** Of the three that follow: what came after `since`, and not after `at`. */
  readonly loaded: number;
  readonly redeemed: number;
  readonly adjusted: number;
}

type LiabilityAt = readonly [at: Date, businessDates: string, since: Date, entriesFrom: Date | null];

// Without an instant from which on entries count none is read: the condition holds no column, so it is looked at once.
const liability = readStatement<LiabilityRow, LiabilityAt>(
  'gift_card_liability',
  `WITH clocks AS MATERIALIZED (
     SELECT id, currency_digits, ($2::json ->> id::text)::date AS business_date FROM stores
   ), entries AS (
     SELECT account_id, sum(amount) FILTER (WHERE recorded_at > $1) AS later,
       sum(amount) FILTER (WHERE kind = 'load' AND recorded_at > $3 AND recorded_at <= $1) AS loaded,
       -sum(amount) FILTER (WHERE kind = 'redeem' AND recorded_at > $3 AND recorded_at <= $1) AS redeemed,
       sum(amount) FILTER (WHERE kind NOT IN ('load', 'redeem') AND recorded_at > $3 AND recorded_at <= $1) AS adjusted
     FROM account_entries WHERE $4::timestamptz IS NOT NULL AND recorded_at > $4 GROUP BY account_id
   ), cards AS (
     SELECT c.currency, clocks.currency_digits, c.status, c.expires_on < clocks.business_date AS is_expired,
       a.balance - coalesce(e.later, 0) AS balance, e.loaded, e.redeemed, e.adjusted
     FROM gift_cards c JOIN clocks ON clocks.id = c.store_id JOIN accounts a ON a.id = c.id
     LEFT JOIN entries e ON e.account_id = c.id
   )
   SELECT currency, max(currency_digits) AS "currencyDigits", count(*) FILTER (WHERE balance > 0) AS cards,
     sum(balance)::int8 AS balance,
     coalesce(sum(balance) FILTER (WHERE status = 'blocked'), 0)::int8 AS "ofWhichBlocked",
     coalesce(sum(balance) FILTER (WHERE is_expired), 0)::int8 AS "ofWhichExpired",
     coalesce(sum(loaded), 0)::int8 AS loaded, coalesce(sum(redeemed), 0)::int8 AS redeemed,
     coalesce(sum(adjusted), 0)::int8 AS adjusted
   FROM cards GROUP BY currency ORDER BY currency`,
);

/** When it is asked about. */
interface LiabilityTime {
  readonly at: Date;
  /** Whether that is now: then what is owed is read off the balances alone. */
  readonly isNow: boolean;
  /** From when on movements are told; undefined: they are not. */
  readonly since: Date | undefined;
  /** The business date at that instant, by store. */
  readonly businessDates: Readonly<Record<string, string>>;
}

/**
 * What was owed on gift cards at an instant, by currency: the balances, less what came later. So the cost is that of the
 * cards, and of the entries since the earlier of the instants.
 */
export async function findLiability(
  db: Reader,
  { at, isNow, since = at, businessDates }: LiabilityTime,
): Promise<LiabilityRow[]> {
  const entriesFrom = isNow && since === at ? null : since;
  const { rows } = await liability(db, [at, JSON.stringify(businessDates), since, entriesFrom]);
  return rows;
}
