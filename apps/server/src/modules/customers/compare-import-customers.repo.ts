import type { Consent } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';
import { has } from '../../csv/staging.repo.ts';
import type { Searchable } from './domain/search-text.ts';

const createNext = statement<never, readonly []>(
  'create_import_customers_next',
  `CREATE TEMP TABLE import_customers_next ON COMMIT DROP AS
     SELECT c.*, NULL::uuid[] AS group_ids, NULL::jsonb AS told, NULL::boolean AS is_new, NULL::boolean AS is_changed,
       NULL::boolean AS groups_changed
     FROM customers c WITH NO DATA`,
);

/** Makes the table of the customers as they shall be, with what the comparison with the stored ones has found. */
export async function createComparison(tx: Tx): Promise<void> {
  await createNext(tx, []);
}

/** What a column of the file says, and where the file has no such column, what is stored. */
const given = (column: string) => `CASE WHEN ${has(column)} THEN s.${column} ELSE c.${column} END`;
const givenPart = (column: string, part: string) =>
  `'${part}', CASE WHEN ${has(column)} THEN s.${column} ELSE c.address ->> '${part}' END`;

const compare = statement<never, readonly [given: readonly string[], now: Date]>(
  'compare_import_customers',
  `INSERT INTO import_customers_next (id, reference, name, company, tax_id, email, phone, address, birthday, tags, note,
     tax_exempt, tax_exempt_reason, status, version, created_at, updated_at, group_ids, consents, told, is_new,
     is_changed, groups_changed)
   SELECT n.*, is_new,
     (n.name, n.company, n.tax_id, n.email, n.phone, n.address, n.birthday, n.tags, n.note, n.tax_exempt,
       n.tax_exempt_reason, n.status, n.group_ids)
     IS DISTINCT FROM
     (c.name, c.company, c.tax_id, c.email, c.phone, c.address, c.birthday, c.tags, c.note, c.tax_exempt,
       c.tax_exempt_reason, c.status, stored_group_ids)
     OR EXISTS (SELECT FROM jsonb_array_elements(s.told) AS said WHERE NOT c.consents @>
       jsonb_build_array(jsonb_build_object('channel', said -> 'channel', 'granted', said -> 'granted'))),
     n.group_ids <> stored_group_ids
   FROM import_customers s
   LEFT JOIN customers c ON c.id = s.customer_id
   CROSS JOIN LATERAL (
     SELECT c.id IS NULL AS is_new,
       ARRAY(SELECT m.group_id FROM customer_group_members m WHERE m.customer_id = c.id ORDER BY m.group_id)
         AS stored_group_ids
   ) AS stored
   CROSS JOIN LATERAL (
     SELECT coalesce(c.id, s.id) AS id, s.reference, coalesce(s.name, c.name) AS name, ${given('company')} AS company,
       ${given('tax_id')} AS tax_id, ${given('email')} AS email, ${given('phone')} AS phone,
       jsonb_strip_nulls(jsonb_build_object(
         ${givenPart('address_line1', 'line1')}, ${givenPart('address_line2', 'line2')}, ${givenPart('city', 'city')},
         ${givenPart('region', 'region')}, ${givenPart('postal_code', 'postalCode')}, ${givenPart('country', 'country')})
       ) AS address,
       ${given('birthday')} AS birthday, coalesce(${given('tags')}, '{}') AS tags, coalesce(${given('note')}, '') AS note,
       coalesce(s.tax_exempt, c.tax_exempt, false) AS tax_exempt, ${given('tax_exempt_reason')} AS tax_exempt_reason,
       coalesce(s.status, c.status, 'active') AS status,
       coalesce(c.version + 1, 1) AS version, coalesce(c.created_at, $2) AS created_at, $2 AS updated_at,
       CASE WHEN ${has('groups')} THEN ARRAY(SELECT g.id FROM customer_groups g WHERE g.name = ANY (s.groups) ORDER BY g.id)
         ELSE stored_group_ids END AS group_ids,
       coalesce(c.consents, '[]') AS consents, s.told
   ) AS n
   WHERE NOT s.bad`,
);
const indexNext = statement<never, readonly []>(
  'index_import_customers_next',
  'CREATE INDEX ON import_customers_next (id)',
);
const analyzeNext = statement<never, readonly []>(
  'analyze_import_customers_next',
  'ANALYZE import_customers_next',
);
const countNext = statement<{ created: number; updated: number; unchanged: number }, readonly []>(
  'count_import_customers_next',
  `SELECT count(*) FILTER (WHERE is_new) AS created,
     count(*) FILTER (WHERE NOT is_new AND is_changed) AS updated,
     count(*) FILTER (WHERE NOT is_new AND NOT is_changed) AS unchanged
   FROM import_customers_next`,
);

/** Works out what the good rows make of the customers, and counts it. */
export async function compareCustomers(
  tx: Tx,
  columns: readonly string[],
  now: Date,
): Promise<{ created: number; updated: number; unchanged: number }> {
  await compare(tx, [columns, now]);
  await indexNext(tx, []);
  await analyzeNext(tx, []);
  const { rows } = await countNext(tx, []);
  return rows[0] ?? { created: 0, updated: 0, unchanged: 0 };
}

/** A customer whom the file adds or changes, as far as it is not SQL that works out the rest. */
export interface ChangedCustomer extends Searchable {
  readonly id: string;
  /** What they are called so far; null for a new one. */
  readonly oldName: string | null;
  readonly oldCompany: string | null;
  /** As they are stored. */
  readonly consents: readonly Consent[];
  /** What the file says of consents. */
  readonly told: readonly Omit<Consent, 'recordedAt'>[];
}

const nextChanged = statement<
  ChangedCustomer & { readonly [column: string]: unknown },
  readonly [after: string, limit: number]
>(
  'next_import_customers_changed',
  `SELECT n.id, n.name, n.company, n.email, n.reference, n.phone, n.consents, n.told,
     c.name AS "oldName", c.company AS "oldCompany"
   FROM import_customers_next n LEFT JOIN customers c ON c.id = n.id
   WHERE n.is_changed AND n.id > $1 ORDER BY n.id LIMIT $2`,
);

/** The next customers that the file adds or changes. */
export async function readChangedCustomers(
  tx: Tx,
  after: string,
  limit: number,
): Promise<readonly ChangedCustomer[]> {
  return (await nextChanged(tx, [after, limit])).rows;
}

const completeNext = statement<never, readonly [customers: string]>(
  'complete_import_customers',
  `UPDATE import_customers_next n SET search_text = given.search_text, consents = given.consents, told = given.changes
   FROM json_to_recordset($1::json) AS given (id uuid, search_text text, consents jsonb, changes jsonb)
   WHERE given.id = n.id`,
);

/** What is worked out of a customer by the same functions as for one made by hand. */
export interface CompletedCustomer {
  readonly id: string;
  readonly search_text: string;
  readonly consents: readonly Consent[];
  /** For the history. */
  readonly changes: readonly (Omit<Consent, 'recordedAt'> & { readonly id: string })[];
}

export async function completeCustomers(tx: Tx, customers: readonly CompletedCustomer[]): Promise<void> {
  await completeNext(tx, [JSON.stringify(customers)]);
}
