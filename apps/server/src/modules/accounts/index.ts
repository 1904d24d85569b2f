export {
  type AccountOwner,
  findAccountOwners,
  insertGiftCardAccount,
  lockAccounts,
} from './accounts.repo.ts';
export { lockAccountsOf, type OwnedAccount } from './accounts-of-customers.repo.ts';
export { adjustMoney } from './adjust-money.ts';
export { creditsSinceEmpty } from './credits-since-empty.repo.ts';
export { customerDocument } from './customer-document.ts';
export type { StoredEntry } from './entries.repo.ts';
export { latestEntriesOf } from './entries-of-customers.repo.ts';
export { expireAccount } from './expire-account.repo.ts';
export { storeCreditHandlers } from './handlers.ts';
export { insufficientBalance, notCovered, refuseBeyondBalance } from './insufficient-balance.ts';
export { readLedger, toEntry, toMoneyEntry } from './ledger.ts';
export { type MergedCustomers, mergeStoreCredit } from './merge-store-credit.ts';
export {
  type AccountDocument,
  type AccountEntryRow,
  type AccountMove,
  credit,
  debit,
} from './move-account.repo.ts';
export { personalStoreCredit } from './personal-store-credit.ts';
export { findPointsAfter } from './points-after.repo.ts';
export { settleAccount } from './settle-account.ts';
export { ensureStoreCredit, findStoreCredit } from './store-credit.repo.ts';
export { findStoreCreditForSale } from './store-credit-in-sale.repo.ts';
