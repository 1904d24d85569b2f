export { exchangeHandlers, returnHandlers, voidHandlers } from './handlers.ts';
export { personalReturns } from './personal-returns.ts';
export { type PayingOut, planReturn, type ReturnPlan, refuseOtherRefund } from './plan-return.ts';
export { toReturn } from './present-return.ts';
export { linesTakenBack } from './refuse-lines.ts';
export { storesOfReturn } from './returns.repo.ts';
export { findSaleToReturn, lockSale, type SaleToReturn } from './sale-to-return.repo.ts';
export { type ReturnDraft, takeBack } from './take-back.ts';
