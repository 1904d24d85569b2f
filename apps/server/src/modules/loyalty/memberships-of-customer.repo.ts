import { type Reader, readStatement } from '@cashwrap/database';

/** A membership in the words that its member knows. */
export interface NamedMembership {
  readonly programName: string;
  readonly tierName: string | null;
  readonly points: number;
  readonly enrolledAt: Date;
}

const membershipsOf = readStatement<
  NamedMembership & { readonly [column: string]: unknown },
  readonly [customerId: string]
>(
  'memberships_of_customer',
  `SELECT p.name AS "programName",
     (SELECT tier->>'name' FROM jsonb_array_elements(p.tiers) tier WHERE (tier->>'id')::uuid = m.tier_id) AS "tierName",
     a.balance AS points, m.enrolled_at AS "enrolledAt"
   FROM loyalty_members m JOIN accounts a ON a.id = m.account_id JOIN loyalty_programs p ON p.id = m.program_id
   WHERE m.customer_id = $1 ORDER BY m.enrolled_at, m.account_id`,
);

/** In all programmes, ended ones too. */
export async function findMemberships(db: Reader, customerId: string): Promise<NamedMembership[]> {
  return (await membershipsOf(db, [customerId])).rows;
}
