import type { MutationCall } from '../../procedure/handlers.ts';
import type { EmployeeRow } from './employees.repo.ts';

/** Of these only the names are written down, never what they hold. */
const WITHHELD = ['name', 'email', 'phone', 'note', 'hourlyRate'] as const;

/**
 * Writes down a change of a staff record. A person who works in one store is that store's matter; one who works
 * in several is the whole business's.
 */
export function auditEmployee(call: MutationCall, before: EmployeeRow | undefined, after: EmployeeRow): void {
  const withheld = WITHHELD.filter((field) => (before ? after[field] !== before[field] : after[field]));
  const [storeId = null, ...more] = new Set([...(before?.storeIds ?? []), ...after.storeIds]);
  call.audit({
    storeId: more.length === 0 ? storeId : null,
    documentType: 'employee',
    documentId: after.id,
    ...(before && { before: shown(before) }),
    after: { ...shown(after), changedFields: withheld },
  });
}

function shown({ id, userId, position, storeIds, hiredOn, terminatedOn, version }: EmployeeRow) {
  return { id, userId, position, storeIds, hiredOn, terminatedOn, version };
}
