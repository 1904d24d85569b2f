import type { CreateEmployeeInput, Employee, UpdateEmployeeInput } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import { Failure, invalidInput, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { forbidden } from '../../procedure/scope.ts';
import { refuseSuperior } from '../identity/index.ts';
import { auditEmployee } from './audit-employee.ts';
import { refuseOwnEmployment, refuseUser } from './employee-rules.ts';
import {
  type EmployeeRow,
  existingStores,
  findMerchantCurrency,
  insertEmployee,
  lockEmployee,
  replaceStores,
  updateEmployee as updateRow,
} from './employees.repo.ts';
import { managesPay, toEmployee } from './present-employee.ts';

type Call = MutationCall & SignedIn;

export async function createEmployee(call: Call, input: CreateEmployeeInput): Promise<Employee> {
  const { tx, now, actor } = call;
  const id = call.newId();
  await refuseUnmanageable(tx, actor, input.storeIds);
  if (input.hourlyRate !== undefined && !managesPay(actor, input.storeIds)) {
    throw forbidden('employees.manage_pay');
  }
  if (input.userId !== null) await refuseUser(call, id, input.userId);
  const { storeIds, hourlyRate = null, ...fields } = input;
  const stamps = { id, version: 1, createdAt: now, updatedAt: now };
  const row = { ...fields, hourlyRate, terminatedOn: null, ...stamps };
  await insertEmployee(tx, row);
  await replaceStores(tx, id, storeIds);
  const hourlyRateCurrency = await findMerchantCurrency(tx);
  const after = { ...row, storeIds: [...storeIds].sort(), hourlyRateCurrency };
  auditEmployee(call, undefined, after);
  return toEmployee(after, actor);
}

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateEmployee(call: Call, input: UpdateEmployeeInput): Promise<Employee> {
  const { tx, actor } = call;
  const { id, version, storeIds, ...changes } = input;
  const before = await lockManageable(call, id, version);
  const managedPay = managesPay(actor, before.storeIds);
  const willManagePay = managesPay(actor, storeIds ?? before.storeIds);
  if (changes.hourlyRate !== undefined && !(managedPay && willManagePay)) {
    throw forbidden('employees.manage_pay');
  }
  if (storeIds) await refuseUnmanageable(tx, actor, storeIds);
  // Nobody gets to see what a person is paid by moving that person.
  if (!managedPay && willManagePay) throw forbidden('employees.manage_pay');
  if (changes.userId && changes.userId !== before.userId) await refuseUser(call, id, changes.userId);
  const hiredOn = changes.hiredOn ?? before.hiredOn;
  if (before.terminatedOn !== null && hiredOn > before.terminatedOn) {
    throw invalidInput([
      { path: ['hiredOn'], message: `must not be after ${before.terminatedOn}, the last day` },
    ]);
  }
  return store(call, before, { ...changes, ...(storeIds && { storeIds: [...storeIds].sort() }) });
}

/** Records the last day; a second time, corrects it. */
export async function terminateEmployee(
  call: Call,
  { id, version, terminatedOn }: { id: string; version: number; terminatedOn: string },
): Promise<Employee> {
  const before = await lockManageable(call, id, version);
  if (terminatedOn < before.hiredOn) {
    throw invalidInput([
      { path: ['terminatedOn'], message: `must not be before ${before.hiredOn}, the first day` },
    ]);
  }
  return store(call, before, { terminatedOn });
}

async function store(
  call: Call,
  before: EmployeeRow,
  given: { readonly [F in keyof EmployeeRow]?: EmployeeRow[F] | undefined },
): Promise<Employee> {
  const changes = changesOf(before, given);
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return toEmployee(before, call.actor);
  }
  refuseOwnEmployment(call.actor, before.userId, Object.keys(changes));
  const stamped = { ...changes, version: before.version + 1, updatedAt: call.now };
  const { storeIds, ...columns } = stamped;
  if (storeIds) await replaceStores(call.tx, before.id, storeIds);
  await updateRow(call.tx, before.id, columns);
  const after = { ...before, ...stamped };
  auditEmployee(call, before, after);
  return toEmployee(after, call.actor);
}

/** What is given and differs from what is stored. */
function changesOf(
  before: EmployeeRow,
  given: { readonly [F in keyof EmployeeRow]?: EmployeeRow[F] | undefined },
): Partial<EmployeeRow> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([field, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(before[field as keyof EmployeeRow]),
    ),
  );
}

/** The staff record, locked. One store is enough to see it; to change it takes the permission in all of them. */
async function lockManageable({ tx, scope, actor }: Call, id: string, version: number): Promise<EmployeeRow> {
  const row = await lockEmployee(tx, scope, id);
  if (!row) throw notFound('employee');
  if (!row.storeIds.every((storeId) => holdsIn(actor, 'employees.manage', storeId))) {
    throw forbidden('employees.manage');
  }
  if (row.userId !== null) await refuseSuperior(tx, actor, row.userId);
  if (row.version !== version) {
    throw new Failure('CONFLICT', {
      detail: `The employee is at version ${row.version} now. Read it again and repeat the change.`,
      details: { currentVersion: row.version },
    });
  }
  return row;
}

/** Refuses stores that do not exist, or that the caller cannot see, alike; and those it cannot manage staff of. */
async function refuseUnmanageable(tx: Tx, actor: Actor, storeIds: readonly string[]): Promise<void> {
  const existing = await existingStores(tx, storeIds);
  const unseen = storeIds.findIndex((id) => !existing.has(id) || !holdsIn(actor, 'stores.read', id));
  if (unseen >= 0) throw invalidReference('store', ['storeIds', unseen]);
  if (!storeIds.every((id) => holdsIn(actor, 'employees.manage', id))) throw forbidden('employees.manage');
}
