import type { Check, CheckedTable } from './check.ts';

/** What names what, without a foreign key that would look after it. */
type Reference = readonly [table: CheckedTable, column: string, target: string];

/** Of what is written with each sale: docs/decisions/0007. */
const REFERENCES: readonly Reference[] = [
  ['sales', 'store_id', 'stores'],
  ['sales', 'register_id', 'registers'],
  ['sales', 'cashier_id', 'users'],
  ['sales', 'customer_id', 'customers'],
  ['sale_lines', 'store_id', 'stores'],
  ['sale_lines', 'product_id', 'products'],
  ['payments', 'store_id', 'stores'],
  ['transactions', 'store_id', 'stores'],
  ['transactions', 'register_id', 'registers'],
  ['transactions', 'actor_id', 'users'],
  ['shifts', 'opened_by', 'users'],
  ['shifts', 'closed_by', 'users'],
  ['cash_movements', 'store_id', 'stores'],
  ['cash_movements', 'register_id', 'registers'],
  ['cash_movements', 'actor_id', 'users'],
  ['stock_movements', 'store_id', 'stores'],
  ['stock_movements', 'product_id', 'products'],
  ['stock_movements', 'actor_id', 'users'],
  ['damaged_movements', 'store_id', 'stores'],
  ['damaged_movements', 'product_id', 'products'],
  ['damaged_movements', 'actor_id', 'users'],
];

/** Of what is around completed sales: open ones, returns, and what is to be looked at. */
const AROUND_SALES: readonly Reference[] = [
  ['open_sales', 'cashier_id', 'users'],
  ['returns', 'store_id', 'stores'],
  ['returns', 'register_id', 'registers'],
  ['returns', 'cashier_id', 'users'],
  ['returns', 'customer_id', 'customers'],
  ['return_lines', 'store_id', 'stores'],
  ['return_lines', 'product_id', 'products'],
  ['refunds', 'store_id', 'stores'],
  ['sale_flags', 'store_id', 'stores'],
  ['sale_flags', 'resolved_by', 'users'],
];

/** Of what is owed to customers. */
const ACCOUNT_REFERENCES: readonly Reference[] = [
  ['account_entries', 'store_id', 'stores'],
  ['account_entries', 'actor_id', 'users'],
];

/** Of the documents of purchasing and inventory. */
const DOCUMENT_REFERENCES: readonly Reference[] = [
  ['purchase_orders', 'created_by', 'users'],
  ['purchase_orders', 'ordered_by', 'users'],
  ['goods_receipts', 'received_by', 'users'],
  ['supplier_returns', 'created_by', 'users'],
  ['transfers', 'created_by', 'users'],
  ['transfers', 'sent_by', 'users'],
  ['stocktakes', 'created_by', 'users'],
  ['stocktakes', 'applied_by', 'users'],
  ['notifications', 'product_id', 'products'],
];

/** The rows of a table that name what is not there. */
const missing = ([table, column, target]: Reference) => `
  SELECT '${table}' AS "table", id, '${column} of one of the ${target}' AS expected, ${column} AS found
  FROM ${table} t
  WHERE t.${column} IS NOT NULL AND NOT EXISTS (SELECT FROM ${target} WHERE ${target}.id = t.${column})`;

const checksOf = (references: readonly Reference[]): Check[] => {
  const tables = [...new Set(references.map(([table]) => table))];
  return tables.map((of) => ({
    name: `Every store, register, product, customer and user that ${of} name is there`,
    of,
    broken: references
      .filter(([table]) => table === of)
      .map(missing)
      .join(' UNION ALL '),
  }));
};

/** The stores, registers, products, customers and users that sales and ledgers name. */
export const referenceChecks: readonly Check[] = checksOf(REFERENCES);

/** The stores, registers, products, customers and users that returns, open sales and flags name. */
export const aroundSalesReferenceChecks: readonly Check[] = checksOf(AROUND_SALES);

/** The stores and users that entries of accounts name. */
export const accountReferenceChecks: readonly Check[] = checksOf(ACCOUNT_REFERENCES);

/** The users and products that the documents of purchasing and inventory name. */
export const documentReferenceChecks: readonly Check[] = checksOf(DOCUMENT_REFERENCES);
