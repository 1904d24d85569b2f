import { z } from 'zod';
import { Id } from '../shared/ids.ts';
import {
  count,
  currencyColumns,
  dateOrNone,
  flag,
  instantOrNone,
  money,
  moneyOrNone,
  quantity,
  quantityOrNone,
  ratio,
  text,
  textOrNone,
} from './columns.ts';
import { formatFields, inPeriod, periodFields, ReportDate, report, storeField } from './report.ts';

const goodsField = {
  categoryId: Id.optional().meta({ description: 'Those of a category, and of the categories below it.' }),
};

const product = {
  storeId: text('The store.'),
  storeName: text('Its name.'),
  productId: text('The product.'),
  sku: textOrNone('Its article number, where it has one.'),
  name: text('As it is called now.'),
  category: textOrNone('Its category, as it is called now.'),
};

export const InventoryValuationInput = z.strictObject({
  asOf: ReportDate.optional().meta({
    description: 'The end of this business day; left out: now.',
    example: '2026-10-31',
  }),
  ...storeField,
  groupBy: z.enum(['product', 'category', 'store']).default('product'),
  ...formatFields,
});
export type InventoryValuationInput = z.infer<typeof InventoryValuationInput>;

export const StockLevelsReportInput = z.strictObject({ ...storeField, ...goodsField, ...formatFields });
export type StockLevelsReportInput = z.infer<typeof StockLevelsReportInput>;

export const LowStockReportInput = z.strictObject({ ...storeField, ...goodsField, ...formatFields });
export type LowStockReportInput = z.infer<typeof LowStockReportInput>;

export const StockTurnoverInput = inPeriod(
  z.strictObject({
    ...periodFields,
    groupBy: z.enum(['product', 'category', 'store']).default('product'),
    ...formatFields,
  }),
);
export type StockTurnoverInput = z.infer<typeof StockTurnoverInput>;

const valuationFigures = {
  onHand: quantity('What is there.'),
  value: money('What it has cost, by moving average.'),
  unitCost: moneyOrNone(
    'value ÷ onHand, rounded half away from zero; null where nothing is there, or the row is of several products.',
  ),
  damaged: quantity('What is there damaged, beside what is on hand.'),
  damagedValue: money('What that has cost.'),
  totalValue: money('value + damagedValue.'),
};

const turnoverFigures = {
  openingQuantity: quantity('On hand when the period began.'),
  openingValue: money('Its value.'),
  closingQuantity: quantity('On hand when it ended, or now.'),
  closingValue: money('Its value.'),
  soldQuantity: quantity('Σ quantity that sales took from stock − Σ quantity that returns brought back.'),
  costOfGoods: money('The value of that.'),
  averageValue: money('(openingValue + closingValue) ÷ 2, rounded half away from zero.'),
  turnover: ratio('costOfGoods ÷ averageValue, with two decimals; null where that is 0 or less.'),
  daysOfStock: ratio(
    'averageValue ÷ costOfGoods × days of the period, with one decimal; null where nothing was sold.',
  ),
  sellThrough: ratio(
    'soldQuantity ÷ (soldQuantity + closingQuantity) × 100, with two decimals; null where that is 0 or less.',
  ),
};

/** What is in stock, and how fast it goes. */
export const stockReports = {
  inventoryValuation: report({
    id: 'InventoryValuation',
    path: 'inventory-valuation',
    permission: 'reports.read_costs',
    summary: 'Read what the stock is worth, now or at the end of a day',
    description:
      'value = Σ value of the stock movements recorded up to then, of each product and store: the moving average cost of what is on ' +
      'hand; below 0 where more was sold than was there. What is on its way between stores is in neither. At the end of a day in the ' +
      'future: as now.',
    input: InventoryValuationInput,
    row: {
      storeId: textOrNone('The store; null where the row is of several.'),
      storeName: textOrNone('Its name.'),
      key: textOrNone('The product, category or store; null: no category.'),
      sku: textOrNone('The article number of a product, where it has one.'),
      name: text('As it is called now.'),
      ...currencyColumns,
      ...valuationFigures,
    },
    totals: {
      onHand: valuationFigures.onHand,
      value: valuationFigures.value,
      damaged: valuationFigures.damaged,
      damagedValue: valuationFigures.damagedValue,
      totalValue: valuationFigures.totalValue,
    },
  }),
  stockLevels: report({
    id: 'StockLevelsReport',
    path: 'stock-levels',
    permission: 'inventory.read',
    summary: 'Read what is in stock, as one table',
    description:
      'Of now: every product and store that ever had stock. isLow: onHand ≤ reorderPoint. Values are null without the permission ' +
      'reports.read_costs.',
    input: StockLevelsReportInput,
    row: {
      ...product,
      ...currencyColumns,
      onHand: quantity('What is there.'),
      damaged: quantity('What is there damaged.'),
      reorderPoint: quantityOrNone('At which stock it is ordered again, where that is set.'),
      isLow: flag('onHand ≤ reorderPoint.'),
      value: moneyOrNone('What it has cost. Null without the permission reports.read_costs.'),
    },
    totals: {
      value: moneyOrNone('Σ value. Null without the permission reports.read_costs.'),
      lowCount: count('Rows that are low.'),
    },
  }),
  lowStock: report({
    id: 'LowStockReport',
    path: 'low-stock',
    permission: 'inventory.read',
    summary: 'Read what is low and should be ordered',
    description:
      'Of now: products whose onHand ≤ reorderPoint, the emptiest first (onHand − reorderPoint). missing = reorderPoint − onHand. ' +
      'onOrder is what suppliers still owe by open purchase orders of the store.',
    input: LowStockReportInput,
    row: {
      ...product,
      ...currencyColumns,
      onHand: quantity('What is there.'),
      reorderPoint: quantity('At which stock it is ordered again.'),
      missing: quantity('reorderPoint − onHand.'),
      onOrder: quantity('Ordered and not received.'),
      lowSince: instantOrNone('When it was noticed; null: it was not yet.'),
      lastSoldOn: dateOrNone(
        'The last business day of the last 90 on which it was sold there; null: none of them.',
      ),
    },
    totals: { lowCount: count('Rows.') },
  }),
  stockTurnover: report({
    id: 'StockTurnover',
    path: 'stock-turnover',
    permission: 'reports.read_costs',
    summary: 'Read how fast the stock turns over',
    description:
      'turnover = costOfGoods ÷ averageValue, averageValue = (openingValue + closingValue) ÷ 2; daysOfStock = averageValue ÷ ' +
      'costOfGoods × days. Of products whose stock is tracked, by what has left the stock of each: components of a bundle stand for themselves.',
    input: StockTurnoverInput,
    row: {
      key: textOrNone('The product, category or store; null: no category.'),
      sku: textOrNone('The article number of a product, where it has one.'),
      name: text('As it is called now.'),
      ...currencyColumns,
      ...turnoverFigures,
    },
    totals: {
      openingValue: turnoverFigures.openingValue,
      closingValue: turnoverFigures.closingValue,
      costOfGoods: turnoverFigures.costOfGoods,
      averageValue: turnoverFigures.averageValue,
      turnover: turnoverFigures.turnover,
      daysOfStock: turnoverFigures.daysOfStock,
    },
  }),
};
