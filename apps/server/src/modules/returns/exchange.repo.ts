import { inScope, type Reader, readStatement, type StoreScope, type Tx } from '@cashwrap/database';
import { returns, sales } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import { lockSaleId } from '../sales/index.ts';

/** The two documents of an exchange. */
export interface ExchangeIds {
  readonly saleId: string;
  readonly returnId: string;
}

export async function findExchangeIds(
  db: Reader,
  scope: StoreScope,
  exchangeId: string,
): Promise<ExchangeIds | undefined> {
  const [row] = await db
    .select({ saleId: sales.id, returnId: returns.id })
    .from(sales)
    .innerJoin(returns, eq(returns.exchangeId, sales.exchangeId))
    .where(and(eq(sales.exchangeId, exchangeId), inScope(sales.storeId, scope)));
  return row;
}

/** A document that has one of the ids that a client has made. */
export interface Holder {
  readonly field: 'id' | 'sale.id' | 'return.id';
  readonly id: string;
  readonly exchangeId: string | null;
  readonly inputHash: string;
}

const holders = readStatement<
  Holder,
  readonly [exchangeId: string | null, saleId: string | null, returnId: string | null]
>(
  'holders_of_exchange_ids',
  `SELECT 'id' AS field, exchange_id AS id, exchange_id AS "exchangeId", input_hash AS "inputHash"
   FROM sales WHERE exchange_id = $1
   UNION ALL SELECT 'sale.id', id, exchange_id, input_hash FROM sales WHERE id = $2
   UNION ALL SELECT 'sale.id', id, NULL, input_hash FROM open_sales WHERE id = $2 AND status <> 'completed'
   UNION ALL SELECT 'return.id', id, exchange_id, input_hash FROM returns WHERE id = $3`,
);

/** The documents that have any of these ids already. Locks that of the sale, see `lockSaleId`. */
export async function findHolders(
  tx: Tx,
  ids: {
    readonly id?: string | undefined;
    readonly saleId?: string | undefined;
    readonly returnId?: string | undefined;
  },
): Promise<readonly Holder[]> {
  const [, { rows }] = await Promise.all([
    ids.saleId === undefined ? undefined : lockSaleId(tx, ids.saleId),
    holders(tx, [ids.id ?? null, ids.saleId ?? null, ids.returnId ?? null]),
  ]);
  return rows;
}
