import { type BuiltInRole, contract, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { askApproval, tellPeople } from './people.ts';
import { givenCard, makeReturn, offlineSaleOf } from './samples.ts';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const post = async (path: string, body: unknown): Promise<Json> =>
  ok(
    await server.request('POST', `/v1${path}`, {
      token: shop.owner,
      body,
      headers: { 'idempotency-key': newId() },
    }),
  );
const product = (i: string): Promise<Json> =>
  post('/products', { sku: i, name: `P ${i}`, taxCategoryId: shop.taxCategories.standard.id, price: 1 });

/** The list whose prices are a list. */
let priceListId: string;
/** The gift card whose entries are a list. */
let giftCardId: string;
/** The member whose points are a list. */
let memberId: string;
/** The stocktake whose lines are a list. */
let stocktakeId: string;
/** The supplier whose products are a list. */
let supplierId: string;
/** Whose deliveries and returns are lists, and an order of much. */
let delivererId: string;
let openOrderId: string;
/** People whose activity and whose sales are a list. */
let clerk: Person;
let cashier: Person;
/** Whose consents and purchases are lists. */
let buyerId: string;
/** Above the categories that are listed. */
let shelfId = '';
interface Person {
  readonly id: string;
  readonly token: string;
  readonly employeeId: string;
}

const staff = (name: string) => ({
  ...{ name, position: 'Any', storeIds: [shop.stores[0].id], hiredOn: '2026-01-01' },
});

async function hire(role: BuiltInRole): Promise<Person> {
  const { id } = await server.createUser(role);
  const { id: employeeId } = await post('/employees', { ...staff(`Some ${role}`), userId: id });
  return { id, token: await server.openSession(id), employeeId };
}

async function sell(i: string, token: string, customerId?: string): Promise<Json> {
  const body = {
    ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id, note: `S ${i}` },
    ...(customerId !== undefined && { customerId }),
    lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
    payments: [{ method: 'cash', tendered: 100_000 }],
  };
  return ok(
    await server.request('POST', '/v1/sales', { token, body, headers: { 'idempotency-key': newId() } }),
  );
}

const adjust = (productId: string): Promise<Json> =>
  post('/inventory/adjustments', {
    ...{ storeId: shop.stores[0].id, reason: 'found' },
    lines: [{ productId, quantity: 1 }],
  });

/**
 * How to add an item to each list of the contract, where it is stored, and a filter that it takes. `key`: the column that
 * it is sorted by, where that is another than its sort says.
 */
const lists: Record<
  string,
  { table: string; id?: string; key?: string; filter?: () => string; add(i: string): Promise<Json> }
