import type { ListProductsInput, Page, Product } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { refuseCursor } from '../../search/refuse-cursor.ts';
import { listSubtreeIds } from './categories.repo.ts';
import { productSeenBy } from './costs.ts';
import { toProduct } from './present-product.ts';
import { findProduct, listProducts as listRows, type ProductRow } from './products.repo.ts';
import { searchProducts } from './search-products.ts';

export async function getProduct(
  { db, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<Product> {
  const row = await findProduct(db, id);
  if (!row) throw notFound('product');
  return productSeenBy(actor, toProduct(row));
}

/** Lists products, or answers the one page of those that are searched for. */
export async function listProducts(
  { db, actor }: QueryCall & SignedIn,
  input: ListProductsInput,
): Promise<Page<Product>> {
  const toItem = (row: ProductRow) => productSeenBy(actor, toProduct(row));
  const { search, ...list } = input;
  const { categoryId } = input;
  const categoryIds = categoryId === undefined ? undefined : await listSubtreeIds(db, categoryId);
  const isSearch = search !== undefined && search !== '';
  const filter = { ...input, categoryIds, statuses: statusesOf(input.status, isSearch) };
  if (!isSearch) {
    return readPage(
      'products',
      list,
      (page) => listRows(db, filter, page),
      (row, column) => (column === 'name' ? row.name : row[column].toISOString()),
      toItem,
    );
  }
  refuseCursor(input.cursor);
  const rows = await searchProducts(db, search, filter, input.limit);
  return { items: rows.map(toItem), nextCursor: null };
}

/** What was taken out of sale is found where somebody asks for it: at the till it would only be in the way. */
function statusesOf(
  status: Product['status'] | undefined,
  isSearch: boolean,
): Product['status'][] | undefined {
  if (status !== undefined) return [status];
  return isSearch ? ['draft', 'active'] : undefined;
}
