import { anywhere, merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ArchiveCustomerInput,
  ConsentChange,
  CreateCustomerGroupInput,
  CreateCustomerInput,
  Customer,
  CustomerGroup,
  ListConsentChangesInput,
  ListCustomerGroupsInput,
  ListCustomersInput,
  RecordConsentsInput,
  UpdateCustomerGroupInput,
  UpdateCustomerInput,
} from './schemas.ts';

export const customers = {
  list: query({
    rest: { method: 'GET', path: '/customers' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List customers, or search them',
    input: ListCustomersInput,
    output: page(Customer),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/customers/{id}' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'Get a customer',
    description: 'The id of a customer who was merged answers the one who stands for them.',
    input: ById,
    output: Customer,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/customers', creates: '/customers/{id}' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Add a customer',
    description: 'A client may make the id: the same id with the same content is the same customer.',
    input: CreateCustomerInput,
    output: Customer,
    errors: ['INVALID_REFERENCE', 'ALREADY_EXISTS'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/customers/{id}' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Change a customer',
    input: UpdateCustomerInput,
    output: Customer,
    errors: ['NOT_FOUND', 'CONFLICT', 'INVALID_REFERENCE', 'ALREADY_EXISTS', 'WRONG_STATUS'],
  }),
  archive: mutation({
    rest: { method: 'POST', path: '/customers/{id}/archive' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Put a customer away; documents keep them',
    input: ArchiveCustomerInput,
    output: Customer,
    errors: ['NOT_FOUND', 'CONFLICT', 'WRONG_STATUS'],
  }),
};

/** They join the operations above. */
export const customerConsents = {
  unarchive: mutation({
    rest: { method: 'POST', path: '/customers/{id}/unarchive' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Bring a customer back who was put away',
    input: ArchiveCustomerInput,
    output: Customer,
    errors: ['NOT_FOUND', 'CONFLICT', 'WRONG_STATUS'],
  }),
  recordConsents: mutation({
    rest: { method: 'POST', path: '/customers/{id}/consents' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Record that a customer agrees to be written to, or no longer does',
    description: 'Every change is kept: see customers.consents.',
    input: RecordConsentsInput,
    output: Customer,
    errors: ['NOT_FOUND', 'WRONG_STATUS'],
  }),
  consents: query({
    rest: { method: 'GET', path: '/customers/{id}/consents' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List when a customer has given and taken back consents',
    input: ListConsentChangesInput,
    output: page(ConsentChange),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};

export const customerGroups = {
  list: query({
    rest: { method: 'GET', path: '/customer-groups', conditional: true },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List customer groups',
    input: ListCustomerGroupsInput,
    output: page(CustomerGroup),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/customer-groups/{id}', conditional: true },
    permission: 'customers.read',
    scope: merchant,
    summary: 'Get a customer group',
    input: ById,
    output: CustomerGroup,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/customer-groups', creates: '/customer-groups/{id}' },
    permission: 'customers.manage_groups',
    scope: merchant,
    summary: 'Add a customer group',
    input: CreateCustomerGroupInput,
    output: CustomerGroup,
    errors: ['ALREADY_EXISTS'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/customer-groups/{id}' },
    permission: 'customers.manage_groups',
    scope: merchant,
    summary: 'Rename a customer group',
    input: UpdateCustomerGroupInput,
    output: CustomerGroup,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS'],
  }),
};
