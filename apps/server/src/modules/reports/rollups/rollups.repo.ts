/** A table of what the documents of a store and business day came to. */
export type RollupTable =
  | 'rollup_sales'
  | 'rollup_products'
  | 'rollup_tenders'
  | 'rollup_taxes'
  | 'rollup_discounts'
  | 'rollup_customers';

/** What the documents of one kind bring to a rollup. `d` is the document. */
interface Part {
  /** What is joined to the documents. */
  readonly joined?: string;
  readonly where?: string;
  /** By column of the key: what of a document it is. */
  readonly keys: Readonly<Record<string, string>>;
  /** By column: the aggregate of it. */
  readonly figures: Readonly<Record<string, string>>;
}

/** A rollup, and how it is worked out: the one definition for the job, for live days and for `verify:books`. */
export interface Rollup {
  readonly table: RollupTable;
  readonly sales: Part;
  /** Beside what is sold; without it the rollup is about sales alone. */
  readonly returns?: Part;
}

const costOf = (lines: string, document: string) =>
  `sum((SELECT coalesce(sum(l.cost), 0) FROM ${lines} l WHERE l.${document} = d.id))`;

const soldTotals = {
  sale_count: 'count(*)',
  gross: 'sum(d.gross_total)',
  discount: 'sum(d.discount_total)',
  net: 'sum(d.net_total)',
  tax: 'sum(d.tax_total)',
  exempted_tax: 'sum(d.exempted_tax_total)',
  cost: costOf('sale_lines', 'sale_id'),
};

const returnedTotals = {
  return_count: 'count(*)',
  returned_gross: 'sum(d.gross_total)',
  returned_discount: 'sum(d.discount_total)',
  returned_net: 'sum(d.net_total)',
  returned_tax: 'sum(d.tax_total)',
  returned_cost: costOf('return_lines', 'return_id'),
};

/** Of goods: a service charge is none. */
export const GOODS_QUANTITY = `coalesce(sum(l.quantity) FILTER (WHERE l.kind = 'product'), 0)`;

const sumOfList = (figure: string) => `sum(coalesce((each->>'${figure}')::bigint, 0))`;

const place = { local_hour: 'd.local_hour', register_id: 'd.register_id', employee_id: 'd.cashier_id' };
const tender = { method: 'p.method', name: "coalesce(p.name, '')" };
const taxRate = {
  tax_rate_id: "(each->>'taxRateId')::uuid",
  name: "each->>'name'",
  percentage: "(each->>'percentage')::numeric(7, 4)",
};

/** Given at the till: it counts within its sale. */
const GIVEN_AT_TILL = '^(sale|line-[0-9]+)-[0-9]+$';

