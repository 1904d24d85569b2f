import { type Fields, make, type Step, tell } from '../story.ts';
import { store } from './setup.ts';

/**
 * A store of which everything is known that was sold: three packets of tea, one of them back again; and one for half the price
 * to a new customer. The till is closed with all of it.
 */
export const book: readonly Step[] = [
  ...store('book', 'Library'),
  make('customers.create', { name: 'Reader {{run}}' }, 'readerId'),
  {
    operation: 'sales.create',
    input: {
      ...{ storeId: '{{bookId}}', registerId: '{{bookRegisterId}}' },
      lines: [{ productId: '{{teaId}}', quantity: 3 }],
      payments: [{ method: 'cash', tendered: 10_000_000 }],
    },
    keep: { bookSaleId: 'id', bookLineId: 'lines[0].id' },
  },
  {
    operation: 'sales.create',
    input: {
      ...{ storeId: '{{bookId}}', registerId: '{{bookRegisterId}}', customerId: '{{readerId}}' },
      lines: [{ productId: '{{teaId}}', quantity: 1 }],
      discounts: [{ type: 'percentage', name: 'Half {{run}}', percentage: 50 }],
      payments: [{ method: 'cash', tendered: 10_000_000 }],
    },
  },
  {
    operation: 'returns.create',
    input: {
      ...{
        storeId: '{{bookId}}',
        registerId: '{{bookRegisterId}}',
        saleId: '{{bookSaleId}}',
        reason: 'Stale',
      },
      lines: [{ saleLineId: '{{bookLineId}}', quantity: 1, disposition: 'restock' }],
    },
  },
];

const today: Fields = { from: '{{businessDate}}', to: '{{businessDate}}', storeId: '{{bookId}}' };

/** Of the whole period a store has sold and taken back, in packets of tea. */
const soldTea = 3.5;
const keptTea = 2.5;

/** That a figure of the totals is so many prices of tea, and that the rows add up to it. */
const figures = (expected: Readonly<Record<string, number>>, rowsAddUp = true) =>
  Object.fromEntries(
    Object.entries(expected).map(([field, packets]) => [
      `${field} is that of ${packets} packets of tea`,
      [
        `pm.expect(body.totals[0].${field}).to.equal(${packets} * value('teaPrice'));`,
        ...(rowsAddUp
          ? [
              `pm.expect(body.rows.reduce((sum, row) => sum + row.${field}, 0)).to.equal(body.totals[0].${field});`,
            ]
          : []),
      ].join('\n'),
    ]),
  );

export const reports = tell({
  'reports.salesSummary': {
    input: { ...today, groupBy: 'register' },
    expect: { storeId: '{{bookId}}', totals: [{ saleCount: 2, returnCount: 1 }] },
    list: { in: 'rows', has: { key: '{{bookRegisterId}}' } },
    checks: figures({ gross: 4, discounts: 0.5 }),
  },
  'reports.topProducts': {
    input: { ...today, by: 'quantity' },
    list: {
      in: 'rows',
      has: { productId: '{{teaId}}', sku: 'TEA-{{run}}', rank: 1, quantity: 3, returnedQuantity: 1 },
    },
    checks: {
      'net and tax are what was kept':
        "pm.expect(body.totals[0].net + body.totals[0].tax).to.equal(2.5 * value('teaPrice'));",
    },
  },
  'reports.payments': {
    input: today,
    checks: figures({ amount: soldTea, refunded: 1, collected: keptTea }),
  },
  'reports.taxes': {
    input: today,
    list: { in: 'rows', has: { name: 'VAT {{run}}', percentage: 20 } },
    checks: {
      'a sixth of what was kept is due':
        "pm.expect(body.totals[0].due).to.equal(Math.round((2.5 * value('teaPrice')) / 6));",
      'the rows come to the total':
        'pm.expect(body.rows.reduce((sum, { due }) => sum + due, 0)).to.equal(body.totals[0].due);',
    },
  },
  'reports.discounts': {
    input: today,
    list: { in: 'rows', has: { name: 'Half {{run}}' } },
    checks: figures({ amount: 0.5 }),
  },
  'reports.refunds': {
    input: today,
    expect: { totals: [{ returnCount: 1 }] },
    checks: figures({ total: 1, refunded: 1 }),
  },
  'reports.profitAndLoss': {
    input: today,
    expect: { storeId: '{{bookId}}', totals: [{ costOfGoods: 300 }] },
    checks: {
      ...figures({ grossSales: 4, discounts: 0.5 }),
      'the profit is what was sold, less the tax and the cost': [
        'const [total] = body.totals;',
        'pm.expect(total.grossProfit).to.equal(total.netSales + total.serviceCharges - total.costOfGoods);',
      ].join('\n'),
    },
  },
  'reports.inventoryValuation': {
    input: { storeId: '{{bookId}}' },
    list: { in: 'rows', has: { name: 'Tea {{run}}' } },
  },
  'reports.stockLevels': {
    input: { storeId: '{{bookId}}' },
    list: {
      in: 'rows',
      has: { productId: '{{teaId}}', sku: 'TEA-{{run}}', onHand: 997, value: 99_700 },
      every: { storeId: '{{bookId}}' },
    },
  },
  'reports.lowStock': {
    given: [
      {
        operation: 'inventory.setReorderPoints',
        input: { storeId: '{{bookId}}', points: [{ productId: '{{teaId}}', point: 1200 }] },
      },
    ],
    input: { storeId: '{{bookId}}' },
    list: {
      in: 'rows',
      has: { productId: '{{teaId}}', sku: 'TEA-{{run}}', onHand: 997, reorderPoint: 1200, missing: 203 },
      every: { storeId: '{{bookId}}' },
    },
  },
  'reports.stockTurnover': {
    input: today,
    list: {
      in: 'rows',
      has: { name: 'Tea {{run}}', soldQuantity: 3, costOfGoods: 300, closingQuantity: 997 },
    },
  },
  'reports.customers': {
    input: today,
    list: { in: 'rows', has: { customerId: '{{readerId}}', name: 'Reader {{run}}', saleCount: 1 } },
  },
  'reports.loyalty': {
    input: { from: '{{businessDate}}', to: '{{businessDate}}' },
    list: { in: 'rows', has: { programId: '{{clubId}}', name: 'Club {{run}}' } },
  },
  'reports.employees': {
    input: today,
    list: { in: 'rows', has: { name: 'Olive {{run}}', saleCount: 2, returnCount: 1 } },
    checks: figures({ gross: 4, discounts: 0.5 }),
  },
  'reports.shifts': {
    input: today,
    list: {
      in: 'rows',
      has: { shiftId: '{{bookShiftId}}', registerName: 'Till {{run}}', status: 'open' },
      every: { storeId: '{{bookId}}' },
    },
  },
  'reports.dashboard': {
    input: { storeId: '{{bookId}}' },
    expect: { stores: [{ storeId: '{{bookId}}', name: 'Library {{run}}' }] },
    checks: {
      'it tells today’s sales': "pm.expect(body.today[0].total).to.equal(2.5 * value('teaPrice'));",
      'the open till is there': "pm.expect(body.openShifts[0].shiftId).to.equal(value('bookShiftId'));",
    },
  },
});
