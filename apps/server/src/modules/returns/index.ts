export { exchangeHandlers, returnHandlers, voidHandlers } from './handlers.ts';
export { personalReturns } from './personal-returns.ts';
export { planReturn, type ReturnPlan } from './plan-return.ts';
export { allLinesOf, linesTakenBack } from './refuse-lines.ts';
export { storesOfReturn } from './returns.repo.ts';
export {
  auditOfReturn,
  ledgerEntryOf,
  linesOfReturn,
  type ReturnDraft,
  refundOf,
  returnOf,
} from './rows-of-return.ts';
export type { ReturnableLine, SaleToReturn } from './sale-to-return.repo.ts';
