import type { Sale } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findSale, toSale } from '../sales/index.ts';
import { findOpenSale } from './open-sale.repo.ts';
import { toOpenSale } from './present-open-sale.ts';

/** A sale, open or not. */
export async function getSale({ db, scope }: QueryCall, { id }: { id: string }): Promise<Sale> {
  const sale = await findSaleOfAnyStatus(db, scope, id);
  if (!sale) throw notFound('sale');
  return sale;
}

/** A completed sale or else an open, parked or cancelled one. */
export async function findSaleOfAnyStatus(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<Sale | undefined> {
  const completed = await findCompleted(db, scope, id);
  if (completed) return completed;
  const open = await findOpenSale(db, scope, id);
  // It may have been completed between the two looks.
  if (!open || open.row.status === 'completed') return findCompleted(db, scope, id);
  return toOpenSale(open.row, open.payments);
}

async function findCompleted(db: Reader, scope: StoreScope, id: string): Promise<Sale | undefined> {
  const stored = await findSale(db, scope, id);
  return stored && toSale(stored);
}
