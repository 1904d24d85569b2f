import { type Reader, readStatement } from '@cashwrap/database';

/** The points of a programme. */
export interface ProgramRow {
  readonly programId: string;
  readonly name: string;
  readonly currency: string;
  readonly memberCount: number;
  readonly newMembers: number;
  readonly activeMembers: number;
  readonly earned: number;
  readonly redeemed: number;
  readonly clawedBack: number;
  readonly restored: number;
  readonly adjusted: number;
  readonly expired: number;
  readonly forfeited: number;
  /** What is out now, less what came since the period: null where not all entries are looked at. */
  readonly closing: number | null;
}

/** Which entries to look at. */
export interface LoyaltyQuery {
  readonly storeIds: readonly string[];
  /** When the period begins and ends, by the clock of each store. */
  readonly beganAt: readonly Date[];
  readonly endedAt: readonly Date[];
  /** The same by the clock of UTC: for entries that have no store, and for when members have joined. */
  readonly utc: readonly [beganAt: Date, endedAt: Date];
  /** Those of no store as well: then all that came since the period is read, and tells what was out at its end. */
  readonly whole: boolean;
}

const sumOf = (condition: string) =>
  `coalesce(sum(amount) FILTER (WHERE within AND ${condition}), 0)::bigint`;

const points = readStatement<
  ProgramRow,
  readonly [
    storeIds: readonly string[],
    beganAt: readonly Date[],
    endedAt: readonly Date[],
    utcBeganAt: Date,
    utcEndedAt: Date,
    first: Date,
    last: Date | null,
  ]
>(
  'report_loyalty',
  `WITH period AS (
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS p (store_id, began_at, ended_at)
   ), entry AS (
     SELECT account.program_id, coalesce(customer.merged_into_id, customer.id) AS customer_id, e.kind, e.document_type, e.amount,
       e.recorded_at >= coalesce(period.ended_at, $5) AS is_later,
       e.recorded_at >= coalesce(period.began_at, $4) AND e.recorded_at < coalesce(period.ended_at, $5) AS within
     FROM account_entries e
     JOIN accounts account ON account.id = e.account_id
     JOIN customers customer ON customer.id = account.customer_id
     LEFT JOIN period ON period.store_id = e.store_id
     WHERE e.recorded_at >= $6 AND ($7::timestamptz IS NULL OR e.recorded_at < $7 AND period.store_id IS NOT NULL)
       AND account.program_id IS NOT NULL
   ), moved AS (
     SELECT program_id, coalesce(sum(amount) FILTER (WHERE is_later), 0) AS later,
       ${sumOf("kind = 'earn'")} AS earned,
       -${sumOf("kind = 'redeem'")} AS redeemed,
       -${sumOf("kind = 'clawback'")} AS clawed_back,
       ${sumOf("kind = 'restore'")} AS restored,
       ${sumOf("kind IN ('adjust', 'merge')")} AS adjusted,
       -${sumOf("kind = 'expire'")} AS expired,
       -${sumOf("kind = 'forfeit'")} AS forfeited,
       count(DISTINCT customer_id) FILTER (WHERE within AND document_type IN ('sale', 'return')) AS active_members
     FROM entry GROUP BY program_id
   ), member AS (
     SELECT program_id, count(*) AS count, count(*) FILTER (WHERE enrolled_at >= $4 AND enrolled_at < $5) AS new_count
     FROM loyalty_members JOIN customers customer ON customer.id = customer_id
     WHERE customer.status NOT IN ('merged', 'erased') GROUP BY program_id
   ), balance AS (
     SELECT program_id, sum(balance) AS points FROM accounts WHERE program_id IS NOT NULL GROUP BY program_id
   )
   SELECT program.id AS "programId", program.name, program.currency, coalesce(member.count, 0) AS "memberCount",
     coalesce(member.new_count, 0) AS "newMembers", coalesce(moved.active_members, 0) AS "activeMembers",
     coalesce(earned, 0) AS earned, coalesce(redeemed, 0) AS redeemed, coalesce(clawed_back, 0) AS "clawedBack",
     coalesce(restored, 0) AS restored, coalesce(adjusted, 0) AS adjusted, coalesce(expired, 0) AS expired,
     coalesce(forfeited, 0) AS forfeited,
     CASE WHEN $7::timestamptz IS NULL THEN (coalesce(balance.points, 0) - coalesce(moved.later, 0))::bigint END AS closing
   FROM loyalty_programs program
   LEFT JOIN moved ON moved.program_id = program.id
   LEFT JOIN member ON member.program_id = program.id
   LEFT JOIN balance ON balance.program_id = program.id
   ORDER BY earned DESC, program.name, program.id`,
);

/** Every programme, with what its points did in a period: those that earned most first. */
export async function listPoints(
  db: Reader,
  { storeIds, beganAt, endedAt, utc, whole }: LoyaltyQuery,
): Promise<ProgramRow[]> {
  const first = Math.min(...[utc[0], ...beganAt].map(Number));
  const last = Math.max(...[utc[1], ...endedAt].map(Number));
  const { rows } = await points(db, [
    ...([storeIds, beganAt, endedAt, ...utc, new Date(first)] as const),
    whole ? null : new Date(last),
  ]);
  return rows;
}
