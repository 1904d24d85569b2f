export { applyStocktakes, hasApplying } from './apply-stocktakes.ts';
export { findCountedSince } from './counted-since.repo.ts';
export { stocktakeHandlers } from './handlers.ts';
export { stocktakeSeenBy } from './present-stocktake.ts';
export { storesOfStocktake } from './stocktakes.repo.ts';
