import {
  DIRTY_DAYS,
  figureNames,
  keysOf,
  type Rollup,
  type RollupTable,
  rollups,
  rowsOfDays,
} from '../modules/reports/index.ts';
import type { Check } from './check.ts';
import { TOLD } from './told-events.repo.ts';

/** What the rows of each rollup are, in words. */
const subjects: Readonly<Record<RollupTable, string>> = {
  rollup_sales: 'sales and returns, by hour, register and employee',
  rollup_products: 'goods sold and returned, by product',
  rollup_tenders: 'payments and refunds, by method',
  rollup_taxes: 'taxes, by rate',
  rollup_discounts: 'discounts, by what they are called',
  rollup_customers: 'sales and returns, by customer',
};

/** Days with a document or a row of the rollup, but for those that it is known to be behind with. */
const cleanDays = ({ table }: Rollup) => `(
  SELECT store_id, business_date FROM (
    SELECT store_id, business_date FROM sales UNION SELECT store_id, business_date FROM returns
    UNION SELECT store_id, business_date FROM ${table}
  ) every WHERE (store_id, business_date) NOT IN (${DIRTY_DAYS}))`;

function checkOf(rollup: Rollup): Check {
  const names = ['store_id', 'business_date', ...keysOf(rollup)];
  const keys = names.map((name) => `${name}::text`).join(', ');
  const figures = figureNames(rollup)
    .map((name) => `'${name}', ${name}::numeric`)
    .join(', ');
  const rows = (from: string) =>
    `SELECT jsonb_build_array(${keys}) AS key, jsonb_build_object(${figures}) AS figures FROM ${from}`;
  return {
    name: `The rollup of ${subjects[rollup.table]}, is what the documents of each day come to`,
    of: rollup.table,
    broken: `
      WITH clean AS MATERIALIZED ${cleanDays(rollup)}, stored AS (
        ${rows(`${rollup.table} JOIN clean USING (store_id, business_date)`)}
      ), source AS (
        ${rows(`(${rowsOfDays(rollup, 'clean')}) source`)}
      )
      SELECT ${names.map((name, index) => `key->>${index} AS ${name}`).join(', ')}, source.figures AS expected,
        stored.figures AS found
      FROM source FULL JOIN stored USING (key)
      WHERE source.figures IS DISTINCT FROM stored.figures`,
  };
}

/** The rollups of reports against the documents that they add up, and what they are kept by. */
export const rollupChecks: readonly Check[] = [
  ...rollups.map(checkOf),
  {
    // By it reports know which days to read live.
    name: 'The event of a completed sale, and of a return, names its business day',
    of: 'sales',
    broken: `
      SELECT document.id AS document_id, told.id AS event_id, document.business_date AS expected,
        told.business_date AS found
      FROM ${TOLD} JOIN (
        SELECT 'sale.completed' AS type, id, store_id, business_date FROM sales
        UNION ALL SELECT 'return.completed', id, store_id, business_date FROM returns
      ) document ON document.type = told.type
        AND document.id::text = coalesce(told.payload->>'returnId', told.payload->>'saleId')
      WHERE (told.store_id, told.business_date) IS DISTINCT FROM (document.store_id, document.business_date)`,
  },
  {
    name: 'The hour of a sale, and of a return, is that of the clock of its store, unless that was set to another zone',
    of: 'sales',
    broken: `
      SELECT * FROM (
        SELECT d.id AS document_id, extract(hour FROM d.completed_at AT TIME ZONE s.time_zone) AS expected,
          d.local_hour AS found
        FROM stores s JOIN (
          SELECT id, store_id, completed_at, local_hour FROM sales
          UNION ALL SELECT id, store_id, completed_at, local_hour FROM returns
        ) d ON d.store_id = s.id
        WHERE NOT EXISTS (
          SELECT FROM audit_log a WHERE a.document_type = 'store' AND a.document_id = s.id
            AND a.before->>'timeZone' <> a.after->>'timeZone'
        )
      ) document WHERE expected <> found`,
  },
];
