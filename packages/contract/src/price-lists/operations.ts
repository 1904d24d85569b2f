import { merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  CreatePriceListInput,
  ListPriceListEntriesInput,
  ListPriceListsInput,
  PriceList,
  PriceListEntry,
  SetPricesInput,
  SetPricesResult,
  UpdatePriceListInput,
} from './schemas.ts';

export const priceLists = {
  list: query({
    rest: { method: 'GET', path: '/price-lists', conditional: true },
    permission: 'price_lists.read',
    scope: merchant,
    summary: 'List price lists',
    input: ListPriceListsInput,
    output: page(PriceList),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/price-lists/{id}', conditional: true },
    permission: 'price_lists.read',
    scope: merchant,
    summary: 'Get a price list',
    input: ById,
    output: PriceList,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/price-lists', creates: '/price-lists/{id}' },
    permission: 'price_lists.manage',
    scope: merchant,
    summary: 'Add a price list',
    input: CreatePriceListInput,
    output: PriceList,
    errors: ['INVALID_REFERENCE', 'ALREADY_EXISTS'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/price-lists/{id}' },
    permission: 'price_lists.manage',
    scope: merchant,
    summary: 'Rename, reschedule, archive or reactivate a price list',
    input: UpdatePriceListInput,
    output: PriceList,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS'],
  }),
  entries: query({
    rest: { method: 'GET', path: '/price-lists/{id}/prices', conditional: true },
    permission: 'price_lists.read',
    scope: merchant,
    summary: 'List the prices of a price list',
    input: ListPriceListEntriesInput,
    output: page(PriceListEntry),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  setPrices: mutation({
    rest: { method: 'PUT', path: '/price-lists/{id}/prices' },
    permission: 'price_lists.manage',
    scope: merchant,
    summary: 'Set and take away prices of a price list; the others stay',
    input: SetPricesInput,
    output: SetPricesResult,
    errors: ['NOT_FOUND', 'INVALID_REFERENCE'],
  }),
};
