import { document, inStore, merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { CreateStoreInput, ListStoresInput, Store } from './schemas.ts';

export const stores = {
  create: mutation({
    rest: { method: 'POST', path: '/stores', creates: '/stores/{id}' },
    permission: 'stores.create',
    scope: merchant,
    summary: 'Open a store',
    description: 'The store gets a virtual register without cash drawer, for sales that no till makes.',
    input: CreateStoreInput,
    output: Store,
    errors: ['ALREADY_EXISTS'],
  }),
  get: query({
    rest: { method: 'GET', path: '/stores/{id}', conditional: true },
    permission: 'stores.read',
    scope: document('store'),
    summary: 'Get a store',
    input: ById,
    output: Store,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/stores', conditional: true },
    permission: 'stores.read',
    scope: inStore(),
    summary: 'List the stores that you may see',
    input: ListStoresInput,
    output: page(Store),
    errors: ['INVALID_CURSOR'],
  }),
};
