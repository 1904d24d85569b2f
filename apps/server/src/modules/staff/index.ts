export { workedIn } from './domain/worked-time.ts';
export { storesOfEmployee } from './employees.repo.ts';
export { readableEmployee } from './employees.ts';
export { employeeHandlers, timecardHandlers } from './handlers.ts';
export { employeeSeenBy } from './present-employee.ts';
export { storesOfTimecard } from './timecards.repo.ts';
