import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { addCashMovement } from './add-cash-movement.ts';
import { getCashMovement, listCashMovements } from './cash-movements.ts';
import { cashUp } from './cash-up.ts';
import { closeShift } from './close-shift.ts';
import { forceCloseShift } from './force-close-shift.ts';
import { openShift } from './open-shift.ts';
import { getCurrentShift, getShift, listShifts } from './read-shifts.ts';
import { getXReport, getZReport } from './reports.ts';

export const shiftHandlers: Handlers<typeof contract.shifts> = {
  open: openShift,
  current: getCurrentShift,
  get: getShift,
  list: listShifts,
  addCashMovement,
  cashMovements: listCashMovements,
  cashMovement: getCashMovement,
  xReport: getXReport,
  close: closeShift,
  forceClose: forceCloseShift,
  zReport: getZReport,
  cashUp,
};
