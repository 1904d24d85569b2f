import { groupedFigures } from './grouped-figures.repo.ts';
import { documentGroupings, type Grouping, goodsGroupings, methodGrouping } from './groupings.repo.ts';
import { figuresAs, figuresOf } from './rollups/figures.repo.ts';

/** What goods come to, and whole documents. */
const goods = {
  gross: 'f.gross',
  discounts: 'f.discount',
  sold: 'f.net',
  returned: 'f.returned_net',
  net: 'f.net - f.returned_net',
  tax: 'f.tax - f.returned_tax',
  cost: 'f.cost - f.returned_cost',
};
const counts = { saleCount: 'f.sale_count', returnCount: 'f.return_count' };
const documents = {
  ...goods,
  ...counts,
  voidCount: 'f.void_count',
  giftCards: 'f.gift_cards - f.returned_gift_cards',
  cashRounding: 'f.cash_rounding - f.returned_cash_rounding',
  tips: 'f.tips - f.returned_tips',
};

const NET = 'g.net';

function ofDocuments(groupBy: string, grouping: Grouping) {
  return groupedFigures(`sales_summary_by_${groupBy}`, {
    ...{ from: figuresOf('rollup_sales'), grouping, sums: documents, main: NET },
  });
}

/** Of which groups whole documents are. */
export const summaryOfDocuments = {
  hour: ofDocuments('hour', documentGroupings.hour),
  weekday: ofDocuments('weekday', documentGroupings.weekday),
  day: ofDocuments('day', documentGroupings.day),
  week: ofDocuments('week', documentGroupings.week),
  month: ofDocuments('month', documentGroupings.month),
  store: ofDocuments('store', documentGroupings.store),
  register: ofDocuments('register', documentGroupings.register),
  employee: ofDocuments('employee', documentGroupings.employee),
};

export const summaryByProduct = groupedFigures('sales_summary_by_product', {
  from: figuresOf('rollup_products'),
  grouping: goodsGroupings.product,
  sums: { ...goods, ...counts, quantity: 'f.quantity - f.returned_quantity' },
  main: NET,
});

export const summaryByCategory = groupedFigures('sales_summary_by_category', {
  from: figuresOf('rollup_products'),
  grouping: goodsGroupings.category,
  sums: { ...goods, quantity: 'f.quantity - f.returned_quantity' },
  main: NET,
});

/** Tips are no part of what payments come to here. */
export const summaryByMethod = groupedFigures('sales_summary_by_payment_method', {
  from: figuresOf('rollup_tenders'),
  grouping: methodGrouping,
  sums: {
    total: 'f.amount - f.tips - f.refunded + f.refunded_tips',
    tips: 'f.tips - f.refunded_tips',
  },
  main: 'g.total',
});

const ofCustomers = [
  ...['sale_count', 'gross', 'discount', 'net', 'tax', 'cost'],
  ...['return_count', 'returned_net', 'returned_tax', 'returned_cost'],
];

/** What stands under no customer is all sales and returns less those of customers. */
const CUSTOMERS_AND_OTHERS = `
  SELECT coalesce(c.merged_into_id, f.customer_id)::text AS key, f.store_id, ${ofCustomers.map((name) => `f.${name}`).join(', ')}
  FROM figures f LEFT JOIN customers c ON c.id = f.customer_id
  UNION ALL SELECT NULL, store_id, ${ofCustomers.join(', ')} FROM all_sales
  UNION ALL SELECT NULL, store_id, ${ofCustomers.map((name) => `-${name}`).join(', ')} FROM figures`;

export const summaryByCustomer = groupedFigures('sales_summary_by_customer', {
  from: `${figuresOf('rollup_customers')}, ${figuresAs('all_sales', 'rollup_sales')}`,
  rows: CUSTOMERS_AND_OTHERS,
  where: 'g.key IS NOT NULL OR g."saleCount" > 0 OR g."returnCount" > 0',
  grouping: {
    key: 'f.key',
    name: `CASE WHEN g.key IS NULL THEN 'No customer' ELSE coalesce(named.name, '') END`,
    named: 'LEFT JOIN customers named ON named.id = g.key::uuid',
  },
  sums: { ...goods, ...counts },
  main: NET,
});
