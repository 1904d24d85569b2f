import type { Tx } from '@cashwrap/database';
import { payments, saleLines, sales } from '@cashwrap/database/schema';
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';

type SaleRow = typeof sales.$inferSelect;
type LineRow = typeof saleLines.$inferSelect;
type PaymentRow = typeof payments.$inferSelect;

/** A sale as it is stored, with what it was priced from. */
export interface PricedSaleRows {
  readonly sale: SaleRow;
  readonly lines: readonly LineRow[];
  readonly payments: readonly PaymentRow[];
}

/** A batch ends at this many sales, or lines: one sale may have a thousand. */
const BATCH_SALES = 500;
const BATCH_LINES = 5_000;

export async function countPricedSales(tx: Tx, pricingVersion: number): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(sales)
    .where(eq(sales.pricingVersion, pricingVersion));
  return row?.count ?? 0;
}

/** The sales that one version of the rules has priced, in batches by id: never all of them at once. */
export async function* readPricedSales(tx: Tx, pricingVersion: number): AsyncGenerator<PricedSaleRows[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const ids = await nextIds(tx, pricingVersion, after);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield await readRows(tx, ids);
    after = last;
  }
}

async function nextIds(tx: Tx, pricingVersion: number, after: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT id FROM (
      SELECT id, sum(lines) OVER (ORDER BY id) - lines AS lines_before FROM (
        SELECT id, (SELECT count(*) FROM sale_lines WHERE sale_id = sales.id) AS lines
        FROM sales WHERE pricing_version = ${pricingVersion} AND id > ${after} ORDER BY id LIMIT ${BATCH_SALES}
      ) candidate
    ) batch WHERE lines_before < ${BATCH_LINES} ORDER BY id`);
  return rows.map(({ id }) => id);
}

async function readRows(tx: Tx, ids: string[]): Promise<PricedSaleRows[]> {
  const rows = await tx.select().from(sales).where(inArray(sales.id, ids)).orderBy(asc(sales.id));
  const lines = await tx
    .select()
    .from(saleLines)
    .where(inArray(saleLines.saleId, ids))
    .orderBy(asc(saleLines.position));
  const paid = await tx
    .select()
    .from(payments)
    .where(and(inArray(payments.saleId, ids), eq(payments.status, 'captured')))
    .orderBy(asc(payments.position));
  const linesOf = bySale(lines);
  const paymentsOf = bySale(paid);
  return rows.map((sale) => ({
    sale,
    lines: linesOf.get(sale.id) ?? [],
    payments: paymentsOf.get(sale.id) ?? [],
  }));
}

function bySale<Row extends { saleId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.saleId);
    if (group) group.push(row);
    else groups.set(row.saleId, [row]);
  }
  return groups;
}
