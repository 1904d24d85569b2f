import { merchant, mutation, query } from '../operation.ts';
import { NoContent } from '../shared/empty.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { Category, CreateCategoryInput, ListCategoriesInput, UpdateCategoryInput } from './schemas.ts';

export const categories = {
  list: query({
    rest: { method: 'GET', path: '/categories', conditional: true },
    permission: 'products.read',
    scope: merchant,
    summary: 'List categories',
    input: ListCategoriesInput,
    output: page(Category),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/categories/{id}', conditional: true },
    permission: 'products.read',
    scope: merchant,
    summary: 'Get a category',
    input: ById,
    output: Category,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/categories', creates: '/categories/{id}' },
    permission: 'products.create',
    scope: merchant,
    summary: 'Add a category',
    input: CreateCategoryInput,
    output: Category,
    errors: ['INVALID_REFERENCE', 'ALREADY_EXISTS', 'CATEGORY_TOO_DEEP'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/categories/{id}' },
    permission: 'products.update',
    scope: merchant,
    summary: 'Rename a category, or move it with all that is below it',
    input: UpdateCategoryInput,
    output: Category,
    errors: [
      'NOT_FOUND',
      'CONFLICT',
      'INVALID_REFERENCE',
      'ALREADY_EXISTS',
      'CATEGORY_CYCLE',
      'CATEGORY_TOO_DEEP',
    ],
  }),
  delete: mutation({
    rest: { method: 'DELETE', path: '/categories/{id}' },
    permission: 'products.update',
    scope: merchant,
    summary: 'Delete an empty category',
    input: ById,
    output: NoContent,
    errors: ['NOT_FOUND', 'CATEGORY_IN_USE'],
  }),
};
