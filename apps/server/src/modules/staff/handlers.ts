import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { listEmployeeActivity } from './activity.ts';
import { addTimecard } from './add-timecard.ts';
import { createEmployee, terminateEmployee, updateEmployee } from './change-employee.ts';
import { clockIn, clockOut, currentTimecard, endBreak, startBreak } from './clock.ts';
import { correctTimecard } from './correct-timecard.ts';
import { getEmployee, listEmployees } from './employees.ts';
import { getTimecard, listTimecards, timecardTotals } from './timecards.ts';

/** What a person sold is told by the module of sales. */
export const employeeHandlers: Omit<Handlers<typeof contract.employees>, 'sales'> = {
  list: listEmployees,
  get: getEmployee,
  create: createEmployee,
  update: updateEmployee,
  terminate: terminateEmployee,
  activity: listEmployeeActivity,
};

export const timecardHandlers: Handlers<typeof contract.timecards> = {
  clockIn,
  clockOut,
  startBreak,
  endBreak,
  current: currentTimecard,
  get: getTimecard,
  create: addTimecard,
  list: listTimecards,
  update: correctTimecard,
  totals: timecardTotals,
};
