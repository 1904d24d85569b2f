import type { MutationCall } from '../../procedure/handlers.ts';
import type { CustomerRow } from './customers.repo.ts';

/** Of these only the names are written down, never what they hold. */
const WITHHELD = ['name', 'email', 'phone', 'taxExemptReason'] as const;

/** Writes down a change of a customer, without anything that tells who it is. */
export function auditCustomer(call: MutationCall, before: CustomerRow | undefined, after: CustomerRow): void {
  const changedFields = WITHHELD.filter((field) => after[field] !== (before?.[field] ?? null));
  call.audit({
    storeId: null,
    documentType: 'customer',
    documentId: after.id,
    ...(before && { before: shown(before) }),
    after: { ...shown(after), changedFields },
  });
}

function shown({ id, groupIds, taxExempt, status, version }: CustomerRow) {
  return { id, groupIds, taxExempt, status, version };
}
