import type { ListSaleFlagsInput, Page, ResolveSaleFlagInput, SaleFlag } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent, type OutboxEvent } from '../../procedure/outbox.repo.ts';
import { readPage } from '../../procedure/page.ts';
import {
  listSaleFlags as listRows,
  lockSaleFlag,
  type SaleFlagRow,
  updateSaleFlag,
} from './sale-flags.repo.ts';

export function listSaleFlags({ db, scope }: QueryCall, input: ListSaleFlagsInput): Promise<Page<SaleFlag>> {
  return readPage(
    'saleFlags',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.createdAt.toISOString(),
    toSaleFlag,
  );
}

/** Says what came of a flag. The sale stays as it is: what is to be put right is a document of its own. */
export async function resolveSaleFlag(
  call: MutationCall & SignedIn,
  { id, resolution }: ResolveSaleFlagInput,
): Promise<SaleFlag> {
  const { tx, now, actor, scope } = call;
  const flag = await lockSaleFlag(tx, scope, id);
  if (!flag) throw notFound('sale flag');
  const { status, storeId } = flag;
  if (status !== 'open') {
    throw new Failure('WRONG_STATUS', {
      detail: 'This flag is resolved already. Read it to see what came of it.',
      details: { status, allowed: ['open'] },
    });
  }
  const resolved: SaleFlagRow = {
    ...{ ...flag, status: 'resolved', resolution, resolvedBy: actor.userId, resolvedAt: now },
  };
  const told = insertOutboxEvent(tx, toEvent('sale_flag.resolved', resolved, now, call.newId()));
  await flush(tx, [updateSaleFlag(tx, resolved), told]);
  const after = toSaleFlag(resolved);
  call.audit({ storeId, documentType: 'sale_flag', documentId: id, before: toSaleFlag(flag), after });
  return after;
}

/** A flag in the words of the contract. */
export function toSaleFlag({ createdAt, resolvedAt, ...row }: SaleFlagRow): SaleFlag {
  return { ...row, createdAt: createdAt.toISOString(), resolvedAt: resolvedAt?.toISOString() ?? null };
}

/** What the world outside is told of a flag. */
export function toEvent(
  type: 'sale_flag.opened' | 'sale_flag.resolved',
  { id: saleFlagId, saleId, storeId, kind }: SaleFlagRow,
  createdAt: Date,
  id: string,
): OutboxEvent {
  return { id, type, storeId, payload: { saleFlagId, saleId, storeId, kind }, createdAt };
}
