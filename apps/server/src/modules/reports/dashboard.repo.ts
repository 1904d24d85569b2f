import type { PaymentMethod } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';
import { figuresOf } from './rollups/figures.repo.ts';

/** A business day of each store: the one of the first store first. */
export interface DayOfStores {
  readonly storeIds: readonly string[];
  readonly dates: readonly string[];
}

type OfDay = readonly [storeIds: readonly string[], from: string, to: string, dates: readonly string[]];

/** Picks of the figures those of the day of each store. */
const OF_DAY = `
  FROM unnest($1::uuid[], $4::date[]) AS day (store_id, business_date)
  JOIN figures f USING (store_id, business_date)
  JOIN stores store ON store.id = day.store_id`;

function paramsOf({ storeIds, dates }: DayOfStores): OfDay {
  const inOrder = [...dates].sort();
  return [storeIds, inOrder[0] ?? '', inOrder.at(-1) ?? '', dates];
}

/** What sales and returns came to, in one currency. */
export interface DayFigures {
  readonly saleCount: number;
  readonly returnCount: number;
  /** Of the sales alone. */
  readonly sold: number;
  readonly net: number;
  readonly tax: number;
  readonly tips: number;
  readonly cost: number;
}

type FiguresRow = DayFigures & { readonly currency: string };
type HourRow = FiguresRow & { readonly hour: number };

const byHour = readStatement<HourRow, OfDay>(
  'dashboard_hours',
  `WITH ${figuresOf('rollup_sales')}
   SELECT store.currency, f.local_hour AS hour, sum(f.sale_count)::bigint AS "saleCount", sum(f.return_count)::bigint AS "returnCount",
     sum(f.net)::bigint AS sold, sum(f.net - f.returned_net)::bigint AS net, sum(f.tax - f.returned_tax)::bigint AS tax,
     sum(f.tips - f.returned_tips)::bigint AS tips, sum(f.cost - f.returned_cost)::bigint AS cost
   ${OF_DAY}
   GROUP BY store.currency, f.local_hour ORDER BY store.currency, f.local_hour`,
);

/** What the hours of a day came to, by currency. */
export async function listHours(db: Reader, day: DayOfStores): Promise<HourRow[]> {
  const { rows } = await byHour(db, paramsOf(day));
  return rows;
}

const costOf = (lines: string, document: string) =>
  `(SELECT coalesce(sum(line.cost), 0) FROM ${lines} line WHERE line.${document} = d.id)`;

const upTo = readStatement<
  FiguresRow,
  readonly [storeIds: readonly string[], dates: readonly string[], untils: readonly Date[]]
>(
  'dashboard_up_to',
  `WITH day AS (
     SELECT * FROM unnest($1::uuid[], $2::date[], $3::timestamptz[]) AS d (store_id, business_date, until)
   ), document AS (
     SELECT store_id, 1 AS sales, 0 AS returns, net_total AS sold, net_total AS net, tax_total AS tax, tip_total AS tips,
       ${costOf('sale_lines', 'sale_id')} AS cost
     FROM day JOIN sales d USING (store_id, business_date) WHERE d.completed_at < day.until
     UNION ALL
     SELECT store_id, 0, 1, 0, -net_total, -tax_total, -tip_total, -${costOf('return_lines', 'return_id')}
     FROM day JOIN returns d USING (store_id, business_date) WHERE d.completed_at < day.until
   )
   SELECT store.currency, sum(sales) AS "saleCount", sum(returns) AS "returnCount", sum(sold)::bigint AS sold, sum(net)::bigint AS net,
     sum(tax)::bigint AS tax, sum(tips)::bigint AS tips, sum(cost)::bigint AS cost
   FROM document JOIN stores store ON store.id = document.store_id
   GROUP BY store.currency`,
);

/** What a day came to up to an instant, which is another for each store, by currency. */
export async function sumUpTo(
  db: Reader,
  { storeIds, dates }: DayOfStores,
  untils: readonly Date[],
): Promise<FiguresRow[]> {
  const { rows } = await upTo(db, [storeIds, dates, untils]);
  return rows;
}

