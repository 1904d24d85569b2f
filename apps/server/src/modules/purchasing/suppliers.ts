import type { ListSuppliersInput, Page, Supplier } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findSupplier, listSuppliers as listRows, type SupplierRow } from './suppliers.repo.ts';

export async function getSupplier({ db }: QueryCall, { id }: { id: string }): Promise<Supplier> {
  const row = await findSupplier(db, id);
  if (!row) throw notFound('supplier');
  return toSupplier(row);
}

export function listSuppliers({ db }: QueryCall, input: ListSuppliersInput): Promise<Page<Supplier>> {
  return readPage(
    'suppliers',
    input,
    (page) => listRows(db, input, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toSupplier,
  );
}

export function toSupplier({ createdAt, updatedAt, ...row }: SupplierRow): Supplier {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
