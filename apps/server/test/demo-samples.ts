import { contract } from '@cashwrap/contract';
import { callRest, type OperationName, operationOf } from './samples.ts';
import { type Caller, type Json, ok } from './support.ts';

/** A server with the demo shop. */
export interface Demo {
  readonly server: Caller;
  /** The access token of its owner. */
  readonly owner: string;
  /** Its store in Berlin. */
  readonly storeId: string;
}

/** Of the demo shop, whose clock stands at the morning of Monday, 2 March 2026. */
const WEEK = { from: '2026-02-23', to: '2026-03-01' };
const MONTH = { from: '2026-02-01', to: '2026-02-28' };

/** What is asked of the demo shop for the examples: in a shop that has hardly traded it would answer next to nothing. */
export const demoSamples: Partial<Record<OperationName, (demo: Demo) => Json | Promise<Json>>> = {
  'customers.get': async (demo) => ({ id: await regularOf(demo) }),
  'customers.loyalty': async (demo) => ({ id: await regularOf(demo) }),
  'customers.purchases': async (demo) => ({ id: await regularOf(demo), storeId: demo.storeId, limit: 2 }),
  'customers.storeCredit': async (demo) => ({ id: await creditorOf(demo) }),
  'customers.storeCreditLedger': async (demo) => ({ id: await creditorOf(demo), currency: 'EUR' }),
  'loyaltyPrograms.get': async (demo) => ({ id: await firstOf(demo, 'loyaltyPrograms.list') }),
  'priceLists.entries': async (demo) => ({ id: await firstOf(demo, 'priceLists.list'), limit: 2 }),
  'inventory.reorder': ({ storeId }) => ({ storeId, salesDays: 14, coverDays: 10, limit: 2 }),
  'inventory.suppliers.get': async (demo) => ({ id: await firstOf(demo, 'inventory.suppliers.list') }),
  'inventory.stocktakes.lines': async (demo) => ({
    ...{ id: await firstOf(demo, 'inventory.stocktakes.list'), limit: 2 },
  }),
  'shifts.cashUp': ({ storeId }) => ({ storeId, businessDate: '2026-02-28' }),
  'transactions.totals': ({ storeId }) => ({
    ...{ storeId, businessDateFrom: WEEK.from, businessDateTo: WEEK.to },
  }),
  'reports.salesSummary': ({ storeId }) => ({
    ...{ storeId, ...WEEK, groupBy: 'day', compareTo: 'previous_period', limit: 2 },
  }),
  'reports.topProducts': ({ storeId }) => ({ storeId, ...WEEK, limit: 3 }),
  'reports.payments': ({ storeId }) => ({ storeId, ...WEEK }),
  'reports.taxes': ({ storeId }) => ({ storeId, ...WEEK }),
  'reports.discounts': ({ storeId }) => ({ storeId, ...WEEK }),
  'reports.refunds': ({ storeId }) => ({ storeId, ...MONTH, groupBy: 'kind' }),
  'reports.profitAndLoss': ({ storeId }) => ({ storeId, ...MONTH, compareTo: 'previous_period' }),
  'reports.inventoryValuation': ({ storeId }) => ({ storeId, asOf: MONTH.to, limit: 2 }),
  'reports.stockLevels': ({ storeId }) => ({ storeId, limit: 2 }),
  'reports.lowStock': ({ storeId }) => ({ storeId, limit: 2 }),
  'reports.stockTurnover': ({ storeId }) => ({ storeId, ...MONTH, limit: 2 }),
  'reports.customers': ({ storeId }) => ({ storeId, ...WEEK, limit: 2 }),
  'reports.loyalty': ({ storeId }) => ({ storeId, ...MONTH }),
  'reports.employees': ({ storeId }) => ({ storeId, ...WEEK }),
  'reports.shifts': ({ storeId }) => ({ storeId, ...WEEK, limit: 2 }),
  'reports.dashboard': ({ storeId }) => ({ storeId }),
};

/** Calls an operation of the demo shop as its owner. */
export function askDemo({ server, owner }: Demo, name: OperationName, input: Json) {
  return callRest(server, operationOf(contract, name), input, { token: owner });
}

async function firstOf(demo: Demo, list: OperationName, input: Json = {}): Promise<string> {
  const { items } = ok(await askDemo(demo, list, input));
  return items[0].id;
}

/** A customer who buys often and is in the club. */
function regularOf(demo: Demo): Promise<string> {
  return firstOf(demo, 'customers.list', { search: 'Deniz Aydin' });
}

/** A customer with store credit. */
function creditorOf(demo: Demo): Promise<string> {
  return firstOf(demo, 'customers.list', { search: 'Ciarán Ó Néill' });
}
