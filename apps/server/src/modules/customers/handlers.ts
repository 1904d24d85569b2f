import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { archiveCustomer, updateCustomer } from './change-customer.ts';
import { createCustomer } from './create-customer.ts';
import { getCustomer, listCustomers } from './customers.ts';
import { createCustomerGroup, getCustomerGroup, listCustomerGroups, updateCustomerGroup } from './groups.ts';

export const customerHandlers: Handlers<typeof contract.customers> = {
  list: listCustomers,
  get: getCustomer,
  create: createCustomer,
  update: updateCustomer,
  archive: archiveCustomer,
};

export const customerGroupHandlers: Handlers<typeof contract.customerGroups> = {
  list: listCustomerGroups,
  get: getCustomerGroup,
  create: createCustomerGroup,
  update: updateCustomerGroup,
};
