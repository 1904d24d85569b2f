import { merchant, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import {
  ByBarcodeInput,
  CreateProductInput,
  ListProductsInput,
  Product,
  UpdateProductInput,
} from './schemas.ts';

export const products = {
  create: mutation({
    rest: { method: 'POST', path: '/products', creates: '/products/{id}' },
    permission: 'products.create',
    scope: merchant,
    summary: 'Add a product',
    input: CreateProductInput,
    output: Product,
    errors: ['INVALID_REFERENCE', 'ALREADY_EXISTS'],
  }),
  get: query({
    rest: { method: 'GET', path: '/products/{id}' },
    permission: 'products.read',
    scope: merchant,
    summary: 'Get a product',
    input: ById,
    output: Product,
    errors: ['NOT_FOUND'],
  }),
  list: query({
    rest: { method: 'GET', path: '/products' },
    permission: 'products.read',
    scope: merchant,
    summary: 'List and search products',
    input: ListProductsInput,
    output: page(Product),
    errors: ['INVALID_CURSOR'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/products/{id}' },
    permission: 'products.update',
    scope: merchant,
    summary: 'Change a product',
    description: 'Carries the version that was read; a stale one is refused with CONFLICT.',
    input: UpdateProductInput,
    output: Product,
    errors: ['NOT_FOUND', 'CONFLICT', 'INVALID_REFERENCE', 'ALREADY_EXISTS'],
  }),
  byBarcode: query({
    rest: { method: 'GET', path: '/products/barcode/{code}' },
    permission: 'products.read',
    scope: merchant,
    summary: 'Find the product that a scanned barcode stands for',
    input: ByBarcodeInput,
    output: Product,
    errors: ['NOT_FOUND'],
  }),
};
