import type { AuditEntry, ListAuditLogInput, Page } from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { listAuditLog } from '../audit/index.ts';
import { readableEmployee } from './employees.ts';

/** What the user of a person did, in the stores where the caller may read the audit log. */
export async function listEmployeeActivity(
  call: QueryCall & SignedIn,
  { id, ...page }: { id: string } & Pick<ListAuditLogInput, 'limit' | 'cursor' | 'sort'>,
): Promise<Page<AuditEntry>> {
  const employee = await readableEmployee(call, id);
  if (employee.userId === null) return { items: [], nextCursor: null };
  return listAuditLog(call, { ...page, actorId: employee.userId });
}
