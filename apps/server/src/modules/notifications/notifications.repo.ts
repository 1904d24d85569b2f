import type { ListNotificationsInput } from '@cashwrap/contract';
import {
  bulkInsert,
  inScope,
  keyset,
  type Reader,
  type StoreScope,
  statement,
  type Tx,
} from '@cashwrap/database';
import { notificationReads, notifications } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type NewNotification = typeof notifications.$inferInsert;
export type NotificationRow = Awaited<ReturnType<typeof listNotifications>>[number];

const insert = bulkInsert(notifications);

/** Tells the people of stores something, in the transaction in which it was noticed. Sent at once. */
export async function insertNotifications(tx: Tx, rows: readonly NewNotification[]): Promise<void> {
  await insert(tx, rows);
}

const sortColumns = { createdAt: notifications.createdAt };

/** Of stores, with when this user read each. */
export async function listNotifications(
  db: Reader,
  scope: StoreScope,
  userId: string,
  { kind, unread }: Pick<ListNotificationsInput, 'kind' | 'unread'>,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { readAt } = notificationReads;
  const { after, orderBy } = keyset(page, sortColumns[page.column], notifications.id);
  return db
    .select({ ...getTableColumns(notifications), readAt })
    .from(notifications)
    .leftJoin(
      notificationReads,
      and(eq(notificationReads.notificationId, notifications.id), eq(notificationReads.userId, userId)),
    )
    .where(
      and(
        inScope(notifications.storeId, scope),
        kind && eq(notifications.kind, kind),
        unread === undefined ? undefined : unread ? isNull(readAt) : isNotNull(readAt),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** Which of these there are in the stores; they stay until the transaction ends. */
export async function holdNotifications(
  tx: Tx,
  scope: StoreScope,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(inArray(notifications.id, [...ids]), inScope(notifications.storeId, scope)))
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

/** Notes that a user has read all of the stores; answers of how many that was new. */
export async function insertReadsOfAll(
  tx: Tx,
  scope: StoreScope,
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
        .where(
          and(
            inScope(notifications.storeId, scope),
            sql`NOT EXISTS (SELECT FROM ${notificationReads} WHERE ${notificationReads.notificationId} = ${notifications.id} AND ${notificationReads.userId} = ${userId})`,
          ),
        )
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