> = {
  'users.list': {
    table: 'people',
    filter: () => 'active=true',
    add: (i) => post('/users', { username: `u-${i}`.toLowerCase(), name: `U ${i}`, password: PASSWORD }),
  },
  'apiKeys.list': {
    table: 'api_keys',
    add: (i) => post('/api-keys', { name: `K ${i}`, permissions: ['sales.read'] }),
  },
  'employees.list': {
    table: 'employees',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: (i) => post('/employees', staff(`E ${i}`)),
  },
  'employees.activity': {
    table: 'activity',
    add: async (i) => {
      const body = { sku: `A${i}`, name: `A ${i}`, taxCategoryId: shop.taxCategories.standard.id, price: 1 };
      return ok(await server.request('POST', '/v1/products', { token: clerk.token, body }));
    },
  },
  'employees.sales': {
    table: 'sold',
    filter: () => 'businessDateFrom=2020-01-01',
    add: (i) => sell(i, cashier.token),
  },
  'timecards.list': {
    table: 'timecards',
    filter: () => 'open=false',
    add: async (i) => {
      const id = newId();
      const employee = await post('/employees', staff(`T ${i}`));
      await rows(
        `INSERT INTO timecards (id, employee_id, store_id, clocked_in_at, clocked_out_at, breaks, created_at, updated_at)
         VALUES ($1, $2, $3, now(), now() + interval '1 day', '[]', now(), now())`,
        [id, employee.id, shop.stores[0].id],
      );
      return { id };
    },
  },
  'customerGroups.list': {
    table: 'customer_groups',
    add: (i) => post('/customer-groups', { name: `G ${i}` }),
  },
  'customers.list': {
    table: 'customers',
    filter: () => 'status=active',
    add: (i) => post('/customers', { name: `B ${i}` }),
  },
  'customers.storeCreditLedger': {
    table: 'credited',
    filter: () => 'kind=adjust',
    add: (i) =>
      post(`/customers/${buyerId}/store-credit/adjustments`, {
        ...{ storeId: shop.stores[0].id, amount: 1, reason: i },
      }),
  },
  'giftCards.list': {
    table: 'gift_cards',
    filter: () => 'status=inactive',
    add: () => post('/gift-cards', { storeId: shop.stores[0].id }),
  },
  'giftCards.ledger': {
    table: 'loaded',
    filter: () => 'kind=adjust',
    add: (i) => post(`/gift-cards/${giftCardId}/adjustments`, { amount: 1, reason: i }),
  },
  'customers.consents': {
    table: 'consented',
    filter: () => 'channel=email',
    add: async () => {
      const id = newId();
      await rows(
        `INSERT INTO customer_consents (id, customer_id, channel, granted, source, actor_id, recorded_at)
         VALUES ($1, $2, 'email', true, 'till', $3, now())`,
        [id, buyerId, cashier.id],
      );
      return { id };
    },
  },
  'customers.purchases': {
    table: 'bought',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: (i) => sell(i, shop.owner, buyerId),
  },
  'loyaltyPrograms.list': {
    table: 'loyalty_programs',
    filter: () => 'status=draft',
    add: (i) => post('/loyalty-programs', { name: `C ${i}`, earning: { points: 1, perAmount: 100 } }),
  },
  'loyalty.ledger': {
    table: 'points_entries',
    key: 'number',
    filter: () => 'kind=adjust',
    add: () => post(`/customers/${memberId}/loyalty/adjustments`, { points: 1, reason: 'Late' }),
  },
  'priceLists.list': {
    table: 'price_lists',
    filter: () => 'status=active',
    add: (i) => post('/price-lists', { name: `L ${i}` }),
  },
  'priceLists.entries': {
    table: 'entries',
    add: async (i) => {
      const { id } = await product(`E${i}`);
      const body = { prices: [{ productId: id, unitPrice: 1 }] };
      return ok(
        await server.request('PUT', `/v1/price-lists/${priceListId}/prices`, { token: shop.owner, body }),
      );
    },
  },
  'discounts.list': {
    table: 'discounts',
    filter: () => 'status=archived',
    // Of active ones there is room for so many only.
    add: async (i) => {
      const effect = { type: 'percentage', percentage: 5, target: 'line' };
      const { id } = await post('/discounts', { name: `D ${i}`, effect });
      return post(`/discounts/${id}/archive`, { version: 1 });
    },
  },
  'stores.list': {
    table: 'stores',
    add: (i) => post('/stores', { name: `S ${i}`, timeZone: 'UTC', pricesIncludeTax: true }),
  },
  'registers.list': {
    table: 'registers',
    filter: () => 'kind=till',
    add: (i) => post('/registers', { storeId: shop.stores[0].id, name: `R ${i}` }),
  },
  'taxCategories.list': { table: 'tax_categories', add: (i) => post('/tax-categories', { name: `C ${i}` }) },
  'taxRates.list': {
    table: 'tax_rates',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: (i) =>
      post('/tax-rates', {
        storeId: shop.stores[0].id,
        taxCategoryId: shop.taxCategories.standard.id,
        ...{ name: `T ${i}`, percentage: 1, validFrom: '2026-01-01' },
      }),
  },
  'categories.list': {
    table: 'shelves',
    filter: () => `parentId=${shelfId}`,
    add: (i) => post('/categories', { name: `C ${i}`, parentId: shelfId }),
  },
  'products.history': {
    table: 'coffee_prices',
    add: async () => {
      const id = newId();
      await rows(
        `INSERT INTO price_changes (id, product_id, field, before, after, changed_by, changed_at) VALUES ($1, $2, 'price', 1, 2, $1, now())`,
        [id, shop.products.coffee.id],
      );
      return { id };
    },
  },
  'products.list': { table: 'products', filter: () => 'status=active', add: product },
  'inventory.levels': {
    table: 'stock_levels',
    id: 'product_id',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: async (i) => {
      const { id } = await product(`L${i}`);
      await adjust(id);
      return { id };
    },
  },
  'inventory.movements': {
    table: 'stock_movements',
    key: 'id',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: async () => (await adjust(shop.products.apples.id)).movements[0],
  },
  'inventory.adjustments': {
    table: 'stock_adjustments',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: () => adjust(shop.products.apples.id),
  },
  'inventory.damagedMovements': {
    table: 'damaged_movements',
    key: 'id',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: async () => {
      await adjust(shop.products.apples.id);
      const line = { productId: shop.products.apples.id, quantity: 0.5 };
      const body = { storeId: shop.stores[0].id, action: 'set_aside', lines: [line] };
      return (await post('/inventory/damaged', body)).damagedMovements[0];
    },
  },
  'inventory.transfers.list': {
    table: 'transfers',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: (i) => {
      const [fromStoreId, toStoreId] = shop.stores.map(({ id }) => id);
      return post('/inventory/transfers', { fromStoreId, toStoreId, note: `T ${i}` });
    },
  },
  'inventory.transfers.destinations': {
    table: 'destinations',
    add: (i) => post('/stores', { name: `D ${i}`, timeZone: 'UTC', pricesIncludeTax: true }),
  },
  'inventory.stocktakes.list': {
    table: 'stocktakes',
    filter: () => 'status=draft',
    add: (i) => post('/inventory/stocktakes', { storeId: shop.stores[0].id, name: `C ${i}` }),
  },
  'inventory.stocktakes.lines': {
    table: 'counted',
    filter: () => 'difference=any',
    add: async (i) => {
      const body = { sku: `Q${i}`, name: `Q ${i}`, taxCategoryId: shop.taxCategories.standard.id, price: 1 };
      const { id } = await post('/products', { ...body, cost: 5 });
      const lines = [{ productId: id, quantity: i.charCodeAt(i.length - 1) % 3 }];
      await post(`/inventory/stocktakes/${stocktakeId}/count`, { lines });
      return { id };
    },
  },
  'inventory.stocktakes.uncounted': {
    table: 'uncounted',
    filter: () => 'search=P',
    add: (i) => product(`U${i}`),
  },
  'inventory.reorder': {
    table: 'needed',
    filter: () => 'salesDays=7',
    add: async (i) => {
      const { id } = await product(`R${i}`);
      const body = { storeId: shop.stores[0].id, points: [{ productId: id, point: 5 }] };
      ok(await server.request('PUT', '/v1/inventory/reorder-points', { token: shop.owner, body }));
      return { id };
    },
  },
  'notifications.list': {
    table: 'notifications',
    filter: () => 'unread=true',
    add: async () => ({ id: await tellPeople(server, shop.stores[0].id) }),
  },
  'inventory.suppliers.list': {
    table: 'suppliers',
    filter: () => 'status=active',
    add: (i) => post('/inventory/suppliers', { name: `S ${i}` }),
  },
  'inventory.suppliers.products': {
    table: 'delivered',
    add: async (i) => {
      const { id } = await product(`D${i}`);
      const body = { products: [{ productId: id }] };
      const path = `/v1/inventory/suppliers/${supplierId}/products`;
      return ok(await server.request('PUT', path, { token: shop.owner, body }));
    },
  },
  'inventory.purchaseOrders.list': {
    table: 'purchase_orders',
    filter: () => `supplierId=${supplierId}`,
    add: () => post('/inventory/purchase-orders', { storeId: shop.stores[0].id, supplierId }),
  },
  'inventory.goodsReceipts.list': {
    table: 'goods_receipts',
    filter: () => `supplierId=${delivererId}`,
    add: async (i) => {
      const lines = [{ productId: shop.products.coffee.id, quantity: 1 }];
      return post(`/inventory/purchase-orders/${openOrderId}/receive`, { deliveryNote: `LS ${i}`, lines });
    },
  },
  'inventory.supplierReturns.list': {
    table: 'supplier_returns',
    filter: () => `supplierId=${delivererId}`,
    add: async () => {
      await adjust(shop.products.coffee.id);
      const lines = [{ productId: shop.products.coffee.id, quantity: 1 }];
      const body = { storeId: shop.stores[0].id, supplierId: delivererId, reason: 'other', lines };
      return post('/inventory/supplier-returns', body);
    },
  },
  'settings.history': {
    table: 'business_changes',
    add: async () => {
      const id = newId();
      await rows(
        `INSERT INTO settings_changes (id, version, changed_by, changed_at, changes) VALUES ($1, 2, $1, now(), '[]')`,
        [id],
      );
      return { id };
    },
  },
  'auditLog.list': {
    table: 'audit_log',
    filter: () => `storeId=${shop.stores[0].id}`,
    add: (i) => post('/tax-categories', { name: `Audited ${i}` }),
  },
  'approvals.requests.list': {
    table: 'approval_requests',
    add: async () => ({ id: await askApproval(server, shop.stores[0].id, cashier.id) }),
  },
  'shifts.list': {
    table: 'shifts',
    filter: () => 'status=open',
    add: async (i) => {
      const storeId = shop.stores[0].id;
      const register = await post('/registers', { storeId, name: `Shift ${i}` });
      return post('/shifts', { storeId, registerId: register.id, openingFloat: { amount: 0 } });
    },
  },
  'shifts.cashMovements': {
    table: 'cash_movements',
    filter: () => 'kind=drop',
    add: (i) =>
      post(`/shifts/${shop.shifts[0].id}/cash-movements`, { kind: 'drop', amount: 1, reason: `Safe ${i}` }),
  },
  'sales.listOpen': {
    table: 'open_sales',
    filter: () => 'status=open',
    add: () => post('/sales', { storeId: shop.stores[0].id, registerId: shop.registers[0].id, lines: [] }),
  },
  'sales.list': {
    table: 'sales',
    filter: () => `registerId=${shop.registers[0].id}`,
    add: (i) => sell(i, shop.owner),
  },
  'saleFlags.list': {
    table: 'sale_flags',
    filter: () => 'kind=uncollected',
    add: async (i) => {
      const fields = { tillReference: `T ${i} ${newId()}`, payments: [] };
      const body = { storeId: shop.stores[0].id, sales: [offlineSaleOf(shop, fields)] };
      return (await post('/sales/ingest', body)).items[0].flags[0];
    },
  },
  'returns.list': {
    table: 'returns',
    filter: () => `registerId=${shop.registers[0].id}`,
    add: () => makeReturn(server, shop),
  },
  'payments.list': {
    table: 'paid',
    key: '(recorded_at, transaction_id)',
    filter: () => 'method=cash',
    add: (i) => sell(i, shop.owner),
  },
  'transactions.list': {
    table: 'transactions',
    filter: () => 'kind=sale',
    add: (i) => sell(i, shop.owner),
  },
};
const columns: Record<string, string> = {
  name: 'name',
  createdAt: 'created_at',
  completedAt: 'completed_at',
  askedAt: 'asked_at',
  clockedInAt: 'clocked_in_at',
  recordedAt: 'recorded_at',
  receivedAt: 'received_at',
  changedAt: 'changed_at',
  product: 'product_id',
  differenceValue: 'difference_value',
  updatedAt: 'updated_at',
  openedAt: 'opened_at',
  number: 'number',
};

