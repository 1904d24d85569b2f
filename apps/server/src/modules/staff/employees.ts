import type { Employee, ListEmployeesInput, Page } from '@cashwrap/contract';
import { holdsAnywhere } from '../../procedure/actor.ts';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { forbidden, storesWhere } from '../../procedure/scope.ts';
import { type EmployeeRow, findEmployee, listEmployees as listRows } from './employees.repo.ts';
import { toEmployee } from './present-employee.ts';

export async function getEmployee(
  { db, scope, actor }: QueryCall & SignedIn,
  { id }: { id: string },
): Promise<Employee> {
  const row = await findEmployee(db, scope, id);
  if (!row) throw notFound('employee');
  return toEmployee(row, actor);
}

/**
 * The staff record for a list that takes another permission: who may not read staff records is not told through it
 * either which user a person is.
 */
export async function readableEmployee(
  { db, actor }: QueryCall & SignedIn,
  id: string,
): Promise<EmployeeRow> {
  if (!holdsAnywhere(actor, 'employees.read')) throw forbidden('employees.read');
  const row = await findEmployee(db, storesWhere(actor, 'employees.read'), id);
  if (!row) throw notFound('employee');
  return row;
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
