import type {
  ListPriceListEntriesInput,
  ListPriceListsInput,
  Page,
  PriceList,
  PriceListEntry,
} from '@cashwrap/contract';
import type { z } from 'zod';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listEntries } from './price-list-entries.repo.ts';
import { findPriceList, listPriceLists as listRows, type PriceListRow } from './price-lists.repo.ts';

export async function getPriceList({ db }: QueryCall, { id }: { id: string }): Promise<PriceList> {
  const row = await findPriceList(db, id);
  if (!row) throw notFound('price list');
  return toPriceList(row);
}

export function listPriceLists({ db }: QueryCall, input: ListPriceListsInput): Promise<Page<PriceList>> {
  return readPage(
    'priceLists',
    input,
    (page) => listRows(db, input, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toPriceList,
  );
}

export async function listPriceListEntries(
  { db }: QueryCall,
  input: z.output<typeof ListPriceListEntriesInput>,
): Promise<Page<PriceListEntry>> {
  if (!(await findPriceList(db, input.id))) throw notFound('price list');
  return readPage(
    'priceLists.entries',
    input,
    (page) => listEntries(db, input.id, input.productId, page),
    ({ minQuantity }) => String(minQuantity),
    ({ id: productId, ...entry }) => ({ productId, ...entry }),
  );
}

export function toPriceList({ createdAt, updatedAt, ...row }: PriceListRow): PriceList {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