/** A way to sort a list: by an instant, if it can be. */
const sortOf = (name: string) =>
  (
    sorted.find((list) => list.name === name && isInstant(list.sort)) ??
    sorted.find((list) => list.name === name)
  )?.sort ?? '';
const isInstant = (sort: string) => /^\w+At$/.test(sort);

/** Every list of the contract with every sort, so that a new one without a line above fails. */
const sorted = operationsOf(contract)
  // The feed of events has one order, and a test of its own.
  .filter(({ operation: { input } }) => 'cursor' in input.shape && 'sort' in input.shape)
  .flatMap(({ name, operation }) => {
    const { options } = (operation.input.shape.sort as z.ZodDefault<z.ZodEnum>).unwrap();
    return options.map((sort) => ({ name, path: operation.rest.path, sort: String(sort) }));
  });
const listNames = [...new Set(sorted.map(({ name }) => name))];
const pathOf = (name: string) => sorted.find((list) => list.name === name)?.path ?? '';
const idOf = (item: Json): string => item.id ?? item.productId;

/** Of whom, or of what, a list is. */
const ownerOf = (path: string): string => {
  if (path.startsWith('/products')) return shop.products.coffee.id;
  if (path.startsWith('/gift-cards')) return giftCardId;
  if (path.startsWith('/price-lists')) return priceListId;
  if (path.startsWith('/customers')) return path.includes('/loyalty') ? memberId : buyerId;
  if (path.startsWith('/shifts')) return shop.shifts[0].id;
  if (path.startsWith('/inventory/stocktakes')) return stocktakeId;
  if (path.startsWith('/inventory/suppliers')) return supplierId;
  return (path.endsWith('/sales') ? cashier : clerk).employeeId;
};
const page = (path: string, query: Record<string, string>): Promise<Answer> => {
  // What should be ordered, and where to it can be sent, is asked for one store.
  const ofStore = ['/inventory/reorder', '/inventory/transfers/destinations'].includes(path);
  const all = {
    ...(ofStore && { storeId: shop.stores[0].id }),
    // Store credit is kept by currency.
    ...(path.includes('/store-credit/') && { currency: 'EUR' }),
    ...query,
  };
  return server.request('GET', `/v1${path.replace('{id}', ownerOf(path))}?${new URLSearchParams(all)}`, {
    token: shop.owner,
  });
};

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  // API keys have users, too, that are in no list.
  await rows(`CREATE VIEW people AS SELECT * FROM users WHERE kind = 'person'`);
  clerk = await hire('clerk');
  cashier = await hire('cashier');
  await rows(`CREATE VIEW activity AS SELECT * FROM audit_log WHERE actor_id = '${clerk.id}'`);
  ({ id: giftCardId } = await post('/gift-cards', givenCard(shop.stores[0].id)));
  const entriesOf = (owner: string) =>
    `SELECT e.* FROM account_entries e JOIN accounts a ON a.id = e.account_id WHERE ${owner}`;
  await rows(`CREATE VIEW loaded AS ${entriesOf(`a.id = '${giftCardId}'`)}`);
  ({ id: buyerId } = await post('/customers', { name: 'Buys' }));
  await rows(`CREATE VIEW credited AS ${entriesOf(`a.customer_id = '${buyerId}'`)}`);
  await rows(`CREATE VIEW consented AS SELECT * FROM customer_consents WHERE customer_id = '${buyerId}'`);
  await rows(`CREATE VIEW bought AS SELECT * FROM sales WHERE customer_id = '${buyerId}'`);
  ({ id: priceListId } = await post('/price-lists', { name: 'Listed' }));
  ({ id: supplierId } = await post('/inventory/suppliers', { name: 'Listed' }));
  ({ id: delivererId } = await post('/inventory/suppliers', { name: 'Delivers' }));
  ({ id: openOrderId } = await post('/inventory/purchase-orders', {
    ...{ storeId: shop.stores[0].id, supplierId: delivererId },
    lines: [{ productId: shop.products.coffee.id, quantity: 10_000, unitCost: 1 }],
  }));
  await post(`/inventory/purchase-orders/${openOrderId}/order`, { version: 1 });
  await rows('CREATE VIEW delivered AS SELECT product_id AS id, product_id FROM supplier_products');
  await rows('CREATE VIEW needed AS SELECT product_id AS id, product_id FROM reorder_points');
  await rows('CREATE VIEW entries AS SELECT product_id AS id, product_id FROM price_list_entries');
  await rows('CREATE VIEW business_changes AS SELECT * FROM settings_changes WHERE store_id IS NULL');
  await rows(
    `CREATE VIEW coffee_prices AS SELECT * FROM price_changes WHERE product_id = '${shop.products.coffee.id}'`,
  );
  const program = await post('/loyalty-programs', { name: 'Club', earning: { points: 1, perAmount: 100 } });
  await post(`/loyalty-programs/${program.id}/activate`, { version: 1 });
  memberId = (await post('/customers', { name: 'Member' })).id;
  await post(`/customers/${memberId}/loyalty`, {});
  await rows(
    `CREATE VIEW points_entries AS SELECT e.* FROM account_entries e JOIN accounts a ON a.id = e.account_id
     WHERE a.customer_id = '${memberId}'`,
  );
  stocktakeId = (await post('/inventory/stocktakes', { storeId: shop.stores[0].id, name: 'Listed' })).id;
  await post(`/inventory/stocktakes/${stocktakeId}/start`, { version: 1 });
  const counted = `SELECT product_id FROM stocktake_lines WHERE stocktake_id = '${stocktakeId}'`;
  await rows(
    `CREATE VIEW counted AS SELECT product_id AS id, * FROM stocktake_lines WHERE stocktake_id = '${stocktakeId}'`,
  );
  await rows(`CREATE VIEW uncounted AS SELECT * FROM products WHERE track_stock AND id NOT IN (${counted})`);
  shelfId = (await post('/categories', { name: 'Shelf' })).id;
  await rows(`CREATE VIEW destinations AS SELECT * FROM stores WHERE id <> '${shop.stores[0].id}'`);
  await rows('CREATE VIEW shelves AS SELECT * FROM categories');
  await rows(`CREATE VIEW sold AS SELECT * FROM sales WHERE cashier_id = '${cashier.id}'`);
  await rows(
    'CREATE VIEW paid AS SELECT payment_id AS id, recorded_at, id AS transaction_id FROM transactions WHERE payment_id IS NOT NULL',
  );
  for (const [index, name] of listNames.entries()) {
    const list = lists[name];
    if (!list) throw new Error(`Say above how to add to ${name}.`);
    for (let i = 0; i < 16; i++) await list.add(`${index}-${(i * 7919) % 1000}`);
    // Many of the same instant: only their ids tell them apart.
    if (!isInstant(sortOf(name)) || list.key !== undefined) continue;
    await rows(
      `UPDATE ${list.table} SET ${columns[sortOf(name)]} = date_trunc('hour', now()) - (ascii(right(id::text, 1)) % 3) * interval '1 ms'`,
    );
  }
  await rows(`UPDATE products SET name = 'Same' WHERE ascii(right(id::text, 1)) % 2 = 0`);
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

