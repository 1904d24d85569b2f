import type { ListCashMovementsInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { cashMovements, transactions } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type CashMovementRow = typeof cashMovements.$inferSelect;

const sortColumns = { createdAt: cashMovements.createdAt };

export async function insertCashMovement(tx: Tx, movement: CashMovementRow): Promise<void> {
  await tx.insert(cashMovements).values(movement);
}

/** Writes cash that was moved beside sales into the ledger of money: signed, what comes in is positive. */
export async function insertLedgerEntry(tx: Tx, entry: typeof transactions.$inferInsert): Promise<void> {
  await tx.insert(transactions).values(entry);
}

export async function findCashMovement(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<CashMovementRow | undefined> {
  const [row] = await db
    .select()
    .from(cashMovements)
    .where(and(eq(cashMovements.id, id), inScope(cashMovements.storeId, scope)));
  return row;
}

export async function listCashMovements(
  db: Reader,
  { id: shiftId, kind }: Pick<ListCashMovementsInput, 'id' | 'kind'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<CashMovementRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], cashMovements.id);
  return db
    .select()
    .from(cashMovements)
    .where(
      and(
        eq(cashMovements.shiftId, shiftId),
        kind === undefined ? undefined : eq(cashMovements.kind, kind),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}
