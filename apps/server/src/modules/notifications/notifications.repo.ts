import type { ListNotificationsInput } from '@cashwrap/contract';
import { bulkInsert, inScope, keyset, type Reader, statement, type Tx } from '@cashwrap/database';
import { notificationReads, notifications, stores } from '@cashwrap/database/schema';
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { Visible } from './visible.ts';

export type NewNotification = typeof notifications.$inferInsert;
export type NotificationRow = Awaited<ReturnType<typeof listNotifications>>[number];

const insert = bulkInsert(notifications);

/** Tells the people of stores something, in the transaction in which it was noticed. Sent at once. */
export async function insertNotifications(tx: Tx, rows: readonly NewNotification[]): Promise<void> {
  await insert(tx, rows);
}

const sortColumns = { createdAt: notifications.createdAt };

/** The condition that somebody sees a notification. */
function isVisible({ scope, ofStores, ofBusiness }: Visible): SQL | undefined {
  const { kind, storeId } = notifications;
  const seen = ofStores.map((each) => and(eq(kind, each.kind), inScope(storeId, each.scope)));
  if (ofBusiness.length > 0) seen.push(inArray(kind, [...ofBusiness]));
  // The stores of the call stand alone as well: so that they are found by their index.
  return and(inScope(storeId, scope), or(...seen) ?? sql`false`);
}

/** The condition that a user has not read a notification. */
function isUnread(userId: string): SQL {
  return sql`NOT EXISTS (SELECT FROM ${notificationReads}
    WHERE ${notificationReads.notificationId} = ${notifications.id} AND ${notificationReads.userId} = ${userId})`;
}

/** What somebody sees, with when this user read each, and the locale of its store. */
export async function listNotifications(
  db: Reader,
  visible: Visible,
  userId: string,
  { kind, unread }: Pick<ListNotificationsInput, 'kind' | 'unread'>,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { readAt } = notificationReads;
  const { after, orderBy } = keyset(page, sortColumns[page.column], notifications.id);
  return db
    .select({ ...getTableColumns(notifications), readAt, locale: stores.locale })
    .from(notifications)
    .leftJoin(stores, eq(stores.id, notifications.storeId))
    .leftJoin(
      notificationReads,
      and(eq(notificationReads.notificationId, notifications.id), eq(notificationReads.userId, userId)),
    )
    .where(
      and(
        isVisible(visible),
        kind && eq(notifications.kind, kind),
        unread === undefined ? undefined : unread ? isNull(readAt) : isNotNull(readAt),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** Among so many of the newest is counted what is unread: for who has read all, the whole 90 days would be gone through. */
const COUNTED = 1000;

/** How many of the newest that somebody sees this user has not read. */
export async function countUnread(db: Reader, visible: Visible, userId: string): Promise<number> {
  const newest = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(isVisible(visible))
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(COUNTED)
    .as('newest');
  const { notificationId } = notificationReads;
  const [row] = await db
    .select({ count: count() })
    .from(newest)
    .leftJoin(notificationReads, and(eq(notificationId, newest.id), eq(notificationReads.userId, userId)))
    .where(isNull(notificationId));
  return row?.count ?? 0;
}

/** Which of these somebody sees; they stay until the transaction ends. */
export async function holdNotifications(
  tx: Tx,
  visible: Visible,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(inArray(notifications.id, [...ids]), isVisible(visible)))
    .for('key share');
  return new Set(rows.map(({ id }) => id));
}

/** Notes that a user has read these; answers of how many that was new. */
export async function insertReads(
  tx: Tx,
  userId: string,
  notificationIds: readonly string[],
  readAt: Date,
): Promise<number> {
  const { rowCount } = await tx
    .insert(notificationReads)
    .values(notificationIds.map((notificationId) => ({ userId, notificationId, readAt })))
    .onConflictDoNothing();
  return rowCount ?? 0;
}

/** Notes that a user has read all that they see; answers of how many that was new. */
export async function insertReadsOfAll(
  tx: Tx,
  visible: Visible,
  userId: string,
  readAt: Date,
): Promise<number> {
  const { rowCount } = await tx
    .insert(notificationReads)
    .select(
      tx
        .select({
          userId: sql`${userId}::uuid`.as('user_id'),
          notificationId: notifications.id,
          readAt: sql`${readAt.toISOString()}::timestamptz`.as('read_at'),
        })
        .from(notifications)
        .where(and(isVisible(visible), isUnread(userId)))
        .orderBy(asc(notifications.id))
        .for('key share'),
    )
    .onConflictDoNothing();
  return rowCount ?? 0;
}

const deleteOld = statement<never, readonly [before: Date, limit: number]>(
  'delete_old_notifications',
  `DELETE FROM notifications WHERE id IN (
     SELECT id FROM notifications WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
);

/** Deletes what was told before then, `limit` at the most; answers how many. */
export async function deleteNotifications(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await deleteOld(tx, [before, limit]);
  return rowCount;
}

/** "noti": of all that is locked by advice, this is telling of the audit chain. */
const LOCK_CLASS = 0x6e_6f_74_69;

const lockAuditChain = statement<never, readonly [number]>(
  'lock_telling_of_audit_chain',
  'SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))',
);

/** Nobody else tells of the audit chain until the transaction ends. */
export async function lockTelling(tx: Tx): Promise<void> {
  await lockAuditChain(tx, [LOCK_CLASS]);
}

const unmended = statement<{ found: boolean }, readonly []>(
  'unmended_audit_chain',
  `SELECT EXISTS (
     SELECT FROM notifications WHERE kind = 'audit_chain_broken' AND facts->>'mendedAt' IS NULL
   ) AS found`,
);

/** Whether people were told that the audit chain is broken, and it was not found whole since. */
export async function hasUnmended(tx: Tx): Promise<boolean> {
  const { rows } = await unmended(tx, []);
  return rows[0]?.found ?? false;
}

const mend = statement<never, readonly [mendedAt: string]>(
  'mend_audit_chain',
  `UPDATE notifications SET facts = facts || jsonb_build_object('mendedAt', $1::text)
   WHERE kind = 'audit_chain_broken' AND facts->>'mendedAt' IS NULL`,
);

/** Notes on what was told of a broken chain that it was found whole. */
export async function markMended(tx: Tx, now: Date): Promise<void> {
  await mend(tx, [now.toISOString()]);
}
