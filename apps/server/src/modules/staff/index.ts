export { findEmployee, storesOfEmployee } from './employees.repo.ts';
export { employeeHandlers, timecardHandlers } from './handlers.ts';
export { storesOfTimecard } from './timecards.repo.ts';
