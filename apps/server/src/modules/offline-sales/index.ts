export { offlineSaleHandlers, saleFlagHandlers } from './handlers.ts';
export { storesOfSaleFlag } from './sale-flags.repo.ts';
