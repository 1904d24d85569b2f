import type { ListTransfersInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { transferLines, transfers } from '@cashwrap/database/schema';
import { and, eq, exists, getTableColumns, or, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type TransferRow = typeof transfers.$inferSelect;
export type ListedTransferRow = Awaited<ReturnType<typeof listTransfers>>[number];

const sortColumns = { createdAt: transfers.createdAt };

/** Whoever may act in one of its two stores. */
export async function findTransfer(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<TransferRow | undefined> {
  const [row] = await db
    .select()
    .from(transfers)
    .where(and(eq(transfers.id, id), atEitherEnd(scope)));
  return row;
}

/** The same, locked: what is done to a transfer and its lines is done one after the other. */
export async function lockTransfer(tx: Tx, scope: StoreScope, id: string): Promise<TransferRow | undefined> {
  const [row] = await tx
    .select()
    .from(transfers)
    .where(and(eq(transfers.id, id), atEitherEnd(scope)))
    .for('no key update');
  return row;
}

export async function listTransfers(
  db: Reader,
  scope: StoreScope,
  filter: Pick<ListTransfersInput, 'direction' | 'productId' | 'number' | 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { after, orderBy } = keyset(page, sortColumns[page.column], transfers.id);
  const { direction, productId, number, status } = filter;
  return db
    .select({
      ...getTableColumns(transfers),
      lineCount: sql<number>`(SELECT count(*)::int FROM transfer_lines l WHERE l.transfer_id = transfers.id)`,
    })
    .from(transfers)
    .where(
      and(
        direction === undefined
          ? atEitherEnd(scope)
          : inScope(direction === 'in' ? transfers.toStoreId : transfers.fromStoreId, scope),
        productId === undefined ? undefined : moves(db, productId),
        number === undefined ? undefined : eq(transfers.number, number),
        status === undefined ? undefined : eq(transfers.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function atEitherEnd(scope: StoreScope): SQL | undefined {
  return or(inScope(transfers.fromStoreId, scope), inScope(transfers.toStoreId, scope));
}

function moves(db: Reader, productId: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(transferLines)
      .where(and(eq(transferLines.transferId, transfers.id), eq(transferLines.productId, productId))),
  );
}

export async function insertTransfer(tx: Tx, transfer: TransferRow): Promise<void> {
  await tx.insert(transfers).values(transfer);
}

export async function updateTransfer(tx: Tx, transfer: TransferRow): Promise<void> {
  await tx.update(transfers).set(transfer).where(eq(transfers.id, transfer.id));
}

/** The store that sends and the one that receives; empty where there is no such transfer. */
export async function storesOfTransfer(db: Reader, id: string): Promise<string[]> {
  const rows = await db
    .select({ from: transfers.fromStoreId, to: transfers.toStoreId })
    .from(transfers)
    .where(eq(transfers.id, id));
  return rows.flatMap(({ from, to }) => [from, to]);
}
