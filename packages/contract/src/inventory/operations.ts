import { document, inStore, mutation, query } from '../operation.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { AdjustStockInput, ListStockLevelsInput, StockAdjustment, StockLevel } from './schemas.ts';

export const inventory = {
  levels: query({
    rest: { method: 'GET', path: '/inventory/stock-levels' },
    permission: 'inventory.read',
    scope: inStore(),
    summary: 'List stock levels',
    input: ListStockLevelsInput,
    output: page(StockLevel),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  adjust: mutation({
    rest: { method: 'POST', path: '/inventory/adjustments', creates: '/inventory/adjustments/{id}' },
    permission: 'inventory.adjust',
    scope: inStore(),
    summary: 'Correct stock levels, with a reason',
    description: 'All lines or none. Stock cannot go below zero, unless the product may be oversold.',
    input: AdjustStockInput,
    output: StockAdjustment,
    errors: [
      'NOT_FOUND',
      'INVALID_REFERENCE',
      'ALREADY_EXISTS',
      'PRODUCT_NOT_TRACKED',
      'INSUFFICIENT_STOCK',
      'AMOUNT_OUT_OF_RANGE',
    ],
    idempotency: 'required',
  }),
  adjustment: query({
    rest: { method: 'GET', path: '/inventory/adjustments/{id}' },
    permission: 'inventory.read',
    scope: document('stock_adjustment'),
    summary: 'Get a correction of stock levels',
    input: ById,
    output: StockAdjustment,
    errors: ['NOT_FOUND'],
  }),
};
