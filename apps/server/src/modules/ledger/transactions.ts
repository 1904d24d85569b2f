import type {
  ListedTransaction,
  ListTransactionsInput,
  Page,
  Transaction,
  TransactionDocumentType,
  TransactionKind,
  TransactionTotal,
  TransactionTotalsInput,
} from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import type { EntryRow } from './entries.repo.ts';
import { findSpan } from './recorded-span.repo.ts';
import { addUpEntries, findEntry, listEntries } from './transactions.repo.ts';

const documentTypes: Readonly<Record<TransactionKind, TransactionDocumentType>> = {
  sale: 'sale',
  return: 'return',
  paid_in: 'cash_movement',
  paid_out: 'cash_movement',
  drop: 'cash_movement',
};

export async function listTransactions(
  { db, scope }: QueryCall,
  input: ListTransactionsInput,
): Promise<Page<ListedTransaction>> {
  const span = await findSpan(db, scope, input);
  return readPage(
    'transactions',
    input,
    (page) => listEntries(db, scope, input, span, page),
    (row) => row.recordedAt.toISOString(),
    (row) => ({ ...toTransaction(row), runningTotal: row.runningTotal }),
  );
}

export async function getTransaction({ db, scope }: QueryCall, { id }: { id: string }): Promise<Transaction> {
  const row = await findEntry(db, scope, id);
  if (!row) throw notFound('transaction');
  return toTransaction(row);
}

/** What the ledger of some business days comes to, by store, currency, kind and payment method. */
export async function addUpTransactions(
  { db, scope }: QueryCall,
  input: TransactionTotalsInput,
): Promise<{ items: TransactionTotal[] }> {
  return { items: await addUpEntries(db, scope, input) };
}

function toTransaction({ occurredAt, recordedAt, ...row }: EntryRow): Transaction {
  return {
    ...row,
    documentType: documentTypes[row.kind],
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
  };
}
