import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { archiveDiscount, createDiscount, updateDiscount } from './change-discount.ts';
import { createPriceList, updatePriceList } from './change-price-list.ts';
import { getDiscount, listDiscounts } from './discounts.ts';
import { evaluateDiscounts } from './evaluate-discounts.ts';
import { exportPrices } from './export-prices.ts';
import { importPrices } from './import-prices.ts';
import { getPriceList, listPriceListEntries, listPriceLists } from './price-lists.ts';
import { setPrices } from './set-prices.ts';

export const priceListHandlers: Handlers<typeof contract.priceLists> = {
  list: listPriceLists,
  get: getPriceList,
  create: createPriceList,
  update: updatePriceList,
  entries: listPriceListEntries,
  setPrices,
  import: importPrices,
  export: exportPrices,
};

export const discountHandlers: Handlers<typeof contract.discounts> = {
  list: listDiscounts,
  get: getDiscount,
  create: createDiscount,
  update: updateDiscount,
  archive: archiveDiscount,
  evaluate: evaluateDiscounts,
};