test('there is a list of every kind here', () => {
  expect(listNames.sort()).toEqual(Object.keys(lists).sort());
  expect(sorted.length).toBeGreaterThan(15);
});

/** Long ones, and those that are written faster than three by three can be read. */
const manyAtOnce = [
  ...['auditLog.list', 'settings.history', 'timecards.list', 'approvals.requests.list', 'products.history'],
  ...['notifications.list', 'inventory.stocktakes.uncounted', 'customers.consents'],
];

/** Else a list to whose end they are added is read for as long as they are written. */
const MOST_INSERTED = 40;

describe('read page by page while others insert', () => {
  test.each(sorted)(
    '$name by $sort has no gap, no duplicate, and its order',
    async ({ name, path, sort }) => {
      const { table, id = 'id', key, add } = lists[name] as (typeof lists)[string];
      const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
      const column = key ?? columns[sort.replace('-', '')];
      const inOrder = `SELECT ${id} AS id FROM ${table} ORDER BY ${column} ${direction}, ${table}.id ${direction}`;
      const before = (await rows(inOrder)).map((row) => row.id);
      // A list that other lists have filled is read in twenty pages, too.
      const limit = manyAtOnce.includes(name) ? '100' : String(Math.max(3, Math.ceil(before.length / 20)));
      let reading = true;
      let added = 0;
      const insert = async () => {
        for (; reading && added < MOST_INSERTED; added++) await add(`${newId().slice(-12)}`);
      };
      const writers = [insert(), insert()];
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const { items, nextCursor }: Json = ok(await page(path, { sort, limit, ...(cursor && { cursor }) }));
        expect(items.length).toBeLessThanOrEqual(Number(limit));
        seen.push(...items.map(idOf));
        cursor = nextCursor;
      } while (cursor !== null && seen.length < 20_000);
      reading = false;
      await Promise.all(writers);
      expect(added).toBeGreaterThan(0);
      expect(new Set(seen).size).toBe(seen.length);
      const old = new Set(before);
      expect(seen.filter((each) => old.has(each))).toEqual(before);
      const after = new Map((await rows(inOrder)).map((row, position) => [row.id, position]));
      const positions = seen.map((each) => after.get(each) as number);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    },
  );
});

