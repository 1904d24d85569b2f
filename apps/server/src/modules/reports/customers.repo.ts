import { type Reader, readStatement } from '@cashwrap/database';
import type { AskedFigures, Grouped, GroupRow } from './grouped-figures.repo.ts';
import { figuresAs, figuresOf } from './rollups/figures.repo.ts';

/** What customers come to; of totals also how many there are, and what nobody's sales and returns come to. */
export interface CustomerSums extends Readonly<Record<SumName, number>> {
  readonly [name: string]: number;
}

type SumName =
  | ('saleCount' | 'returnCount' | 'sold' | 'returned')
  | ('customerCount' | 'newCount' | 'anonymousSaleCount' | 'anonymousNet');

/** A customer in one currency. */
export interface CustomerRow extends GroupRow<CustomerSums> {
  readonly key: string;
  readonly isErased: boolean;
  readonly isNew: boolean;
  readonly firstSaleOn: string | null;
  readonly lastSaleOn: string | null;
}

type StoredRow = Record<SumName, number> & {
  readonly key: string | null;
  readonly name: string | null;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly rowCount: number;
  readonly isErased: boolean | null;
  readonly isNew: boolean | null;
  readonly firstSaleOn: string | null;
  readonly lastSaleOn: string | null;
};

/**
 * Who was merged stands with whom they became. The first sale of all is the one that was completed first: the index of the
 * sales of a customer begins with it.
 */
const read = readStatement<
  StoredRow,
  readonly [
    storeIds: readonly string[],
    from: string,
    to: string,
    limit: number | null,
    keys: readonly (string | null)[] | null,
  ]
>(
  'report_customers',
  `WITH ${figuresOf('rollup_customers')}, ${figuresAs('all_sales', 'rollup_sales')}, bought AS (
     SELECT coalesce(c.merged_into_id, f.customer_id) AS id, s.currency, min(s.currency_digits) AS currency_digits,
       sum(f.sale_count) AS sale_count, sum(f.return_count) AS return_count, sum(f.net) AS sold,
       sum(f.returned_net) AS returned, max(f.business_date) FILTER (WHERE f.sale_count > 0) AS last_sale_on
     FROM figures f JOIN stores s ON s.id = f.store_id
     LEFT JOIN customers c ON c.id = f.customer_id AND c.merged_into_id IS NOT NULL
     GROUP BY 1, 2
   ), who AS (
     SELECT DISTINCT id, id AS was FROM bought
     UNION ALL
     SELECT merged_into_id, id FROM customers WHERE merged_into_id IN (SELECT id FROM bought)
   ), first_sales AS (
     SELECT who.id, min(sale.business_date) AS first_sale_on
     FROM who CROSS JOIN LATERAL (
       SELECT business_date FROM sales WHERE customer_id = who.was ORDER BY completed_at, id LIMIT 1
     ) sale
     GROUP BY who.id
   ), counted AS (
     SELECT bought.*, first_sale_on,
       coalesce(first_sale_on BETWEEN $2::date AND $3::date, false) AS is_new
     FROM bought LEFT JOIN first_sales USING (id)
   ), everybody AS (
     SELECT s.currency, min(s.currency_digits) AS currency_digits, sum(a.sale_count) AS sale_count,
       sum(a.net - a.returned_net) AS net
     FROM all_sales a JOIN stores s ON s.id = a.store_id GROUP BY 1
   ), known AS (
     SELECT currency, sum(sale_count) AS sale_count, sum(return_count) AS return_count, sum(sold) AS sold,
       sum(returned) AS returned, count(*) FILTER (WHERE sale_count > 0) AS customer_count,
       count(*) FILTER (WHERE sale_count > 0 AND is_new) AS new_count
     FROM counted GROUP BY 1
   ), placed AS (
     SELECT false AS is_total, id, currency, currency_digits, sale_count, return_count, sold, returned, 0 AS customer_count,
       0 AS new_count, 0 AS anonymous_sale_count, 0 AS anonymous_net, is_new, first_sale_on, last_sale_on,
       count(*) OVER () AS row_count, row_number() OVER (ORDER BY sold - returned DESC, id, currency) AS place
     FROM counted
     UNION ALL
     SELECT true, NULL, currency, e.currency_digits, coalesce(k.sale_count, 0), coalesce(k.return_count, 0),
       coalesce(k.sold, 0), coalesce(k.returned, 0), coalesce(k.customer_count, 0), coalesce(k.new_count, 0),
       e.sale_count - coalesce(k.sale_count, 0), e.net - coalesce(k.sold - k.returned, 0), NULL, NULL, NULL,
       0, row_number() OVER (ORDER BY coalesce(k.sold - k.returned, 0) DESC, currency)
     FROM everybody e LEFT JOIN known k USING (currency)
   )
   SELECT g.id::text AS key, c.name, c.status = 'erased' AS "isErased", g.currency, g.currency_digits AS "currencyDigits",
     g.row_count AS "rowCount", g.sale_count::bigint AS "saleCount",
     g.return_count::bigint AS "returnCount", g.sold::bigint AS sold, g.returned::bigint AS returned,
     g.customer_count AS "customerCount", g.new_count AS "newCount",
     g.anonymous_sale_count::bigint AS "anonymousSaleCount", g.anonymous_net::bigint AS "anonymousNet",
     g.is_new AS "isNew", g.first_sale_on AS "firstSaleOn", g.last_sale_on AS "lastSaleOn"
   FROM placed g LEFT JOIN customers c ON c.id = g.id
   WHERE g.is_total OR (g.place <= coalesce($4::bigint, g.place) AND ($5::text[] IS NULL OR g.id::text = ANY($5)))
   ORDER BY g.is_total, g.place`,
);

/** Who has bought, and what all of them have. */
export async function readCustomers(
  db: Reader,
  { storeIds, from, to, limit, keys }: AskedFigures,
): Promise<Grouped<CustomerSums, CustomerRow>> {
  const { rows } = await read(db, [storeIds, from, to, limit, keys]);
  const customers: CustomerRow[] = [];
  const totals: Grouped<CustomerSums>['totals'][number][] = [];
  for (const { key, name, currency, currencyDigits, rowCount: _, ...row } of rows) {
    const { isErased, isNew, firstSaleOn, lastSaleOn, ...sums } = row;
    if (key === null) totals.push({ currency, currencyDigits, sums });
    else {
      customers.push({
        ...{ key, name: name ?? '', currency, currencyDigits, sums },
        ...{ isErased: isErased === true, isNew: isNew === true, firstSaleOn, lastSaleOn },
      });
    }
  }
  return { rows: customers, rowCount: rows.find(({ key }) => key !== null)?.rowCount ?? 0, totals };
}
