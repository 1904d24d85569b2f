import { statement, type Tx } from '@cashwrap/database';
import { inPages } from '../../csv/in-pages.ts';

/** How many customers one statement writes: the index of trigrams takes its time, and no statement may take too long. */
const PAGE = 5_000;

const insertPage = statement<{ id: string }, readonly [after: string, limit: number]>(
  'insert_import_customers',
  `INSERT INTO customers (id, reference, name, company, tax_id, email, phone, address, birthday, tags, note, consents,
     tax_exempt, tax_exempt_reason, status, search_text, version, created_at, updated_at)
   SELECT id, reference, name, company, tax_id, email, phone, address, birthday, tags, note, consents, tax_exempt,
     tax_exempt_reason, status, search_text, version, created_at, updated_at
   FROM import_customers_next WHERE is_new AND id > $1 ORDER BY id LIMIT $2 RETURNING id`,
);

const updatePage = statement<{ id: string }, readonly [after: string, limit: number]>(
  'update_import_customers',
  `UPDATE customers c SET name = n.name, company = n.company, tax_id = n.tax_id, email = n.email, phone = n.phone,
     address = n.address, birthday = n.birthday, tags = n.tags, note = n.note, consents = n.consents,
     tax_exempt = n.tax_exempt, tax_exempt_reason = n.tax_exempt_reason, status = n.status,
     search_text = n.search_text, version = n.version, updated_at = n.updated_at
   FROM import_customers_next n WHERE n.id = c.id AND n.id IN (
     SELECT id FROM import_customers_next WHERE NOT is_new AND is_changed AND id > $1 ORDER BY id LIMIT $2)
   RETURNING n.id`,
);

const leaveGroups = statement<never, readonly []>(
  'leave_import_customer_groups',
  `DELETE FROM customer_group_members m USING import_customers_next n WHERE n.id = m.customer_id AND n.groups_changed`,
);
const joinGroups = statement<never, readonly []>(
  'join_import_customer_groups',
  `INSERT INTO customer_group_members (customer_id, group_id)
   SELECT n.id, joined.group_id FROM import_customers_next n CROSS JOIN unnest(n.group_ids) AS joined (group_id)
   WHERE n.groups_changed`,
);

const recordConsents = statement<never, readonly [actorId: string]>(
  'record_import_customer_consents',
  `INSERT INTO customer_consents (id, customer_id, channel, granted, source, actor_id, recorded_at)
   SELECT said.id, n.id, said.channel, said.granted, said.source, $1, n.updated_at
   FROM import_customers_next n
   CROSS JOIN jsonb_to_recordset(n.told) AS said (id uuid, channel text, granted boolean, source text)
   WHERE n.is_changed`,
);

/** Writes what was worked out. */
export async function writeCustomers(tx: Tx, actorId: string): Promise<void> {
  await inPages(PAGE, (after) => insertPage(tx, [after, PAGE]));
  await inPages(PAGE, (after) => updatePage(tx, [after, PAGE]));
  await leaveGroups(tx, []);
  await joinGroups(tx, []);
  await recordConsents(tx, [actorId]);
}
