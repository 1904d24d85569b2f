import type { ListSupplierProductsInput, Page, SupplierProduct } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { type ListedSupplierProduct, listSupplierProducts as listRows } from './supplier-products.repo.ts';
import { findSupplier } from './suppliers.repo.ts';

export async function listSupplierProducts(
  { db }: QueryCall,
  input: ListSupplierProductsInput,
): Promise<Page<SupplierProduct>> {
  if (!(await findSupplier(db, input.id))) throw notFound('supplier');
  return readPage(
    'suppliers.products',
    input,
    (page) => listRows(db, input.id, input.productId, page),
    ({ id }) => id,
    toSupplierProduct,
  );
}

function toSupplierProduct({ id: _isTheProduct, updatedAt, ...row }: ListedSupplierProduct): SupplierProduct {
  return { ...row, updatedAt: updatedAt.toISOString() };
}
