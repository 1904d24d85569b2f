export { toCashMovement } from './cash-movements.ts';
export { type ShiftFigures, tendersOf, thaw, toTotals } from './domain/shift-totals.ts';
export { shiftHandlers } from './handlers.ts';
export { toShift } from './present-shift.ts';
export type { ShiftRow } from './shifts.repo.ts';
export { findSaleNumbers, findShiftAt, type NumberRange, storesOfShift } from './shifts.repo.ts';
