import { type Database, flushWithCommit, type Tx, transact } from '@cashwrap/database';
import { insertOutboxEvents } from '../../procedure/outbox.repo.ts';
import { insertNotifications } from '../notifications/index.ts';
import { type CrossingRow, markLowStock } from './low-stock.repo.ts';

/** What the job needs of the world. */
interface LowStockDeps {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** So few that the points are not held for long. */
const BATCH = 1000;

/**
 * Tells of stock that has come to its reorder point or below, once: not again before it was above. A point that is set
 * where stock is low already is told, too.
 */
export async function tellLowStock(
  { database, clock, newId }: LowStockDeps,
  stopped: () => boolean = () => false,
): Promise<void> {
  while (!stopped()) {
    const now = clock();
    const crossed = await transact(database, async (tx) => {
      const rows = await markLowStock(tx, now, BATCH);
      tell(
        tx,
        rows.filter(({ low_since }) => low_since !== null),
        now,
        newId,
      );
      return rows.length;
    });
    if (crossed < BATCH) return;
  }
}

function tell(tx: Tx, low: readonly CrossingRow[], now: Date, newId: () => string): void {
  if (low.length === 0) return;
  flushWithCommit(tx, [
    insertNotifications(
      tx,
      low.map((row) => ({
        id: newId(),
        kind: 'low_stock',
        storeId: row.store_id,
        productId: row.product_id,
        documentId: null,
        facts: {
          productName: row.product_name,
          onHand: Number(row.on_hand),
          reorderPoint: Number(row.point),
        },
        createdAt: now,
      })),
    ),
    insertOutboxEvents(
      tx,
      low.map(({ store_id: storeId, product_id: productId }) => ({
        id: newId(),
        type: 'stock.low',
        storeId,
        payload: { storeId, productId },
        createdAt: now,
      })),
    ),
  ]);
}
