import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { eraseCustomer } from './erase-customer.ts';
import { mergeCustomers } from './merge-customers.ts';
import { readPersonalData } from './personal-data.ts';

/** They join the operations on customers. */
export const customerLifecycleHandlers: Handlers<
  Pick<typeof contract.customers, 'merge' | 'erase' | 'personalData'>
> = {
  merge: mergeCustomers,
  erase: eraseCustomer,
  personalData: readPersonalData,
};
