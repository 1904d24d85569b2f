export { type AdjustmentRow, insertAdjustment } from './adjustments.repo.ts';
export { readAdjustment } from './adjustments.ts';
export { type CheckedLine, checkStockLines } from './check-stock-lines.ts';
export {
  type DamagedDocument,
  type DamagedMove,
  type DamagedMovementRow,
  moveDamaged,
} from './damaged.repo.ts';
export { nextDocumentNumber } from './document-numbers.repo.ts';
export { inventoryHandlers } from './handlers.ts';
export { tellLowStock } from './low-stock.ts';
export { refuseUnmoved, refuseUnmovedDamaged } from './refuse-unmoved.ts';
export {
  ensureStockLevels,
  lockStockLevels,
  lockUnitCosts,
  type MovementRow,
  moveStock,
  type StockDocument,
  type StockMove,
} from './stock.repo.ts';
export { adjustmentSeenBy } from './stock-seen-by.ts';
