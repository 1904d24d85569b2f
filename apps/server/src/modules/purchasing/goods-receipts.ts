import type { GoodsReceipt, ListGoodsReceiptsInput, Page } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  findGoodsReceipt,
  type GoodsReceiptLineRow,
  type GoodsReceiptRow,
  listGoodsReceiptLines,
  listGoodsReceipts as listRows,
} from './goods-receipts.repo.ts';

export function getGoodsReceipt({ db, scope }: QueryCall, { id }: { id: string }): Promise<GoodsReceipt> {
  return readGoodsReceipt(db, scope, id);
}

/** A receipt as it is answered, also in the transaction that has just written it. */
export async function readGoodsReceipt(db: Reader, scope: StoreScope, id: string): Promise<GoodsReceipt> {
  const row = await findGoodsReceipt(db, scope, id);
  if (!row) throw notFound('goods receipt');
  return toGoodsReceipt(row, await listGoodsReceiptLines(db, [id]));
}

export function listGoodsReceipts(
  { db, scope }: QueryCall,
  input: ListGoodsReceiptsInput,
): Promise<Page<GoodsReceipt>> {
  return readPage(
    'goodsReceipts',
    input,
    async (page) => {
      const rows = await listRows(db, scope, input, page);
      const lines = await listGoodsReceiptLines(
        db,
        rows.map(({ id }) => id),
      );
      return rows.map((row) =>
        toGoodsReceipt(
          row,
          lines.filter(({ goodsReceiptId }) => goodsReceiptId === row.id),
        ),
      );
    },
    ({ receivedAt }) => receivedAt,
    (receipt) => receipt,
  );
}

function toGoodsReceipt(
  { receivedAt, ...row }: GoodsReceiptRow,
  lines: readonly GoodsReceiptLineRow[],
): GoodsReceipt {
  return {
    ...row,
    total: row.goods + row.freight - row.discount,
    lines: lines.map(({ goodsReceiptId, position, ...line }) => ({
      ...line,
      cost: line.goods + line.freight - line.discount,
    })),
    receivedAt: receivedAt.toISOString(),
  };
}
