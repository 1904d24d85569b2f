import { builtInRoles } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import {
  documentNumbers,
  events,
  products,
  registers,
  roleAssignments,
  roles,
  stockLevels,
  stores,
  supplierProducts,
  suppliers,
  users,
} from '@cashwrap/database/schema';
import { quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import { and, asc, eq, inArray, isNull, max, ne, sql } from 'drizzle-orm';
import type { Register } from './register.ts';
import type { Level } from './stock.ts';
import type { DocumentNumbers } from './supplies.ts';

/** Who rings a sale up. */
const SELLING = 'sales.create';

/** Whoever writes meanwhile waits so long at most, and so do we. */
const LOCK_WAIT = sql.raw("SET LOCAL lock_timeout = '60s'");

/** Keeps everybody from trading, and from another history, until the transaction ends. */
export async function lockTrade(tx: Tx): Promise<void> {
  await tx.execute(LOCK_WAIT);
  await tx.execute(
    sql.raw(
      'LOCK TABLE sales, returns, shifts, stock_levels, stock_movements, events IN SHARE ROW EXCLUSIVE MODE',
    ),
  );
}

/** Whether anything was sold, or any stock moved since an instant: a history would have to come before it. */
export async function hasTraded(tx: Tx, since: Date): Promise<boolean> {
  const { rows } = await tx.execute<{ traded: boolean }>(
    sql`SELECT EXISTS (SELECT FROM sales) OR EXISTS (SELECT FROM returns) OR EXISTS (SELECT FROM shifts)
      OR EXISTS (SELECT FROM stock_movements WHERE recorded_at >= ${since.toISOString()}) AS traded`,
  );
  return rows[0]?.traded ?? false;
}

/** What is on hand in a store, by product. */
export async function findLevels(tx: Tx, storeId: string): Promise<Map<string, Level>> {
  const { id, productId, onHand, value, lastUnitCost, createdAt, updatedAt } = stockLevels;
  const rows = await tx
    .select({
      ...{ id, productId, onHand, value, lastUnitCost, createdAt, updatedAt },
      movements: stockLevels.lastMovementNumber,
    })
    .from(stockLevels)
    .where(eq(stockLevels.storeId, storeId))
    .orderBy(asc(productId));
  return new Map(
    rows.map(({ productId, onHand, ...level }) => {
      return [productId, { ...level, isStored: true, onHand: quantityToThousandths(onHand) }];
    }),
  );
}

export async function saveLevel(
  tx: Tx,
  { id, onHand, value, lastUnitCost, movements, updatedAt }: Level,
): Promise<void> {
  await tx
    .update(stockLevels)
    .set({
      ...{ onHand: thousandthsToQuantity(onHand), value, lastUnitCost, updatedAt },
      lastMovementNumber: movements,
    })
    .where(eq(stockLevels.id, id));
}

/** The stores, by name, with their registers that are in use. */
export async function findStores(tx: Tx) {
  const found = await tx
    .select({ id: stores.id, name: stores.name })
    .from(stores)
    .orderBy(asc(stores.name), asc(stores.id));
  const inUse = await tx
    .select({ id: registers.id, storeId: registers.storeId, kind: registers.kind })
    .from(registers)
    .where(isNull(registers.retiredAt))
    .orderBy(asc(registers.name), asc(registers.id));
  return found.map((store) => ({ ...store, registers: inUse.filter(({ storeId }) => storeId === store.id) }));
}

/** Who may sell, by name, with the store: null for all. */
export async function findSellers(tx: Tx): Promise<{ userId: string; storeId: string | null }[]> {
  const held = await tx
    .select({
      ...{ userId: users.id, storeId: roleAssignments.storeId },
      ...{ role: roleAssignments.role, permissions: roles.permissions },
    })
    .from(roleAssignments)
    .innerJoin(users, and(eq(users.id, roleAssignments.userId), isNull(users.deactivatedAt)))
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .orderBy(asc(users.username));
  return held.flatMap(({ userId, storeId, role, permissions }) => {
    const all: readonly string[] = role === null ? (permissions ?? []) : builtInRoles[role].permissions;
    return all.includes(SELLING) ? [{ userId, storeId }] : [];
  });
}

/** The products that can be sold without asking for a price, in the order of their SKU. */
export async function findProductIds(tx: Tx): Promise<string[]> {
  const rows = await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.status, 'active'), ne(products.kind, 'open_price')))
    .orderBy(asc(products.sku));
  return rows.map(({ id }) => id);
}

/** The active suppliers, by name, and from whom each product is bought first. */
export async function findSuppliers(tx: Tx) {
  const active = await tx
    .select({ id: suppliers.id })
    .from(suppliers)
    .where(eq(suppliers.status, 'active'))
    .orderBy(asc(suppliers.name), asc(suppliers.id));
  const ids = active.map(({ id }) => id);
  const preferred = await tx
    .select({ productId: supplierProducts.productId, supplierId: supplierProducts.supplierId })
    .from(supplierProducts)
    .where(and(supplierProducts.preferred, inArray(supplierProducts.supplierId, ids)));
  return { ids, preferred: new Map(preferred.map(({ productId, supplierId }) => [productId, supplierId])) };
}

export async function findDocumentNumbers(tx: Tx): Promise<DocumentNumbers> {
  const rows = await tx.select().from(documentNumbers);
  const last = new Map(rows.map(({ kind, lastNumber }) => [kind, lastNumber]));
  return { purchaseOrder: last.get('purchase_order') ?? 0, goodsReceipt: last.get('goods_receipt') ?? 0 };
}

export async function saveDocumentNumbers(tx: Tx, numbers: DocumentNumbers): Promise<void> {
  await tx
    .insert(documentNumbers)
    .values([
      { kind: 'purchase_order', lastNumber: numbers.purchaseOrder },
      { kind: 'goods_receipt', lastNumber: numbers.goodsReceipt },
    ])
    .onConflictDoUpdate({ target: documentNumbers.kind, set: { lastNumber: sql`excluded.last_number` } });
}

/** The position of the last event; 0 where there is none. */
export async function findLastPosition(tx: Tx): Promise<number> {
  const [row] = await tx.select({ last: max(events.position) }).from(events);
  return row?.last ?? 0;
}

export async function saveRegister(tx: Tx, { id, ...numbers }: Register): Promise<void> {
  await tx.update(registers).set(numbers).where(eq(registers.id, id));
}
