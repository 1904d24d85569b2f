import { type Reader, statement, type Tx } from '@cashwrap/database';
import { products, transferLines } from '@cashwrap/database/schema';
import { and, asc, eq, gt, sql } from 'drizzle-orm';

/** A line with what there is to know of its product. */
export type TransferLineRow = Awaited<ReturnType<typeof listTransferLines>>[number];

/** A line as it is drafted. */
export interface DraftLine {
  readonly productId: string;
  readonly quantity: number;
}

/** The lines of a transfer, in their order. */
export function listTransferLines(db: Reader, transferId: string) {
  return db
    .select({
      productId: transferLines.productId,
      sku: products.sku,
      productName: products.name,
      soldBy: products.soldBy,
      usualCost: sql<number>`coalesce(${products.cost}, 0)`.mapWith(Number),
      quantity: transferLines.quantity,
      cost: transferLines.cost,
      received: transferLines.received,
      damaged: transferLines.damaged,
      returned: transferLines.returned,
      lost: transferLines.lost,
      inTransit: transferLines.inTransit,
    })
    .from(transferLines)
    .innerJoin(products, eq(products.id, transferLines.productId))
    .where(eq(transferLines.transferId, transferId))
    .orderBy(asc(transferLines.position));
}

const insertLines = statement<
  never,
  readonly [transferId: string, productIds: string[], quantities: number[]]
>(
  'insert_transfer_lines',
  `INSERT INTO transfer_lines (transfer_id, product_id, quantity, position)
   SELECT $1, line.product_id, line.quantity, line.position - 1
   FROM unnest($2::uuid[], $3::numeric[]) WITH ORDINALITY AS line (product_id, quantity, position)`,
);

export async function insertTransferLines(
  tx: Tx,
  transferId: string,
  lines: readonly DraftLine[],
): Promise<void> {
  const productIds = lines.map(({ productId }) => productId);
  await insertLines(tx, [transferId, productIds, lines.map(({ quantity }) => quantity)]);
}

export async function deleteTransferLines(tx: Tx, transferId: string): Promise<void> {
  await tx.delete(transferLines).where(eq(transferLines.transferId, transferId));
}

const writeCosts = statement<never, readonly [transferId: string, productIds: string[], costs: number[]]>(
  'write_transfer_costs',
  `UPDATE transfer_lines line SET cost = sent.cost
   FROM unnest($2::uuid[], $3::bigint[]) AS sent (product_id, cost)
   WHERE line.transfer_id = $1 AND line.product_id = sent.product_id`,
);

/** Keeps what the goods were worth that have left: from now on they are in transit. */
export async function writeTransferCosts(
  tx: Tx,
  transferId: string,
  sent: readonly { productId: string; cost: number }[],
): Promise<void> {
  const productIds = sent.map(({ productId }) => productId);
  await writeCosts(tx, [transferId, productIds, sent.map(({ cost }) => cost)]);
}

const arrive = statement<
  { product_id: string },
  readonly [transferId: string, productIds: string[], good: number[], damaged: number[]]
>(
  'arrive_transfer_lines',
  `UPDATE transfer_lines line
   SET received = line.received + arrived.good, damaged = line.damaged + arrived.damaged
   FROM unnest($2::uuid[], $3::numeric[], $4::numeric[]) AS arrived (product_id, good, damaged)
   WHERE line.transfer_id = $1 AND line.product_id = arrived.product_id
     AND line.in_transit >= arrived.good + arrived.damaged
   RETURNING line.product_id`,
);

/** Takes what arrived off the road; answers the products of which so much was in transit. */
export async function arriveTransferLines(
  tx: Tx,
  transferId: string,
  lines: readonly { productId: string; quantity: number; damaged: number }[],
): Promise<Set<string>> {
  const { rows } = await arrive(tx, [
    transferId,
    lines.map(({ productId }) => productId),
    lines.map(({ quantity }) => quantity),
    lines.map(({ damaged }) => damaged),
  ]);
  return new Set(rows.map((row) => row.product_id));
}

/** Takes all that is in transit off the road: it came back, or is lost. */
export async function endTransferLines(
  tx: Tx,
  transferId: string,
  outcome: 'returned' | 'lost',
): Promise<void> {
  await tx
    .update(transferLines)
    .set({ [outcome]: sql`${transferLines[outcome]} + ${transferLines.inTransit}` })
    .where(and(eq(transferLines.transferId, transferId), gt(transferLines.inTransit, 0)));
}
