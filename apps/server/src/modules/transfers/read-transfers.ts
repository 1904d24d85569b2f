import type { ListTransfersInput, Page, Transfer, TransferSummary } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { toTransfer, toTransferSummary, transferSeenBy } from './present-transfer.ts';
import { listTransferLines } from './transfer-lines.repo.ts';
import { findTransfer, listTransfers as listRows } from './transfers.repo.ts';

export async function getTransfer(
  { db, scope, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<Transfer> {
  const row = await findTransfer(db, scope, id);
  if (!row) throw notFound('transfer');
  return transferSeenBy(actor, toTransfer(row, await listTransferLines(db, id)));
}

export function listTransfers(
  { db, scope }: QueryCall,
  input: ListTransfersInput,
): Promise<Page<TransferSummary>> {
  return readPage(
    'transfers',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.createdAt.toISOString(),
    toTransferSummary,
  );
}
