export { countCustomerSale } from './count-customer-sale.ts';
export { type CustomerForSale, countCustomerReturn, findCustomerForSale } from './customer-in-sale.repo.ts';
export { addSearchWords } from './customer-search.repo.ts';
export { findMergedIds } from './customers.repo.ts';
export { searchTextOf } from './domain/search-text.ts';
export { eraseProfiles, lockPerson, type Person } from './erase-profiles.ts';
export { findCustomerGroupIds } from './groups.repo.ts';
export { customerGroupHandlers, customerHandlers } from './handlers.ts';
export { mergeProfiles } from './merge-profiles.ts';
export { personalProfile } from './personal-profile.ts';
export {
  findStandingCustomer,
  lockStandingCustomer,
  type StandingCustomer,
} from './standing-customer.repo.ts';
