import type { ListDestinationsInput, Page, TransferDestination } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listDestinations as listRows } from './destinations.repo.ts';

/** The stores that goods of a store can be sent to, whether or not the caller may see them. */
export function listDestinations(
  { db }: QueryCall,
  input: ListDestinationsInput,
): Promise<Page<TransferDestination>> {
  return readPage(
    'transfers.destinations',
    input,
    (page) => listRows(db, input.storeId, page),
    ({ name }) => name,
    (row) => row,
  );
}
