export { shiftHandlers } from './handlers.ts';
export { findSaleNumbers, type NumberRange, storesOfShift } from './shifts.repo.ts';
