/** What figures may be grouped by: rows of the time come in its order, all others by their main figure. */
export interface Grouping {
  /** The key, as text, of a row `f` of figures; null: what has none. */
  readonly key: string;
  /** What is joined to `f` for the key. */
  readonly joined?: string;
  /** What it is called now, of a row `g` with its key. */
  readonly name: string;
  /** What is joined to `g` for the name. */
  readonly named?: string;
  /** What time groups are sorted by, of `g`. */
  readonly order?: string;
}

/** What any rollup can be grouped by. */
export const everyGrouping = {
  day: { key: 'f.business_date::text', name: 'g.key', order: 'g.key' },
  week: { key: `to_char(f.business_date, 'IYYY-"W"IW')`, name: 'g.key', order: 'g.key' },
  month: {
    key: `to_char(f.business_date, 'YYYY-MM')`,
    name: `to_char((g.key || '-01')::date, 'FMMonth YYYY')`,
    order: 'g.key',
  },
  store: {
    key: 'f.store_id::text',
    name: 'named.name',
    named: 'LEFT JOIN stores named ON named.id = g.key::uuid',
  },
} as const satisfies Record<string, Grouping>;

/** What documents can be grouped by beside that: `rollup_sales` alone. */
export const documentGroupings = {
  ...everyGrouping,
  hour: { key: 'f.local_hour::text', name: `lpad(g.key, 2, '0') || ':00'`, order: 'g.key::integer' },
  weekday: {
    key: 'extract(isodow FROM f.business_date)::text',
    // 1 January 2024 was a Monday.
    name: `to_char(date '2024-01-01' + g.key::integer - 1, 'FMDay')`,
    order: 'g.key',
  },
  register: {
    key: 'f.register_id::text',
    name: 'named.name',
    named: 'LEFT JOIN registers named ON named.id = g.key::uuid',
  },
  employee: {
    key: 'f.employee_id::text',
    name: 'named.name',
    named: 'LEFT JOIN users named ON named.id = g.key::uuid',
  },
} as const satisfies Record<string, Grouping>;

/** What goods can be grouped by: `rollup_products` alone. */
export const goodsGroupings = {
  product: {
    key: 'f.product_id::text',
    name: `coalesce(named.name, 'Service charges')`,
    named: 'LEFT JOIN products named ON named.id = g.key::uuid',
  },
  category: {
    key: 'p.category_id::text',
    joined: 'LEFT JOIN products p ON p.id = f.product_id',
    name: `coalesce(named.name, 'No category')`,
    named: 'LEFT JOIN categories named ON named.id = g.key::uuid',
  },
} as const satisfies Record<string, Grouping>;

/** What is grouped by payment method: `rollup_tenders` alone. */
export const methodGrouping: Grouping = {
  key: 'f.method',
  name: `upper(left(g.key, 1)) || replace(substr(g.key, 2), '_', ' ')`,
};
