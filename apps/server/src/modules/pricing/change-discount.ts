import {
  type CreateDiscountInput,
  type DiscountRule,
  MAX_ACTIVE_DISCOUNTS,
  type UpdateDiscountInput,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { alreadyExists, Failure, invalidInput, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { refuseUnknown } from '../../procedure/references.ts';
import {
  type DiscountRow,
  deleteCustomerUses,
  findCodeHolder,
  insertDiscount,
  lockActiveDiscounts,
  lockDiscount,
  updateDiscount as updateRow,
} from './discounts.repo.ts';
import { toDiscount } from './discounts.ts';
import { referencesOfDiscount } from './references-of-discount.ts';

/** Adds a discount, which holds from then on wherever its conditions do. */
export async function createDiscount(call: MutationCall, input: CreateDiscountInput): Promise<DiscountRule> {
  const { tx, now } = call;
  await refuseUnknown(tx, referencesOfDiscount(input));
  if ((await lockActiveDiscounts(tx)) >= MAX_ACTIVE_DISCOUNTS) {
    throw new Failure('DISCOUNTS_FULL', {
      detail: `There are ${MAX_ACTIVE_DISCOUNTS} active discounts, and no more can be. Archive one first.`,
    });
  }
  if (input.code !== null) await refuseTakenCode(tx, input.code);
  const stamps = { version: 1, createdAt: now, updatedAt: now };
  const row: DiscountRow = { id: call.newId(), ...input, usedCount: 0, status: 'active', ...stamps };
  await insertDiscount(tx, row);
  const discount = toDiscount(row);
  call.audit({ storeId: null, documentType: 'discount', documentId: discount.id, after: discount });
  return discount;
}

/**
 * Changes what is given and leaves the rest; refuses a version other than the stored one. What a limit has counted is
 * forgotten together with the limit.
 */
export async function updateDiscount(
  call: MutationCall,
  { id, version, ...given }: UpdateDiscountInput,
): Promise<DiscountRule> {
  const { tx } = call;
  const before = await lockAt(tx, id, version);
  await refuseUnknown(tx, referencesOfDiscount(given));
  const changes = changesOf(before, given);
  if (changes.usageLimit != null && changes.usageLimit < before.usedCount) {
    const message = `must not be below ${before.usedCount}: so many sales have had the discount`;
    throw invalidInput([{ path: ['usageLimit'], message }]);
  }
  if (changes.code != null && before.status === 'active') await refuseTakenCode(tx, changes.code);
  if (changes.usageLimitPerCustomer === null) await deleteCustomerUses(tx, id);
  return store(call, before, { ...changes, ...(changes.usageLimit === null && { usedCount: 0 }) });
}

/** Stops a discount for good. */
export async function archiveDiscount(
  call: MutationCall,
  { id, version }: { id: string; version: number },
): Promise<DiscountRule> {
  const before = await lockAt(call.tx, id, version);
  return store(call, before, changesOf(before, { status: 'archived' }));
}

async function lockAt(tx: Tx, id: string, version: number): Promise<DiscountRow> {
  const row = await lockDiscount(tx, id);
  if (!row) throw notFound('discount');
  refuseStale('discount', version, row.version);
  return row;
}

async function refuseTakenCode(tx: Tx, code: string): Promise<void> {
  const holderId = await findCodeHolder(tx, code);
  if (holderId !== undefined) throw alreadyExists('active discount', 'code', code, holderId);
}

async function store(
  call: MutationCall,
  before: DiscountRow,
  changes: Partial<DiscountRow>,
): Promise<DiscountRule> {
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toDiscount(before);
  }
  const row = { ...before, ...changes, version: before.version + 1, updatedAt: call.now };
  await updateRow(call.tx, row);
  const after = toDiscount(row);
  call.audit({
    ...{ storeId: null, documentType: 'discount', documentId: row.id },
    ...{ before: toDiscount(before), after },
  });
  return after;
}
