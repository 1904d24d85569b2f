import type { Sale, SaleStatus } from '@cashwrap/contract';
import { flush } from '@cashwrap/database';
import { Failure, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import type { PaymentRow } from '../sales/index.ts';
import {
  lockOpenSale,
  lockPaymentsOf,
  type OpenSaleChanges,
  type OpenSaleRow,
  updateOpenSale,
} from './open-sale.repo.ts';
import { toOpenSale } from './present-open-sale.ts';
import { figuresOf, priceOpenSale } from './price-open-sale.ts';

/** An open sale that nobody else changes meanwhile, with its payments. */
export interface LockedSale {
  readonly row: OpenSaleRow;
  readonly payments: readonly PaymentRow[];
}

/** The sale as the caller has read it. */
interface ReadSale {
  readonly id: string;
  readonly version: number;
}

/**
 * Locks an open sale for a change, then its payments, until the end of the transaction.
 *
 * @throws WRONG_STATUS, CONFLICT
 */
export async function lockForChange(
  call: Pick<MutationCall, 'tx' | 'scope'>,
  { id, version }: ReadSale,
  allowed: readonly SaleStatus[],
): Promise<LockedSale> {
  const locked = inStatus(await lockSale(call, id), allowed);
  refuseStale('sale', version, locked.row.version);
  return locked;
}

/** Locks a sale in the same way, whatever its status is; undefined for one that never was open. */
export async function lockSale(
  { tx, scope }: Pick<MutationCall, 'tx' | 'scope'>,
  id: string,
): Promise<LockedSale | undefined> {
  // The second is answered when the first has the lock: it reads what was committed by then.
  const [row, payments] = await flush(tx, [lockOpenSale(tx, scope, id), lockPaymentsOf(tx, id)]);
  return row && { row, payments };
}

/**
 * The sale, where it is in one of these statuses.
 *
 * @throws WRONG_STATUS
 */
export function inStatus(locked: LockedSale | undefined, allowed: readonly SaleStatus[]): LockedSale {
  // The call is in scope, so there is the sale: one that never was open was checked out at once.
  const status = locked?.row.status ?? 'completed';
  if (locked === undefined || !allowed.includes(status)) throw wrongStatus(status, allowed);
  return locked;
}

const said: Readonly<Record<SaleStatus, string>> = {
  open: 'is open',
  parked: 'is parked: resume it first',
  completed: 'is completed and never changes: what comes back is a return',
  cancelled: 'was cancelled: open another one',
};

function wrongStatus(status: SaleStatus, allowed: readonly SaleStatus[]): Failure<'WRONG_STATUS'> {
  return new Failure('WRONG_STATUS', {
    detail: `The sale ${said[status]}.`,
    details: { status, allowed: [...allowed] },
  });
}

/** What the audit log keeps of a change, beside the figures of the sale before and after. */
interface Said {
  readonly before?: object;
  readonly after?: object;
}

/** Changes an open sale and prices it again. */
export async function changeCart(
  call: MutationCall,
  locked: LockedSale,
  changes: OpenSaleChanges,
  said: Said,
): Promise<Sale> {
  const row = { ...locked.row, ...changes };
  const cart = await priceOpenSale(call.tx, row, call.now);
  return storeChange(call, locked, { ...changes, ...figuresOf(cart, row, call.newId) }, said);
}

/** Stores a change of an open sale, with its audit row. */
export async function storeChange(
  { tx, now, audit }: Pick<MutationCall, 'tx' | 'now' | 'audit'>,
  { row, payments }: LockedSale,
  changes: OpenSaleChanges,
  { before, after }: Said = {},
): Promise<Sale> {
  const changed = await updateOpenSale(tx, row, { ...changes, updatedAt: now });
  const { id: documentId, storeId, registerId } = changed;
  audit({
    ...{ storeId, registerId, documentType: 'sale', documentId },
    before: { ...auditedOf(row), ...before },
    after: { ...auditedOf(changed), ...after },
  });
  return toOpenSale(changed, payments);
}

/** What each audit row tells of an open sale: not what it is called, nor its note, which may name a person. */
export function auditedOf({ version, status, registerId, customerId, total }: OpenSaleRow) {
  return { version, status, registerId, customerId, total };
}
