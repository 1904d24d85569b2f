import type { NotificationKind } from '@cashwrap/contract';
import type { Reader, Tx } from '@cashwrap/database';
import { notificationPreferences, users } from '@cashwrap/database/schema';
import { and, eq, sql } from 'drizzle-orm';

/** The kinds that somebody does not want to be told about. */
export async function findSwitchedOff(db: Reader, userId: string): Promise<Set<NotificationKind>> {
  const { kind, enabled } = notificationPreferences;
  const rows = await db
    .select({ kind })
    .from(notificationPreferences)
    .where(and(eq(notificationPreferences.userId, userId), eq(enabled, false)));
  return new Set(rows.map((row) => row.kind));
}

/** As {@link findSwitchedOff}; nobody else changes it until the transaction ends. */
export async function lockSwitchedOff(tx: Tx, userId: string): Promise<Set<NotificationKind>> {
  // There may be no row of a preference yet, and there is one of its person.
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  return findSwitchedOff(tx, userId);
}

export async function upsertPreferences(
  tx: Tx,
  userId: string,
  kinds: readonly { readonly kind: NotificationKind; readonly enabled: boolean }[],
  updatedAt: Date,
): Promise<void> {
  const { kind } = notificationPreferences;
  await tx
    .insert(notificationPreferences)
    .values(kinds.map((each) => ({ userId, ...each, updatedAt })))
    .onConflictDoUpdate({
      target: [notificationPreferences.userId, kind],
      set: { enabled: sql`excluded.enabled`, updatedAt },
    });
}
