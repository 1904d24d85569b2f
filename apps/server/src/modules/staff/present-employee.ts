import type { Employee } from '@cashwrap/contract';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import type { EmployeeRow } from './employees.repo.ts';

/** The staff record as this caller may see it. */
export function toEmployee({ createdAt, updatedAt, ...row }: EmployeeRow, actor: Actor): Employee {
  return employeeSeenBy(actor, {
    ...row,
    worksElsewhere: false,
    hourlyRateVisible: true,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  });
}

/**
 * What is left of a staff record for this caller: the stores that they can see, and what the person is paid with a
 * permission of its own.
 */
export function employeeSeenBy(actor: Actor, employee: Employee): Employee {
  const storeIds = employee.storeIds.filter((storeId) => holdsIn(actor, 'stores.read', storeId));
  const worksElsewhere = employee.worksElsewhere || storeIds.length < employee.storeIds.length;
  const hourlyRateVisible =
    employee.hourlyRateVisible && !worksElsewhere && managesPay(actor, employee.storeIds);
  return {
    ...employee,
    ...{ storeIds, worksElsewhere, hourlyRateVisible },
    hourlyRate: hourlyRateVisible ? employee.hourlyRate : null,
  };
}

/** In every store in which the person works: in one alone, putting people there would show what they are paid. */
export function managesPay(actor: Actor, storeIds: readonly string[]): boolean {
  return storeIds.every(
    (storeId) => holdsIn(actor, 'employees.manage_pay', storeId) && holdsIn(actor, 'stores.read', storeId),
  );
}