describe('a cursor', () => {
  const cursorOf = async (path: string, query: Record<string, string> = {}): Promise<string> =>
    ok(await page(path, { limit: '2', ...query })).nextCursor;
  const refused = (answer: Answer) => {
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_CURSOR']);
    expect(answer.body.errors[0].path).toEqual(['cursor']);
  };

  test.each(sorted)('of $name by $sort is refused with every other sort', async ({ name, path, sort }) => {
    const cursor = await cursorOf(path, { sort });
    expect((await page(path, { sort, cursor })).status).toBe(200);
    for (const other of sorted.filter((each) => each.name === name && each.sort !== sort)) {
      refused(await page(path, { sort: other.sort, cursor }));
    }
  });

  test.each(listNames)('of %s is refused by other lists', async (name) => {
    const cursor = await cursorOf(pathOf(name), { sort: sortOf(name) });
    // The next ones alone: to try all with all would take as long as everything else here.
    const from = listNames.indexOf(name) + 1;
    for (const other of [...listNames, ...listNames].slice(from, from + 8)) {
      refused(await page(pathOf(other), { sort: sortOf(other), cursor }));
    }
  });

  test.each(listNames.filter((name) => lists[name]?.filter))(
    'of %s is refused with another filter',
    async (name) => {
      const filter = Object.fromEntries(new URLSearchParams(lists[name]?.filter?.()));
      const [plain, filtered] = [await cursorOf(pathOf(name)), await cursorOf(pathOf(name), filter)];
      refused(await page(pathOf(name), { cursor: filtered }));
      refused(await page(pathOf(name), { ...filter, cursor: plain }));
      expect((await page(pathOf(name), { ...filter, cursor: filtered })).status).toBe(200);
    },
  );

  test('stays good with another limit', async () => {
    const cursor = await cursorOf('/products');
    expect(ok(await page('/products', { cursor, limit: '5' })).items).toHaveLength(5);
  });

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each(sorted)('of $name by $sort that was forged is refused', async ({ path, sort }) => {
    const cursor = await cursorOf(path, { sort });
    const [itsSort, digest, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const forged = [
      'x',
      '%%%',
      encode([]),
      encode({ sort, digest, key, id }),
      encode([itsSort, digest, key]),
      encode([itsSort, digest, key, id, 'more']),
      encode([itsSort, digest, key, "' OR 1=1"]),
      encode([itsSort, digest, 7, id]),
      encode([itsSort, 'another', key, id]),
      encode([itsSort, digest, '\u0000', id]),
      ...(/At$/.test(sort) ? ['no date', '', '9999999-01-01', "'; --"] : []).map((wrong) =>
        encode([itsSort, digest, wrong, id]),
      ),
    ];
    for (const each of forged) refused(await page(path, { sort, cursor: each }));
  });
});

test.each([
  ['limit', '0'],
  ['limit', '201'],
  ['limit', 'all'],
  ['sort', 'price'],
  ['sort', 'name; DROP TABLE products'],
  ['offset', '10'],
])('a list with %s=%s is refused, naming the field', async (field, value) => {
  const answer = await page('/products', { [field]: value });
  expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
  expect(answer.body.errors[0].path).toEqual([field]);
});

describe('names', () => {
  let fresh: TestServer;
  let token: string;
  let store: Json;
  let category: Json;
  const create = async (path: string, body: object): Promise<Json> =>
    ok(await fresh.request('POST', `/v1${path}`, { token, body }));
  beforeAll(async () => {
    fresh = await startTestServer();
    token = await fresh.setUpOwner();
    store = await create('/stores', { name: 'Mitte', timeZone: 'UTC', pricesIncludeTax: true });
    category = await create('/tax-categories', { name: 'Mitte' });
  });
  afterAll(() => fresh[Symbol.asyncDispose]());

  test.each([
    ...['users.list', 'stores.list', 'registers.list', 'taxCategories.list', 'products.list'],
    ...['categories.list', 'customerGroups.list', 'customers.list', 'priceLists.list', 'discounts.list'],
    'inventory.suppliers.list',
  ])('in %s are in the order that people expect, whatever the case and the accents', async (name) => {
    const names = ['Zebra', 'apple', '\u00c4pfel', 'birne', 'Apfel', '\u00e9clair', 'Eclipse', 'Zebra 2'];
    for (const [i, itsName] of names.entries()) {
      const bodies: Record<string, object> = {
        'users.list': { name: itsName, username: `user-${i}`, password: PASSWORD },
        'stores.list': { name: itsName, timeZone: 'UTC', pricesIncludeTax: true },
        'registers.list': { name: itsName, storeId: store.id },
        'taxCategories.list': { name: itsName },
        'customerGroups.list': { name: itsName },
        'customers.list': { name: itsName },
        'priceLists.list': { name: itsName },
        'discounts.list': {
          ...{ name: itsName, effect: { type: 'percentage', percentage: 5, target: 'line' } },
        },
        'inventory.suppliers.list': { name: itsName },
        'categories.list': { name: itsName },
        'products.list': { name: itsName, sku: `${i}`, taxCategoryId: category.id, price: 1 },
      };
      await create(pathOf(name), bodies[name] as object);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = `limit=2${cursor && `&cursor=${cursor}`}`;
      const { items, nextCursor }: Json = ok(
        await fresh.request('GET', `/v1${pathOf(name)}?${query}`, { token }),
      );
      seen.push(...items.map((item: Json) => item.name));
      cursor = nextCursor;
    }
    expect(seen.filter((each) => !['Mitte', 'Virtual', 'Olive Owner'].includes(each))).toEqual([
      ...['Apfel', '\u00c4pfel', 'apple', 'birne', '\u00e9clair', 'Eclipse', 'Zebra', 'Zebra 2'],
    ]);
  });
});
