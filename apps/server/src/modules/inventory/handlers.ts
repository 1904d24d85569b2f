import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { adjustStock } from './adjust.ts';
import { getAdjustment, listAdjustments } from './adjustments.ts';
import { exportStock } from './export-stock.ts';
import { importStock } from './import-stock.ts';
import { listStockLevels } from './levels.ts';
import { moveDamagedGoods } from './move-damaged-goods.ts';
import { listDamagedMovements, listMovements } from './movements.ts';
import { setReorderPoints } from './reorder-points.ts';
import { revalueStock } from './revalue.ts';

/** The groups in the group, and reordering, stand in modules of their own: purchasing, transfers, stocktakes. */
export const inventoryHandlers: Handlers<
  Omit<
    typeof contract.inventory,
    | 'suppliers'
    | 'purchaseOrders'
    | 'goodsReceipts'
    | 'supplierReturns'
    | 'reorder'
    | 'orderSuggested'
    | 'transfers'
    | 'stocktakes'
  >
> = {
  levels: listStockLevels,
  movements: listMovements,
  adjust: adjustStock,
  revalue: revalueStock,
  adjustments: listAdjustments,
  adjustment: getAdjustment,
  moveDamaged: moveDamagedGoods,
  damagedMovements: listDamagedMovements,
  import: importStock,
  setReorderPoints,
  export: exportStock,
};
