import {
  type ErrorCode,
  errors,
  type IngestedSales,
  type IngestResult,
  type IngestSalesInput,
  type OfflineSale,
} from '@cashwrap/contract';
import { CommitUnknownError, sqlState } from '@cashwrap/database';
import { Failure } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { loggable } from '../../procedure/loggable.ts';
import { toFailure } from '../../procedure/problem.ts';
import { recordOfflineSale } from './record-offline-sale.ts';

/** How often a sale is tried that others get in the way of. */
const ATTEMPTS = 5;
const UNIQUE_VIOLATION = '23505';
/** What a sale meets that was read before another call has changed it: read again, it is recorded another way. */
const RACES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SHIFT_CHANGED',
  'CUSTOMER_CHANGED',
  'DISCOUNT_USED_UP',
]);

/**
 * Records sales that tills have handed over without a connection: each in a transaction of its own, in the order in which they
 * were sold, and whatever becomes of the others.
 */
export async function ingestSales(
  call: StepsCall & SignedIn,
  { storeId, sales }: IngestSalesInput,
): Promise<IngestedSales> {
  const results = new Map<OfflineSale, IngestResult>();
  for (const sale of sales.toSorted(inOrderOfSelling)) results.set(sale, await ingest(call, storeId, sale));
  return { items: sales.flatMap((sale) => results.get(sale) ?? []) };
}

function inOrderOfSelling(one: OfflineSale, other: OfflineSale): number {
  return Date.parse(one.occurredAt) - Date.parse(other.occurredAt) || (one.id < other.id ? -1 : 1);
}

async function ingest(call: StepsCall & SignedIn, storeId: string, sale: OfflineSale): Promise<IngestResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call.transact((tx, audit) => recordOfflineSale({ ...call, tx, audit }, storeId, sale));
    } catch (error) {
      if (attempt < ATTEMPTS && isWorthAnotherLook(error)) continue;
      return refuse(call, sale, error);
    }
  }
}

/**
 * Twins of a sale both find that it is not there: one is too late to write it, and finds it when it looks again. So does
 * whoever has lost the connection while it was stored.
 */
function isWorthAnotherLook(error: unknown): boolean {
  if (error instanceof Failure) return RACES.has(error.code);
  return error instanceof CommitUnknownError || sqlState(error) === UNIQUE_VIOLATION;
}

function refuse({ log }: StepsCall, { id }: OfflineSale, error: unknown): IngestResult {
  const { code, message: detail, fields } = toFailure(error);
  if (code === 'INTERNAL') log.error({ err: loggable(error), saleId: id }, 'offline sale failed');
  const { retryable } = errors[code];
  return {
    ...{ id, status: 'refused', sale: null, flags: [] },
    error: { code, detail, retryable, ...(fields && { errors: [...fields] }) },
  };
}
