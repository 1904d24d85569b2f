import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { createStocktake, updateStocktake } from './change-stocktake.ts';
import { countStocktake } from './count-stocktake.ts';
import { applyStocktake, cancelStocktake, reviewStocktake, startStocktake } from './move-stocktake.ts';
import { getStocktake, listStocktakeLines, listStocktakes, listUncounted } from './read-stocktakes.ts';
import { uncountStocktake } from './uncount-stocktake.ts';

export const stocktakeHandlers: Handlers<typeof contract.inventory.stocktakes> = {
  list: listStocktakes,
  get: getStocktake,
  create: createStocktake,
  update: updateStocktake,
  start: startStocktake,
  count: countStocktake,
  uncount: uncountStocktake,
  lines: listStocktakeLines,
  uncounted: listUncounted,
  review: reviewStocktake,
  apply: applyStocktake,
  cancel: cancelStocktake,
};
