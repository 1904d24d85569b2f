import { type Reader, readStatement } from '@cashwrap/database';
import { BEFORE_ALL_IDS } from '../../csv/before-all-ids.ts';
import type { CustomerLine } from './customer-columns.ts';

type CustomerLineRow = CustomerLine & { readonly place: string };

const consent = (channel: string) =>
  `(SELECT (said ->> 'granted')::boolean FROM jsonb_array_elements(c.consents) AS said
     WHERE said ->> 'channel' = '${channel}') AS consent_${channel}`;

const nextLines = readStatement<
  CustomerLineRow,
  readonly [after: string, statuses: readonly string[], limit: number]
>(
  'export_customers',
  `SELECT c.id AS place, c.reference, c.name, c.company, c.tax_id, c.email, c.phone,
     c.address ->> 'line1' AS address_line1, c.address ->> 'line2' AS address_line2, c.address ->> 'city' AS city,
     c.address ->> 'region' AS region, c.address ->> 'postalCode' AS postal_code, c.address ->> 'country' AS country,
     c.birthday,
     ARRAY(SELECT g.name FROM customer_group_members m JOIN customer_groups g ON g.id = m.group_id
       WHERE m.customer_id = c.id ORDER BY g.name, g.id) AS groups,
     c.tags, c.note, c.tax_exempt, c.tax_exempt_reason,
     ${['email', 'sms', 'phone', 'post'].map(consent).join(', ')}, c.status
   FROM customers c WHERE c.id > $1 AND c.status = ANY ($2::text[]) ORDER BY c.id LIMIT $3`,
);

/** The next customers in the order in which they were made, as rows of a file. */
export async function readCustomerLines(
  db: Reader,
  after: string | undefined,
  statuses: readonly string[],
  limit: number,
): Promise<CustomerLineRow[]> {
  return (await nextLines(db, [after ?? BEFORE_ALL_IDS, statuses, limit])).rows;
}