export const rollups: readonly Rollup[] = [
  {
    table: 'rollup_sales',
    sales: {
      keys: place,
      figures: {
        ...soldTotals,
        gift_cards: 'sum(d.gift_card_total)',
        cash_rounding: 'sum(d.cash_rounding)',
        tips: 'sum(d.tip_total)',
      },
    },
    returns: {
      keys: place,
      figures: {
        ...returnedTotals,
        void_count: "count(*) FILTER (WHERE d.kind = 'void')",
        returned_gift_cards: 'sum(d.gift_card_total)',
        returned_cash_rounding: 'sum(d.cash_rounding)',
        returned_tips: 'sum(d.tip_total)',
        voided_total: "coalesce(sum(d.total) FILTER (WHERE d.kind = 'void'), 0)",
      },
    },
  },
  {
    table: 'rollup_products',
    sales: {
      joined: "JOIN sale_lines l ON l.sale_id = d.id AND l.kind <> 'gift_card'",
      keys: { product_id: 'l.product_id' },
      figures: {
        sale_count: 'count(DISTINCT d.id)',
        quantity: GOODS_QUANTITY,
        gross: 'sum(l.gross)',
        discount: 'sum(l.discount)',
        net: 'sum(l.net)',
        tax: 'sum(l.tax)',
        exempted_tax: 'sum(l.exempted_tax)',
        cost: 'coalesce(sum(l.cost), 0)',
      },
    },
    returns: {
      joined: "JOIN return_lines l ON l.return_id = d.id AND l.kind <> 'gift_card'",
      keys: { product_id: 'l.product_id' },
      figures: {
        return_count: 'count(DISTINCT d.id)',
        returned_quantity: GOODS_QUANTITY,
        returned_gross: 'sum(l.gross)',
        returned_discount: 'sum(l.discount)',
        returned_net: 'sum(l.net)',
        returned_tax: 'sum(l.tax)',
        returned_cost: 'coalesce(sum(l.cost), 0)',
      },
    },
  },
  {
    table: 'rollup_tenders',
    sales: {
      joined: "JOIN payments p ON p.sale_id = d.id AND p.status = 'captured'",
      keys: tender,
      figures: { payment_count: 'count(*)', amount: 'sum(p.amount)', tips: 'sum(p.tip)' },
    },
    returns: {
      joined: 'JOIN refunds p ON p.return_id = d.id',
      keys: tender,
      figures: { refund_count: 'count(*)', refunded: 'sum(p.amount)', refunded_tips: 'sum(p.tip)' },
    },
  },
  {
    table: 'rollup_taxes',
    sales: {
      joined: 'CROSS JOIN LATERAL jsonb_array_elements(d.taxes) each',
      keys: taxRate,
      figures: {
        base: sumOfList('base'),
        amount: sumOfList('amount'),
        exempted: sumOfList('exempted'),
      },
    },
    returns: {
      joined: 'CROSS JOIN LATERAL jsonb_array_elements(d.taxes) each',
      keys: taxRate,
      figures: { returned_base: sumOfList('base'), returned_amount: sumOfList('amount') },
    },
  },
  {
    table: 'rollup_discounts',
    sales: {
      joined: 'CROSS JOIN LATERAL jsonb_array_elements(d.discounts) each',
      keys: {
        discount_id: `CASE WHEN each->>'id' ~ '${GIVEN_AT_TILL}' THEN '' ELSE each->>'id' END`,
        name: "each->>'name'",
      },
      figures: { sale_count: 'count(DISTINCT d.id)', amount: sumOfList('amount') },
    },
  },
  {
    table: 'rollup_customers',
    sales: {
      where: 'd.customer_id IS NOT NULL',
      keys: { customer_id: 'd.customer_id' },
      figures: soldTotals,
    },
    returns: {
      where: 'd.customer_id IS NOT NULL',
      keys: { customer_id: 'd.customer_id' },
      figures: returnedTotals,
    },
  },
];

/** What tells the rows of a day apart. */
export function keysOf({ sales }: Rollup): string[] {
  return Object.keys(sales.keys);
}

/** What is added up. */
export function figureNames({ sales, returns }: Rollup): string[] {
  return [...Object.keys(sales.figures), ...Object.keys(returns?.figures ?? {})];
}

/** All columns of a rollup. */
export function columnsOf(rollup: Rollup): string[] {
  return ['store_id', 'business_date', ...keysOf(rollup), ...figureNames(rollup)];
}

/**
 * Selects the rows of a rollup from the documents of some days.
 *
 * @param days What can be read from, with the columns `store_id` and `business_date`. Day by day, so that it reads the documents
 *   of those days alone by their index, whatever the planner thinks of how many there are.
 */
export function rowsOfDays(rollup: Rollup, days: string): string {
  const keys = keysOf(rollup);
  const sums = figureNames(rollup).map((name) => `sum(${name})${typeOf(name)} AS ${name}`);
  const parts = [partOf(rollup, 'sales'), ...(rollup.returns ? [partOf(rollup, 'returns')] : [])];
  return `SELECT day.store_id, day.business_date, ${[...keys, ...figureNames(rollup)].join(', ')}
    FROM ${days} day CROSS JOIN LATERAL (
      SELECT ${[...keys, ...sums].join(', ')} FROM (${parts.join(' UNION ALL ')}) part GROUP BY ${keys.join(', ')}
    ) of_day`;
}

function partOf(rollup: Rollup, documents: 'sales' | 'returns'): string {
  const { joined = '', where = 'true', keys = {}, figures = {} } = rollup[documents] ?? {};
  const selected = [
    ...Object.entries(keys).map(([name, sql]) => `${sql} AS ${name}`),
    ...figureNames(rollup).map((name) => `${figures[name] ?? 0} AS ${name}`),
  ];
  const positions = Object.keys(keys).map((_, index) => index + 1);
  return `SELECT ${selected.join(', ')} FROM ${documents} d ${joined}
    WHERE d.store_id = day.store_id AND d.business_date = day.business_date AND ${where}
    GROUP BY ${positions.join(', ')}`;
}

/** Quantities have decimals. */
function typeOf(figure: string): string {
  return figure.endsWith('quantity') ? '' : '::bigint';
}
