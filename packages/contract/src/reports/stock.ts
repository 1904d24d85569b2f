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
    'value ÷ onHand, rounded half away from zero; null where nothing is on hand, and where rows are not by product.',
  ),
  damaged: quantity('What is there damaged, beside what is on hand.'),
  damagedValue: money('What that has cost.'),
  totalValue: money('value + damagedValue.'),
};

const turnoverFigures = {
  openingQuantity: quantity('On hand when the period began, by the clock of the store as it is set now.'),
  openingValue: money('Its value.'),
  closingQuantity: quantity('On hand when it ended, or now.'),
  closingValue: money('Its value.'),
  soldQuantity: quantity('Σ quantity that sales took from stock − Σ quantity that returns put back into it.'),
  costOfGoods: money('Σ value of that: of the stock movements of sales and returns recorded in the period.'),
  averageValue: money('(openingValue + closingValue) ÷ 2, rounded half away from zero.'),
  turnover: ratio('costOfGoods ÷ averageValue, with two decimals; null where that is 0 or less.'),
  daysOfStock: ratio(
    'averageValue ÷ costOfGoods × days of the period, with one decimal; null where costOfGoods is 0 or less, or averageValue below 0.',
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
      'hand; below 0 where more was sold than was there. damagedValue: the same of the movements of damaged goods. What is on its way ' +
      'between stores is in neither. The business day ends by the clock of each store as it is set now; at the end of a day in the ' +
      'future: as now. What came in late from an offline till counts from when it was recorded. What has nothing on hand and nothing ' +
      'damaged has no row.',
    input: InventoryValuationInput,
    row: {
      storeId: textOrNone('The store; null where none is asked for and rows are not by store.'),
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
      'Of now: every product and store that ever had stock, or has a reorder point. isLow: onHand ≤ reorderPoint. Values are null ' +
      'without the permission reports.read_costs.',
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
      'Of now: products whose onHand ≤ reorderPoint, the emptiest first (onHand − reorderPoint); archived ones are left out. missing = ' +
      'reorderPoint − onHand. onOrder is what suppliers still owe by open purchase orders of the store.',
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
        'The business day of the sale that last took some of it there, by itself or in a bundle; null: none in 90 days.',
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
      'costOfGoods × days. Of products whose stock is tracked, by what has left the stock of each: components of a bundle stand for ' +
      'themselves; what came back damaged is not back in stock. What came in late from an offline till counts when it was recorded. ' +
      'What had nothing on hand at either end and did not move by sales or returns between has no row.',
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
