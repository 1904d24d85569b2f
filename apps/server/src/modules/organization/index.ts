export { businessDateOf } from './domain/business-day.ts';
export { registerHandlers, storeHandlers } from './handlers.ts';
export { takeSaleNumber } from './registers.repo.ts';
export { storeExists } from './stores.repo.ts';
export { findTradingPlace, type TradingPlace } from './trading-place.repo.ts';
