import type { Employee, ListEmployeesInput, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findEmployee, listEmployees as listRows } from './employees.repo.ts';
import { toEmployee } from './present-employee.ts';

export async function getEmployee(
  { db, scope, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<Employee> {
  const row = await findEmployee(db, scope, id);
  if (!row) throw notFound('employee');
  return toEmployee(row, actor);
}

/** Whether somebody is employed is told by the date in UTC: the list may go over many time zones. */
export function listEmployees(
  { db, scope, actor, now }: QueryCall & SignedIn,
  input: ListEmployeesInput,
): Promise<Page<Employee>> {
  const today = now.toISOString().slice(0, 10);
  return readPage(
    'employees',
    input,
    (page) => listRows(db, scope, { ...input, today }, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    (row) => toEmployee(row, actor),
  );
}