type MethodRow = { readonly currency: string; readonly method: PaymentMethod; readonly collected: number };

const byMethod = readStatement<MethodRow, OfDay>(
  'dashboard_payments',
  `WITH ${figuresOf('rollup_tenders')}
   SELECT store.currency, f.method, sum(f.amount - f.refunded)::bigint AS collected
   ${OF_DAY}
   GROUP BY store.currency, f.method ORDER BY collected DESC, f.method`,
);

/** Payments less refunds, by currency and method: the most first. */
export async function listMethods(db: Reader, day: DayOfStores): Promise<MethodRow[]> {
  const { rows } = await byMethod(db, paramsOf(day));
  return rows;
}

type ProductRow = {
  readonly currency: string;
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly net: number;
};

const topProducts = readStatement<ProductRow, readonly [...OfDay, limit: number]>(
  'dashboard_products',
  `WITH ${figuresOf('rollup_products')}, sold AS (
     SELECT store.currency, f.product_id, sum(f.quantity - f.returned_quantity) AS quantity, sum(f.net - f.returned_net) AS net
     ${OF_DAY}
     WHERE f.product_id IS NOT NULL GROUP BY store.currency, f.product_id
   ), placed AS (
     SELECT *, row_number() OVER (PARTITION BY currency ORDER BY net DESC, product_id) AS place FROM sold
   )
   SELECT placed.currency, product_id AS "productId", product.name, quantity::float8 AS quantity, net::bigint AS net
   FROM placed JOIN products product ON product.id = product_id
   WHERE place <= $5 ORDER BY placed.currency, place`,
);

/** The products with the most net in each currency, so many at the most. */
export async function listTopProducts(db: Reader, day: DayOfStores, limit: number): Promise<ProductRow[]> {
  const { rows } = await topProducts(db, [...paramsOf(day), limit]);
  return rows;
}

type OpenShiftRow = {
  readonly shiftId: string;
  readonly storeId: string;
  readonly registerId: string;
  readonly registerName: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly count: number;
};

const openShifts = readStatement<OpenShiftRow, readonly [storeIds: readonly string[], limit: number]>(
  'dashboard_open_shifts',
  `SELECT shift.id AS "shiftId", shift.store_id AS "storeId", shift.register_id AS "registerId", register.name AS "registerName",
     shift.opened_by AS "openedBy", shift.opened_at AS "openedAt", count(*) OVER () AS count
   FROM shifts shift JOIN registers register ON register.id = shift.register_id
   WHERE shift.status = 'open' AND shift.store_id = ANY($1::uuid[])
   ORDER BY shift.opened_at, shift.id LIMIT $2`,
);

/** The shifts that are open, the oldest first; `count` is of all of them. */
export async function listOpenShifts(
  db: Reader,
  storeIds: readonly string[],
  limit: number,
): Promise<OpenShiftRow[]> {
  const { rows } = await openShifts(db, [storeIds, limit]);
  return rows;
}

type Waiting = {
  readonly unresolvedFlagCount: number;
  readonly parkedSaleCount: number;
  readonly pendingPaymentCount: number;
};

const waiting = readStatement<Waiting, readonly [storeIds: readonly string[]]>(
  'dashboard_waiting',
  `SELECT
     (SELECT count(*) FROM sale_flags WHERE status = 'open' AND store_id = ANY($1::uuid[])) AS "unresolvedFlagCount",
     (SELECT count(*) FROM open_sales WHERE status = 'parked' AND store_id = ANY($1)) AS "parkedSaleCount",
     (SELECT count(*) FROM payments WHERE ask_at IS NOT NULL AND store_id = ANY($1))
       + (SELECT count(*) FROM refunds WHERE status = 'pending' AND store_id = ANY($1)) AS "pendingPaymentCount"`,
);

/** How much waits for somebody. */
export async function countWaiting(db: Reader, storeIds: readonly string[]): Promise<Waiting> {
  const { rows } = await waiting(db, [storeIds]);
  const [row] = rows;
  if (!row) throw new Error('An aggregate without a row.');
  return row;
}
