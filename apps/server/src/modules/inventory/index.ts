export { inventoryHandlers } from './handlers.ts';
export { refuseUnmoved } from './refuse-unmoved.ts';
export {
  ensureStockLevels,
  type MovementRow,
  moveStock,
  type StockDocument,
  type StockMove,
} from './stock.repo.ts';
