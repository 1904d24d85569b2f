import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { adjustStock, getAdjustment } from './adjust.ts';
import { importStock } from './import-stock.ts';
import { listStockLevels } from './levels.ts';

export const inventoryHandlers: Handlers<typeof contract.inventory> = {
  levels: listStockLevels,
  adjust: adjustStock,
  adjustment: getAdjustment,
  import: importStock,
};
