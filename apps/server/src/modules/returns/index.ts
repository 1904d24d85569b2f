export { exchangeHandlers, returnHandlers, voidHandlers } from './handlers.ts';
export { personalReturns } from './personal-returns.ts';
export { storesOfReturn } from './returns.repo.ts';
