import type { ListReturnsInput, Page, Return, ReturnSummary } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findMergedIds } from '../customers/index.ts';
import { toReturn, toSummary } from './present-return.ts';
import { findReturn, listReturns as listRows } from './returns.repo.ts';

export async function getReturn({ db, scope }: QueryCall, { id }: { id: string }): Promise<Return> {
  const stored = await findReturn(db, scope, id);
  if (!stored) throw notFound('return');
  return toReturn(stored);
}

export async function listReturns(
  { db, scope }: QueryCall,
  input: ListReturnsInput,
): Promise<Page<ReturnSummary>> {
  const { customerId } = input;
  const customerIds = customerId === undefined ? undefined : await findMergedIds(db, customerId);
  return readPage(
    'returns',
    input,
    (page) => listRows(db, scope, { ...input, customerIds }, page),
    (row) => row.completedAt.toISOString(),
    toSummary,
  );
}
