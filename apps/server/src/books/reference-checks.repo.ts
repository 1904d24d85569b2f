import type { Check, CheckedTable } from './check.ts';

/** What names what, without a foreign key that would look after it: docs/decisions/0007. */
const REFERENCES = [
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
  ['stock_movements', 'store_id', 'stores'],
  ['stock_movements', 'product_id', 'products'],
  ['stock_movements', 'actor_id', 'users'],
] as const satisfies readonly (readonly [CheckedTable, string, string])[];

/** The rows of a table that name what is not there. */
const missing = ([table, column, target]: (typeof REFERENCES)[number]) => `
  SELECT '${table}' AS "table", id, '${column} of one of the ${target}' AS expected, ${column} AS found
  FROM ${table} t
  WHERE t.${column} IS NOT NULL AND NOT EXISTS (SELECT FROM ${target} WHERE ${target}.id = t.${column})`;

const tables = [...new Set(REFERENCES.map(([table]) => table))];

/** The stores, registers, products, customers and users that sales and ledgers name. */
export const referenceChecks: readonly Check[] = tables.map((of) => ({
  name: `Every store, register, product, customer and user that ${of} name is there`,
  of,
  broken: REFERENCES.filter(([table]) => table === of)
    .map(missing)
    .join(' UNION ALL '),
}));
