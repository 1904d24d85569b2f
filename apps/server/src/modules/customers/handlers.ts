import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { archiveCustomer, unarchiveCustomer, updateCustomer } from './change-customer.ts';
import { listConsentChanges, recordConsents } from './consents.ts';
import { createCustomer } from './create-customer.ts';
import { getCustomer, listCustomers } from './customers.ts';
import { exportCustomers } from './export-customers.ts';
import { createCustomerGroup, getCustomerGroup, listCustomerGroups, updateCustomerGroup } from './groups.ts';
import { importCustomers } from './import-customers.ts';

export const customerHandlers: Handlers<
  Pick<
    typeof contract.customers,
    | 'list'
    | 'get'
    | 'create'
    | 'update'
    | 'archive'
    | 'unarchive'
    | 'recordConsents'
    | 'consents'
    | 'import'
    | 'export'
  >
> = {
  list: listCustomers,
  get: getCustomer,
  create: createCustomer,
  update: updateCustomer,
  archive: archiveCustomer,
  unarchive: unarchiveCustomer,
  recordConsents,
  consents: listConsentChanges,
  import: importCustomers,
  export: exportCustomers,
};

export const customerGroupHandlers: Handlers<typeof contract.customerGroups> = {
  list: listCustomerGroups,
  get: getCustomerGroup,
  create: createCustomerGroup,
  update: updateCustomerGroup,
};
