export { shiftHandlers } from './handlers.ts';
export { findSaleNumbers, findShiftAt, type NumberRange, storesOfShift } from './shifts.repo.ts';
