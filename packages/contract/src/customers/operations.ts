import { anywhere, merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ArchiveCustomerInput,
  CreateCustomerGroupInput,
  CreateCustomerInput,
  Customer,
  CustomerGroup,
  ListCustomerGroupsInput,
  ListCustomersInput,
  UpdateCustomerGroupInput,
  UpdateCustomerInput,
} from './schemas.ts';

export const customers = {
  list: query({
    rest: { method: 'GET', path: '/customers' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List customers',
    input: ListCustomersInput,
    output: page(Customer),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/customers/{id}' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'Get a customer',
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
    errors: ['NOT_FOUND', 'CONFLICT', 'INVALID_REFERENCE'],
  }),
  archive: mutation({
    rest: { method: 'POST', path: '/customers/{id}/archive' },
    permission: 'customers.manage',
    scope: anywhere,
    summary: 'Put a customer away; documents keep them',
    input: ArchiveCustomerInput,
    output: Customer,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};

export const customerGroups = {
  list: query({
    rest: { method: 'GET', path: '/customer-groups' },
    permission: 'customers.read',
    scope: merchant,
    summary: 'List customer groups',
    input: ListCustomerGroupsInput,
    output: page(CustomerGroup),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/customer-groups/{id}' },
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
