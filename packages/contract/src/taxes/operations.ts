import { document, inStore, merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  CreateTaxCategoryInput,
  CreateTaxRateInput,
  ListTaxCategoriesInput,
  ListTaxRatesInput,
  TaxCategory,
  TaxRate,
  UpdateTaxCategoryInput,
  UpdateTaxRateInput,
} from './schemas.ts';

export const taxCategories = {
  create: mutation({
    rest: { method: 'POST', path: '/tax-categories', creates: '/tax-categories/{id}' },
    permission: 'taxes.create',
    scope: merchant,
    summary: 'Add a tax category',
    input: CreateTaxCategoryInput,
    output: TaxCategory,
    errors: ['ALREADY_EXISTS'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/tax-categories/{id}' },
    permission: 'taxes.update',
    scope: merchant,
    summary: 'Rename a tax category',
    input: UpdateTaxCategoryInput,
    output: TaxCategory,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS'],
  }),
  get: query({
    rest: { method: 'GET', path: '/tax-categories/{id}', conditional: true },
    permission: 'taxes.read',
    scope: merchant,
    summary: 'Get a tax category',
    input: ById,
    output: TaxCategory,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/tax-categories', conditional: true },
    permission: 'taxes.read',
    scope: merchant,
    summary: 'List tax categories',
    input: ListTaxCategoriesInput,
    output: page(TaxCategory),
    errors: ['INVALID_CURSOR'],
  }),
};

export const taxRates = {
  create: mutation({
    rest: { method: 'POST', path: '/tax-rates', creates: '/tax-rates/{id}' },
    permission: 'taxes.create',
    scope: inStore(),
    summary: 'Add a tax rate to a store',
    description: 'Refused where it overlaps a rate of the same name for the same store and tax category.',
    input: CreateTaxRateInput,
    output: TaxRate,
    errors: ['NOT_FOUND', 'INVALID_REFERENCE', 'ALREADY_EXISTS'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/tax-rates/{id}' },
    permission: 'taxes.update',
    scope: document('tax_rate'),
    summary: 'Change a tax rate from now on, or end it',
    description: 'For a new percentage end the old rate and add another: then each day has its own.',
    input: UpdateTaxRateInput,
    output: TaxRate,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS'],
  }),
  get: query({
    rest: { method: 'GET', path: '/tax-rates/{id}', conditional: true },
    permission: 'taxes.read',
    scope: document('tax_rate'),
    summary: 'Get a tax rate',
    input: ById,
    output: TaxRate,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/tax-rates', conditional: true },
    permission: 'taxes.read',
    scope: inStore(),
    summary: 'List tax rates',
    input: ListTaxRatesInput,
    output: page(TaxRate),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
};
