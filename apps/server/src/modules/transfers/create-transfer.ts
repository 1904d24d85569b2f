import type { CreateTransferInput, Transfer } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStockedProducts } from '../catalog/index.ts';
import { checkStockLines } from '../inventory/index.ts';
import { findStoreCurrencies } from './destinations.repo.ts';
import { toTransfer, transferSeenBy } from './present-transfer.ts';
import { type DraftLine, insertTransferLines, listTransferLines } from './transfer-lines.repo.ts';
import { insertTransfer, type TransferRow } from './transfers.repo.ts';

/** Drafts a transfer: nothing moves before it is sent. */
export async function createTransfer(
  call: MutationCall & SignedIn,
  { lines, ...input }: CreateTransferInput,
): Promise<Transfer> {
  const { tx, now, actor } = call;
  await refuseDestination(tx, input);
  await checkDraftLines(tx, lines);
  const row: TransferRow = {
    ...{ ...input, id: call.newId(), number: null, status: 'draft', version: 1 },
    ...{ createdBy: actor.userId, createdAt: now, updatedAt: now, sentBy: null, sentAt: null },
  };
  await insertTransfer(tx, row);
  await insertTransferLines(tx, row.id, lines);
  const transfer = toTransfer(row, await listTransferLines(tx, row.id));
  call.audit({
    ...{ storeId: row.fromStoreId, documentType: 'transfer', documentId: row.id },
    after: transfer,
  });
  return transferSeenBy(actor, transfer);
}

/** Throws what `checkStockLines` does where a product cannot be moved so. */
export async function checkDraftLines(tx: Tx, lines: readonly DraftLine[]): Promise<void> {
  const products = await findStockedProducts(
    tx,
    lines.map(({ productId }) => productId),
  );
  checkStockLines(lines, products);
}

/** Refuses a destination that does not exist, or that counts in another currency. */
async function refuseDestination(
  tx: Tx,
  { fromStoreId, toStoreId }: Pick<CreateTransferInput, 'fromStoreId' | 'toStoreId'>,
): Promise<void> {
  const currencies = await findStoreCurrencies(tx, [fromStoreId, toStoreId]);
  const [from, to] = [currencies.get(fromStoreId), currencies.get(toStoreId)];
  if (from === undefined || to === undefined) throw invalidReference('store', ['toStoreId']);
  if (from === to) return;
  throw new Failure('CURRENCY_MISMATCH', {
    detail: `Goods carry their cost with them, and one store counts it in ${from}, the other in ${to}. Adjust both stocks instead.`,
    details: { currencies: [from, to] },
  });
}
