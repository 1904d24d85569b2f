import type { Reader, Tx } from '@cashwrap/database';
import { merchants, roleAssignments, stockMovements, users } from '@cashwrap/database/schema';
import { and, asc, desc, eq, inArray, isNull, lt } from 'drizzle-orm';

/** The merchant, if there is one. */
export async function findMerchant(db: Reader): Promise<{ id: string; createdAt: Date } | undefined> {
  const [merchant] = await db.select({ id: merchants.id, createdAt: merchants.createdAt }).from(merchants);
  return merchant;
}

/** Makes others who want the merchant's row wait until this transaction has ended. */
export async function lockMerchant(tx: Tx): Promise<void> {
  await tx.select({ id: merchants.id }).from(merchants).for('update');
}

export async function anyRoleIsHeld(db: Reader): Promise<boolean> {
  const rows = await db.select({ id: roleAssignments.id }).from(roleAssignments).limit(1);
  return rows.length > 0;
}

/** Those of these users who may sign in. */
export function findUsers(db: Reader, usernames: readonly string[]) {
  return db
    .select({ id: users.id, username: users.username, passwordHash: users.passwordHash })
    .from(users)
    .where(and(inArray(users.username, [...usernames]), isNull(users.deactivatedAt)));
}

/** What was on hand in a store at an instant, by product. */
export async function findStockAt(db: Reader, storeId: string, instant: Date): Promise<Map<string, number>> {
  const { productId, number, onHandAfter, recordedAt } = stockMovements;
  const rows = await db
    .selectDistinctOn([productId], { productId, onHand: onHandAfter })
    .from(stockMovements)
    .where(and(eq(stockMovements.storeId, storeId), lt(recordedAt, instant)))
    .orderBy(asc(productId), desc(number));
  return new Map(rows.map(({ productId, onHand }) => [productId, onHand]));
}
