import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { adjustStoreCredit } from './adjust-store-credit.ts';
import { getStoreCredit, listStoreCreditEntries } from './read-store-credit.ts';

export const storeCreditHandlers: Pick<
  Handlers<typeof contract.customers>,
  'storeCredit' | 'storeCreditLedger' | 'adjustStoreCredit'
> = {
  storeCredit: getStoreCredit,
  storeCreditLedger: listStoreCreditEntries,
  adjustStoreCredit,
};
