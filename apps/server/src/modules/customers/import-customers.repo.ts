import { statement, type Tx } from '@cashwrap/database';
import { has, stagingTable } from '../../csv/staging.repo.ts';

/** The rows of the file. Names are compared with names, so they have the collation of those. */
const stage = stagingTable(
  'import_customers',
  `id uuid NOT NULL, reference text, name text COLLATE "und-x-icu", company text, tax_id text, email text, phone text,
   address_line1 text, address_line2 text, city text, region text, postal_code text, country text, birthday date,
   groups text[] COLLATE "und-x-icu", tags text[], note text, tax_exempt boolean, tax_exempt_reason text, told jsonb,
   status text, customer_id uuid`,
);
export const createCustomerStage = stage.create;
/** Adds rows of the file, with their values by the names of the columns. */
export const stageCustomers = stage.insert;

const findCustomers = statement<never, readonly []>(
  'find_import_customers',
  'UPDATE import_customers s SET customer_id = c.id FROM customers c WHERE c.reference = s.reference',
);
// Not FOR UPDATE: what is sold meanwhile refers to these rows. In the order of a merge.
const lockCustomers = statement<never, readonly []>(
  'lock_import_customers',
  `SELECT count(*) FROM (
     SELECT FROM customers WHERE id IN (SELECT customer_id FROM import_customers)
     ORDER BY merged_into_id IS NULL, id FOR NO KEY UPDATE
   ) locked`,
);

/** Finds the customers that are there already, and locks them. */
export async function resolveCustomers(tx: Tx): Promise<void> {
  await stage.analyze(tx);
  await findCustomers(tx, []);
  await stage.analyze(tx);
  await lockCustomers(tx, []);
}

const GOOD = 'FROM import_customers s LEFT JOIN customers c ON c.id = s.customer_id';
const RULES = [
  `SELECT s."row", 'reference', '', 'is required' ${GOOD} WHERE NOT s.bad AND s.reference IS NULL`,
  `SELECT s."row", 'reference', s.reference, 'stands in row ' || f."row" || ' already' ${GOOD}
   JOIN (SELECT min("row") AS "row", reference FROM import_customers WHERE NOT bad GROUP BY 2 HAVING count(*) > 1) f
     ON f.reference = s.reference AND f."row" < s."row"
   WHERE NOT s.bad`,
  `SELECT s."row", 'reference', s.reference, 'is of a customer who was ' || c.status ${GOOD}
   WHERE NOT s.bad AND c.status IN ('merged', 'erased')`,
  `SELECT s."row", 'name', '', 'is required for a new customer' ${GOOD}
   WHERE NOT s.bad AND c.id IS NULL AND s.name IS NULL`,
  `SELECT s."row", 'groups', named.name, 'there is no such customer group' ${GOOD}
   CROSS JOIN unnest(s.groups) AS named (name) LEFT JOIN customer_groups g ON g.name = named.name
   WHERE NOT s.bad AND g.id IS NULL`,
  `SELECT s."row", 'tax_exempt_reason', '', 'must be given for a customer who is tax-exempt' ${GOOD}
   WHERE NOT s.bad AND coalesce(s.tax_exempt, c.tax_exempt, false)
     AND CASE WHEN ${has('tax_exempt_reason')} THEN s.tax_exempt_reason ELSE c.tax_exempt_reason END IS NULL`,
];

const findErrors = statement<never, readonly [given: readonly string[]]>(
  'find_import_customer_errors',
  `INSERT INTO import_errors ("row", "column", value, message) ${RULES.join('\nUNION ALL\n')}`,
);

/** Adds the errors of all good rows; answers how many of them were not good. `given` are the columns of the file. */
export async function checkCustomers(tx: Tx, given: readonly string[]): Promise<number> {
  await findErrors(tx, [given]);
  return stage.markBad(tx);
}
