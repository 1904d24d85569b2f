import type { ListSupplierReturnsInput, Page, SupplierReturn } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import type { Actor } from '../../procedure/actor.ts';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { seesCosts } from '../catalog/index.ts';
import {
  findSupplierReturn,
  listSupplierReturns as listRows,
  listSupplierReturnLines,
  type SupplierReturnLineRow,
  type SupplierReturnRow,
} from './supplier-returns.repo.ts';

export async function getSupplierReturn(
  { db, scope, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<SupplierReturn> {
  return supplierReturnSeenBy(actor, await readSupplierReturn(db, scope, id));
}

/** What is left of a return for this caller: what the goods were worth in stock takes seeing costs there. */
export function supplierReturnSeenBy(actor: Actor, supplierReturn: SupplierReturn): SupplierReturn {
  if (seesCosts(actor, supplierReturn.storeId)) return supplierReturn;
  const lines = supplierReturn.lines.map((line) => ({ ...line, cost: null }));
  return { ...supplierReturn, cost: null, lines };
}

/** A return with its cost, also in the transaction that has just written it. */
export async function readSupplierReturn(db: Reader, scope: StoreScope, id: string): Promise<SupplierReturn> {
  const row = await findSupplierReturn(db, scope, id);
  if (!row) throw notFound('supplier return');
  return toSupplierReturn(row, await listSupplierReturnLines(db, [id]));
}

export function listSupplierReturns(
  { db, scope, actor }: QueryCall & SignedIn,
  input: ListSupplierReturnsInput,
): Promise<Page<SupplierReturn>> {
  return readPage(
    'supplierReturns',
    input,
    async (page) => {
      const rows = await listRows(db, scope, input, page);
      const lines = await listSupplierReturnLines(
        db,
        rows.map(({ id }) => id),
      );
      return rows.map((row) =>
        toSupplierReturn(
          row,
          lines.filter(({ supplierReturnId }) => supplierReturnId === row.id),
        ),
      );
    },
    ({ createdAt }) => createdAt,
    (supplierReturn) => supplierReturnSeenBy(actor, supplierReturn),
  );
}

function toSupplierReturn(
  { createdAt, ...row }: SupplierReturnRow,
  lines: readonly SupplierReturnLineRow[],
): SupplierReturn {
  const sum = (figure: 'credit' | 'cost') => lines.reduce((total, line) => total + line[figure], 0);
  return {
    ...row,
    ...{ credit: sum('credit'), cost: sum('cost') },
    lines: lines.map(({ supplierReturnId, position, fromDamaged, ...line }) => ({
      ...line,
      from: fromDamaged ? 'damaged' : 'on_hand',
    })),
    createdAt: createdAt.toISOString(),
  };
}
