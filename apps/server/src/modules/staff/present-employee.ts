import type { Employee } from '@cashwrap/contract';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import type { EmployeeRow } from './employees.repo.ts';

/** The staff record as this caller may see it: what a person is paid takes a permission of its own. */
export function toEmployee(
  { createdAt, updatedAt, hourlyRate, ...row }: EmployeeRow,
  actor: Actor,
): Employee {
  const hourlyRateVisible = managesPay(actor, row.storeIds);
  return {
    ...row,
    hourlyRate: hourlyRateVisible ? hourlyRate : null,
    hourlyRateVisible,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** In every store in which the person works: in one alone, putting people there would show what they are paid. */
export function managesPay(actor: Actor, storeIds: readonly string[]): boolean {
  return storeIds.every((storeId) => holdsIn(actor, 'employees.manage_pay', storeId));
}
