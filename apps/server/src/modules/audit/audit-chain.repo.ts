import { bulkInsert, type Reader, readStatement, statement, type Tx } from '@cashwrap/database';
import { auditChain } from '@cashwrap/database/schema';

/** An audit row as it is hashed: every column, as text. */
export interface ChainableEntry {
  readonly id: string;
  readonly actorId: string | null;
  readonly sessionId: string | null;
  readonly registerId: string | null;
  readonly storeId: string | null;
  readonly action: string;
  readonly documentType: string;
  readonly documentId: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly approvedBy: string | null;
  readonly requestId: string;
  /** In milliseconds since 1970. */
  readonly recordedAt: string;
}

const COLUMNS = `a.id, a.actor_id AS "actorId", a.session_id AS "sessionId", a.register_id AS "registerId",
  a.store_id AS "storeId", a.action, a.document_type AS "documentType", a.document_id AS "documentId",
  a.before::text AS before, a.after::text AS after, a.approved_by AS "approvedBy",
  a.request_id AS "requestId", (extract(epoch FROM a.recorded_at) * 1000)::text AS "recordedAt"`;

/** A link of the chain. */
export interface Link {
  readonly position: number;
  readonly auditId: string;
  readonly hash: string;
}

/** Where a search for rows without a link begins, in the order of their time. */
export interface SearchFrom {
  readonly recordedAt: Date;
  readonly id: string;
}

const tryLock = statement<{ locked: boolean }, readonly [number]>(
  'try_audit_chain_lock',
  'SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema())) AS locked',
);

/** "audt": of all that is locked by advice, this is the chain. */
const LOCK_CLASS = 0x61_75_64_74;

/** Makes this transaction the chain's one writer, unless another server is that just now. */
export async function tryLockChain(tx: Tx): Promise<boolean> {
  const { rows } = await tryLock(tx, [LOCK_CLASS]);
  return rows[0]?.locked ?? false;
}

const lastLink = readStatement<Link, readonly []>(
  'last_audit_link',
  'SELECT position, audit_id AS "auditId", hash FROM audit_chain ORDER BY position DESC LIMIT 1',
);

export async function findLastLink(db: Reader): Promise<Link | undefined> {
  const { rows } = await lastLink(db, []);
  return rows[0];
}

const linkAt = readStatement<Link, readonly [number]>(
  'audit_link_at',
  'SELECT position, audit_id AS "auditId", hash FROM audit_chain WHERE position = $1',
);

export async function findLink(db: Reader, position: number): Promise<Link | undefined> {
  const { rows } = await linkAt(db, [position]);
  return rows[0];
}

const unchained = readStatement<
  ChainableEntry & { readonly recordedOn: Date },
  readonly [from: Date, fromId: string, limit: number]
>(
  'unchained_audit_rows',
  `SELECT ${COLUMNS}, a.recorded_at AS "recordedOn"
   FROM audit_log a
   WHERE (a.recorded_at, a.id) > ($1, $2) AND NOT EXISTS (SELECT FROM audit_chain c WHERE c.audit_id = a.id)
   ORDER BY a.recorded_at, a.id LIMIT $3`,
);

/** Rows after `from` that are committed and have no link: asked for by that and not by where the chain is. */
export async function findUnchained(db: Reader, from: SearchFrom, limit: number) {
  const { rows } = await unchained(db, [from.recordedAt, from.id, limit]);
  return rows;
}

const newestUnchained = readStatement<{ found: boolean }, readonly [newest: number]>(
  'newest_unchained_audit_rows',
  `SELECT EXISTS (
     SELECT FROM (SELECT id FROM audit_log ORDER BY recorded_at DESC, id DESC LIMIT $1) newest
     WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.audit_id = newest.id)
   ) AS found`,
);

/** Whether one of the newest rows has no link: quick, however long the log is. */
export async function hasUnchained(db: Reader, newest: number): Promise<boolean> {
  const { rows } = await newestUnchained(db, [newest]);
  return rows[0]?.found ?? false;
}

export const insertLinks = bulkInsert(auditChain);

const linksAfter = readStatement<
  { position: number; auditId: string; hash: string; found: boolean } & ChainableEntry,
  readonly [after: number, limit: number]
>(
  'audit_links_after',
  `SELECT c.position, c.audit_id AS "auditId", c.hash, a.id IS NOT NULL AS found, ${COLUMNS}
   FROM audit_chain c LEFT JOIN audit_log a ON a.id = c.audit_id
   WHERE c.position > $1 ORDER BY c.position LIMIT $2`,
);

/** Links in their order, each with its row; where that is gone, `found` is false and its columns are null. */
export async function readLinksAfter(db: Reader, position: number, limit: number) {
  const { rows } = await linksAfter(db, [position, limit]);
  return rows;
}

const unchainedCount = readStatement<{ count: number; oldest: Date | null }, readonly []>(
  'count_unchained_audit_rows',
  `SELECT count(*) AS count, min(a.recorded_at) AS oldest FROM audit_log a
   WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.audit_id = a.id)`,
);

/** How many rows have no link, and when the oldest of them was recorded; null where there is none. */
export async function countUnchained(db: Reader): Promise<{ count: number; oldest: Date | null }> {
  const { rows } = await unchainedCount(db, []);
  return rows[0] ?? { count: 0, oldest: null };
}
