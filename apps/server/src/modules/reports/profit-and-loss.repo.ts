import type { Reader } from '@cashwrap/database';
import type { BusinessSpan } from './business-days.ts';
import { type AskedFigures, groupedFigures } from './grouped-figures.repo.ts';
import { everyGrouping } from './groupings.repo.ts';
import { figuresAs, figuresOf } from './rollups/figures.repo.ts';

/** What each source brings; of the others it has none. */
const FIGURES = [
  ...['gross', 'discount', 'net', 'returned_net', 'cost', 'cash_rounding', 'service_charges'],
  ...['losses', 'revaluations', 'cash_variance'],
] as const;
type Figure = (typeof FIGURES)[number];

const select = (days: string, figures: Partial<Record<Figure, string>>, source: string) =>
  `SELECT ${[days, ...FIGURES.map((name) => `${figures[name] ?? 0} AS ${name}`)].join(', ')} FROM ${source}`;

const inPeriod = (table: string) =>
  `${table}.store_id = ANY($1::uuid[]) AND ${table}.business_date BETWEEN $2::date AND $3::date`;
const DAY = 'store_id, business_date';
const SPAN = 'span.store_id, span.business_date';

const within = (instant: string) => `${instant} >= span.starts AND ${instant} < span.ends`;

/**
 * Beside sales: what stock has lost by corrections and counts, and by being set aside, less what was put back, and by being
 * written off; what was lost on the road; what came back and went nowhere; what became worth another value. What stock was
 * opened with is no gain.
 */
const SOURCES = [
  select(
    DAY,
    {
      ...{ gross: 'gross', discount: 'discount', net: 'net', returned_net: 'returned_net' },
      ...{ cost: 'cost - returned_cost', cash_rounding: 'cash_rounding - returned_cash_rounding' },
    },
    'figures',
  ),
  select(DAY, { service_charges: 'net - returned_net' }, 'goods WHERE product_id IS NULL'),
  select(
    SPAN,
    {
      losses: `CASE m.kind WHEN 'revaluation' THEN 0 ELSE -m.value END`,
      revaluations: `CASE m.kind WHEN 'revaluation' THEN m.value ELSE 0 END`,
    },
    `span JOIN stock_movements m ON m.store_id = span.store_id AND ${within('m.recorded_at')}
       AND m.kind IN ('adjustment', 'count', 'revaluation')
     WHERE m.kind <> 'adjustment'
       OR NOT EXISTS (SELECT FROM stock_adjustments a WHERE a.id = m.document_id AND a.reason = 'opening_stock')`,
  ),
  select(
    SPAN,
    { losses: '-m.value' },
    `span JOIN stock_adjustments a ON a.store_id = span.store_id AND ${within('a.created_at')}
       AND a.reason IN ('set_aside', 'restore', 'write_off')
     JOIN damaged_movements m ON m.document_id = a.id`,
  ),
  // What is lost leaves last, with what of the cost has not left before it. Nothing changes a transfer afterwards.
  select(
    SPAN,
    { losses: 'l.cost - div(2 * l.cost * (l.quantity - l.lost) + l.quantity, 2 * l.quantity)' },
    `transfer_lines l JOIN transfers t ON t.id = l.transfer_id
     JOIN span ON span.store_id = t.from_store_id AND ${within('t.updated_at')}
     WHERE l.lost > 0`,
  ),
  select(
    'r.store_id, r.business_date',
    { losses: 'coalesce(l.cost, 0)' },
    `returns r JOIN return_lines l ON l.return_id = r.id AND l.disposition = 'none' WHERE ${inPeriod('r')}`,
  ),
  select(
    'shift.store_id, shift.business_date',
    { cash_variance: `coalesce((tender->>'variance')::bigint, 0)` },
    `shifts shift CROSS JOIN LATERAL jsonb_array_elements(shift.tenders) tender
     WHERE ${inPeriod('shift')} AND shift.status = 'closed' AND tender->>'method' = 'cash'`,
  ),
];

const groupings = { ...everyGrouping, total: { key: `'total'`, name: `'Total'` } };

const by = (name: keyof typeof groupings) => {
  const grouping = groupings[name];
  const read = groupedFigures(`report_profit_and_loss_${name}`, {
    from: `${figuresOf('rollup_sales')}, ${figuresAs('goods', 'rollup_products')}, span AS (
      SELECT * FROM unnest($6::uuid[], $7::date[], $8::timestamptz[], $9::timestamptz[])
        AS span (store_id, business_date, starts, ends)
    )`,
    grouping,
    rows: `SELECT ${grouping.key} AS key, f.* FROM (${SOURCES.join(' UNION ALL ')}) f`,
    sums: {
      grossSales: 'f.gross',
      discounts: 'f.discount',
      sold: 'f.net',
      returned: 'f.returned_net',
      serviceCharges: 'f.service_charges',
      costOfGoods: 'f.cost',
      stockLosses: 'f.losses',
      revaluations: 'f.revaluations',
      cashRounding: 'f.cash_rounding',
      cashVariance: 'f.cash_variance',
    },
    main: 'g.sold - g.returned',
  });
  return (db: Reader, asked: AskedFigures, spans: readonly BusinessSpan[]) =>
    read(
      db,
      asked,
      spans.map(({ storeId }) => storeId),
      spans.map(({ businessDate }) => businessDate),
      spans.map(({ start }) => start),
      spans.map(({ end }) => end),
    );
};

/** What was earned and lost, by what that is grouped by. The spans are those of all stores and days that are asked for. */
export const profitAndLossBy = {
  total: by('total'),
  day: by('day'),
  week: by('week'),
  month: by('month'),
  store: by('store'),
};

/** What all sources come to. */
export type ProfitAndLossSums = Awaited<
  ReturnType<(typeof profitAndLossBy)['total']>
>['totals'][number]['sums'];
