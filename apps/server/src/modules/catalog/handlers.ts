import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { createProduct, getProduct, getProductByBarcode, listProducts, updateProduct } from './products.ts';
import {
  createTaxCategory,
  createTaxRate,
  getTaxCategory,
  getTaxRate,
  listTaxCategories,
  listTaxRates,
} from './taxes.ts';

export const taxCategoryHandlers: Handlers<typeof contract.taxCategories> = {
  create: createTaxCategory,
  get: getTaxCategory,
  list: listTaxCategories,
};

export const taxRateHandlers: Handlers<typeof contract.taxRates> = {
  create: createTaxRate,
  get: getTaxRate,
  list: listTaxRates,
};

export const productHandlers: Handlers<typeof contract.products> = {
  create: createProduct,
  get: getProduct,
  list: listProducts,
  update: updateProduct,
  byBarcode: getProductByBarcode,
};
