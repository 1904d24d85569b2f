import { z } from 'zod';
import { AuditEntry } from '../audit-log/schemas.ts';
import { document, inStore, mutation, query } from '../operation.ts';
import { SaleSummary } from '../sales/schemas.ts';
import { ById, Id } from '../shared/ids.ts';
import { page, pageFields } from '../shared/page.ts';
import { CalendarDate } from '../shared/time.ts';
import {
  CreateEmployeeInput,
  Employee,
  ListEmployeesInput,
  TerminateEmployeeInput,
  UpdateEmployeeInput,
} from './schemas.ts';

/** One person's activity: the audit log of what their user did. */
export const EmployeeActivityInput = z.strictObject({
  id: Id,
  ...pageFields,
  sort: z.enum(['recordedAt', '-recordedAt']).default('-recordedAt'),
});

/** One person's sales: what their user rang up. */
export const EmployeeSalesInput = z.strictObject({
  id: Id,
  businessDateFrom: CalendarDate.optional(),
  businessDateTo: CalendarDate.optional(),
  ...pageFields,
  sort: z.enum(['completedAt', '-completedAt']).default('-completedAt'),
});

export const employees = {
  list: query({
    rest: { method: 'GET', path: '/employees' },
    permission: 'employees.read',
    scope: inStore(),
    summary: 'List and search staff',
    input: ListEmployeesInput,
    output: page(Employee),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/employees/{id}' },
    permission: 'employees.read',
    scope: document('employee'),
    summary: 'Get a staff record',
    input: ById,
    output: Employee,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/employees', creates: '/employees/{id}' },
    permission: 'employees.manage',
    scope: inStore(),
    summary: 'Add a staff record',
    description:
      'Takes the permission in each of the stores where the person works. The user must be one whom you can see, with no power over people that you do not hold (PERMISSION_NOT_HELD), and not your own unless you own the whole business.',
    input: CreateEmployeeInput,
    output: Employee,
    errors: ['INVALID_REFERENCE', 'ALREADY_EXISTS', 'FORBIDDEN', 'PERMISSION_NOT_HELD'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/employees/{id}' },
    permission: 'employees.manage',
    scope: document('employee'),
    summary: 'Change a staff record',
    description:
      'Takes the permission in each of the stores where the person works, and is to work. Not for somebody who holds power over people that you do not hold (PERMISSION_NOT_HELD). Of your own record you change name, email and phone alone, unless you own the whole business.',
    input: UpdateEmployeeInput,
    output: Employee,
    errors: ['NOT_FOUND', 'CONFLICT', 'INVALID_REFERENCE', 'ALREADY_EXISTS', 'PERMISSION_NOT_HELD'],
  }),
  terminate: mutation({
    rest: { method: 'POST', path: '/employees/{id}/terminate' },
    permission: 'employees.manage',
    scope: document('employee'),
    summary: 'Record that a person leaves',
    description:
      'The user that the person signs in as is not touched: deactivate it beside. The last day is worked still; given again, it is corrected. Neither for yourself, unless you own the whole business, nor for somebody who holds power over people that you do not hold (PERMISSION_NOT_HELD).',
    input: TerminateEmployeeInput,
    output: Employee,
    errors: ['NOT_FOUND', 'CONFLICT', 'PERMISSION_NOT_HELD'],
  }),
  activity: query({
    rest: { method: 'GET', path: '/employees/{id}/activity' },
    permission: 'audit_log.read',
    scope: document('employee'),
    summary: 'List what a person did, from the audit log',
    description:
      'What their user did in the stores where you hold the permission. Takes employees.read beside.',
    input: EmployeeActivityInput,
    output: page(AuditEntry),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  sales: query({
    rest: { method: 'GET', path: '/employees/{id}/sales' },
    permission: 'sales.read',
    scope: document('employee'),
    summary: 'List what a person sold',
    description:
      'What their user rang up in the stores where you hold the permission. Takes employees.read beside.',
    input: EmployeeSalesInput,
    output: page(SaleSummary),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};
