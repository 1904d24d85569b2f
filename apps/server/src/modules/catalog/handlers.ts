import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { archiveProduct, unarchiveProduct } from './archive-product.ts';
import { createCategory, deleteCategory, getCategory, listCategories, updateCategory } from './categories.ts';
import { createProduct } from './create-product.ts';
import { drawProductLabel } from './draw-product-label.ts';
import { exportProducts } from './export-products.ts';
import { importProducts } from './import-products.ts';
import { listPriceHistory } from './price-history.ts';
import { getProduct, listProducts } from './read-products.ts';
import { getProductByBarcode } from './scan-barcode.ts';
import {
  createTaxCategory,
  createTaxRate,
  getTaxCategory,
  getTaxRate,
  listTaxCategories,
  listTaxRates,
  updateTaxCategory,
  updateTaxRate,
} from './taxes.ts';
import { updateProduct } from './update-product.ts';

export const taxCategoryHandlers: Handlers<typeof contract.taxCategories> = {
  create: createTaxCategory,
  update: updateTaxCategory,
  get: getTaxCategory,
  list: listTaxCategories,
};

export const taxRateHandlers: Handlers<typeof contract.taxRates> = {
  create: createTaxRate,
  update: updateTaxRate,
  get: getTaxRate,
  list: listTaxRates,
};

export const categoryHandlers: Handlers<typeof contract.categories> = {
  list: listCategories,
  get: getCategory,
  create: createCategory,
  update: updateCategory,
  delete: deleteCategory,
};

export const productHandlers: Handlers<typeof contract.products> = {
  create: createProduct,
  get: getProduct,
  list: listProducts,
  update: updateProduct,
  byBarcode: getProductByBarcode,
  archive: archiveProduct,
  unarchive: unarchiveProduct,
  history: listPriceHistory,
  label: drawProductLabel,
  import: importProducts,
  export: exportProducts,
};
