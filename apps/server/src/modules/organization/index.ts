export {
  businessDateOf,
  localHourOf,
  sameTimeLastWeek,
  startOfBusinessDay,
  startsOfBusinessDays,
} from '@cashwrap/pricing/business-day';
export { registerHandlers, storeHandlers } from './handlers.ts';
export {
  endOpenShift,
  findRegisterName,
  lockRegister,
  registerRetired,
  setOpenShift,
  storesOfRegister,
  takeReturnNumber,
  takeSaleNumber,
} from './registers.repo.ts';
export { settingsHandlers } from './settings-handlers.ts';
export { createStoreExists } from './store-exists.ts';
export { findTradingPlace, type TradingPlace } from './trading-place.repo.ts';
