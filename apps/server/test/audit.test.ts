import { contract, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askApproval, tellPeople } from './people.ts';
import {
  exchangeOf,
  givenCard,
  makeOpenPayment,
  makeOpenSale,
  makeRefusedRefund,
  makeSale,
  makeStocktake,
  offlineSaleOf,
  openSaleFlag,
} from './samples.ts';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let ownerId: string;
/** Whose the next audit row should be. */
let actorId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  ownerId = ok(await server.request('GET', '/v1/auth/me', { token: shop.owner })).id;
});
afterAll(() => server[Symbol.asyncDispose]());

beforeAll(async () => {
  await query('UPDATE merchants SET registration_enabled = true, registration_store_id = $1', [
    shop.stores[0].id,
  ]);
  await post('/roles', { name: 'Taken', permissions: [] });
  ok(await post('/auth/set-pin', { password: PASSWORD, pin: '4711' }));
  registerToken = ok(await post(`/registers/${shop.registers[1].id}/pair`, {})).registerToken;
});
beforeEach(() => {
  actorId = ownerId;
});

const query = async (sql: string, params: unknown[] = [], on = server): Promise<Json[]> =>
  (await on.database.pool.query(sql, params)).rows;

interface Calls {
  /** The table that the change is in. */
  readonly table: string;
  readonly good: () => Promise<Answer>;
  readonly bad: () => Promise<Answer>;
  /** Looks that nothing was changed, where `good` itself writes other rows of the table before. */
  readonly undone?: () => Promise<void>;
}

let n = 0;
const post = (path: string, body: unknown, token: string | undefined = shop.owner) =>
  server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId() } });
const login = (password = PASSWORD) => post('/auth/login', { username: 'owner', password });
const next = () => {
  n += 1;
  return `New ${n}`;
};
const storeFields = { timeZone: 'UTC', pricesIncludeTax: true };
const patch = (path: string, body: unknown) =>
  server.request('PATCH', `/v1${path}`, { token: shop.owner, body });
const newTill = async (): Promise<string> =>
  ok(await post('/registers', { storeId: shop.stores[0].id, name: next() })).id;
const lastTillIsNew = async () => {
  expect(await query('SELECT version FROM registers ORDER BY id DESC LIMIT 1')).toEqual([{ version: 1 }]);
};
const newUser = () => ({
  username: next().toLowerCase().replace(' ', '-'),
  name: 'Nobody',
  password: PASSWORD,
});
const someUser = async (state = 'version = 1'): Promise<string> => {
  const { id } = await server.createUser(null);
  await query(`UPDATE users SET ${state} WHERE id = $1`, [id]);
  return id;
};
const lastUserIsNew = async () => {
  expect(await query('SELECT version FROM users ORDER BY id DESC LIMIT 1')).toEqual([{ version: 1 }]);
};
const newRole = async (): Promise<string> =>
  ok(await post('/roles', { name: next(), permissions: ['sales.read'] })).id;
const lastRoleIsNew = async () => {
  expect(await query('SELECT version FROM roles ORDER BY id DESC LIMIT 1')).toEqual([{ version: 1 }]);
};
const remove = (path: string) =>
  server.request('DELETE', `/v1${path}`, {
    ...{ token: shop.owner, headers: { 'idempotency-key': newId() } },
  });
const registration = (username: string) => ({ username, name: 'New', password: PASSWORD });
const changePassword = (token: string, currentPassword: string) =>
  post('/auth/change-password', { currentPassword, newPassword: 'another-test-password' }, token);
let registerToken: string;
const pinLogin = (pin: string) =>
  server.request('POST', '/v1/auth/pin-login', {
    body: { username: 'owner', pin },
    headers: { 'register-token': registerToken },
  });
/** Signs in somebody else than the owner, whose sessions may end, and expects the audit row to be theirs. */
const somebody = async (): Promise<string> => {
  const { id, username, password } = await server.createUser('owner');
  actorId = id;
  return ok(await post('/auth/login', { username, password })).accessToken;
};
const rate = (validFrom: string) => ({
  ...{ storeId: shop.stores[0].id, taxCategoryId: shop.taxCategories.standard.id },
  ...{ name: 'VAT 19 %', percentage: 1, validFrom, validTo: validFrom },
});
const product = (sku: string) => ({
  ...{ sku, name: sku, price: 1, barcodes: [], taxCategoryId: shop.taxCategories.standard.id },
});
/** A product without an audit row of the operation under test. */
const newProduct = async (): Promise<string> => ok(await post('/products', product(next()))).id;
const archive = (id: string, version: number) => post(`/products/${id}/archive`, { version });
const lastProductIsNew = async () => {
  expect(await query('SELECT version FROM products ORDER BY id DESC LIMIT 1')).toEqual([{ version: 1 }]);
};
const newCategory = async (): Promise<string> => ok(await post('/categories', { name: next() })).id;
const lastCategoryIsNew = async () => {
  expect(await query('SELECT version FROM categories ORDER BY id DESC LIMIT 1')).toEqual([{ version: 1 }]);
};
const newStocktake = async (status: 'draft' | 'counting' | 'review'): Promise<string> =>
  `/inventory/stocktakes/${await makeStocktake(server, shop, status)}`;
const lastStocktakeIs = (status: string) => async () => {
  expect(await query('SELECT status FROM stocktakes ORDER BY id DESC LIMIT 1')).toEqual([{ status }]);
};
const counted = (quantity: number) => ({
  lines: [{ productId: shop.products.coffee.id, quantity }],
});
const adjustment = (productId: string, quantity: number) => ({
  ...{ storeId: shop.stores[0].id, reason: 'correction', lines: [{ productId, quantity }] },
});
const revaluation = (productId: string) => {
  n += 1;
  return { storeId: shop.stores[0].id, lines: [{ productId, unitCost: 1000 + n }] };
};
const transfer = (quantity: number) => ({
  ...{ fromStoreId: shop.stores[0].id, toStoreId: shop.stores[1].id },
  lines: [{ productId: shop.products.coffee.id, quantity }],
});
/** A transfer of one bag of coffee that there is; answers its path. */
const draft = async (): Promise<string> => {
  ok(await post('/inventory/adjustments', adjustment(shop.products.coffee.id, 1)));
  return `/inventory/transfers/${ok(await post('/inventory/transfers', transfer(1))).id}`;
};
const sentTransfer = async (): Promise<string> => {
  const path = await draft();
  ok(await post(`${path}/send`, { version: 1 }));
  return path;
};
const received = () => ({ lines: [{ productId: shop.products.coffee.id, quantity: 1 }] });
const lastTransferIs = (status: string) => async () => {
  expect(await query('SELECT status FROM transfers ORDER BY id DESC LIMIT 1')).toEqual([{ status }]);
};

const setPoint = (productId: string, point: number) =>
  put('/inventory/reorder-points', { storeId: shop.stores[0].id, points: [{ productId, point }] });
/** A product that should be ordered, from a supplier of its own. */
const neededProduct = async (): Promise<string> => {
  const productId = await newProduct();
  ok(await put(`${await newSupplier()}/products`, { products: [{ productId, cost: 100 }] }));
  ok(await setPoint(productId, 5));
  return productId;
};
const orderSuggested = (productId: string) =>
  post('/inventory/reorder/purchase-orders', { storeId: shop.stores[0].id, productIds: [productId] });
const damaged = (action: string, quantity: number) => ({
  ...{ storeId: shop.stores[0].id, action, lines: [{ productId: shop.products.coffee.id, quantity }] },
});

const sale = (tendered: number) => ({
  ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id },
  lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
  payments: [{ method: 'cash', tendered }],
});

/** A new open sale, or its line. */
const openSalePath = async (to?: '/lines/'): Promise<string> => {
  const { id, lineId } = await makeOpenSale(server, shop);
  return `/sales/${id}${to === undefined ? '' : to + lineId}`;
};
const openSaleLine = () => ({ productId: shop.products.voucher.id, quantity: 1 });
const voucher = { method: 'other', name: 'Voucher', amount: 100 };
const lastPaymentIs = (status: string) => async () =>
  expect(
    await query('SELECT status, asking FROM payments ORDER BY created_at DESC, id DESC LIMIT 1'),
  ).toEqual([{ status, asking: null }]);
/** One that was there before: opening it leaves an audit row. */
const untouchedSale = async () =>
  `/sales/${(await query(`SELECT id FROM open_sales WHERE status = 'open' ORDER BY id LIMIT 1`))[0].id}`;

const goodsBack = (sold: { id: string; lineId: string }, quantity: number) => ({
  ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id, saleId: sold.id, reason: next() },
  lines: [{ saleLineId: sold.lineId, quantity }],
});
/** A line of one piece that was sold before: to sell it leaves an audit row. */
const soldBefore = async (): Promise<{ id: string; lineId: string }> =>
  (
    await query('SELECT sale_id AS id, id AS "lineId" FROM sale_lines WHERE quantity = 1 ORDER BY id LIMIT 1')
  )[0];
const unsold = (customerId: string) => ({
  ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id, customerId, reason: next() },
  lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
});

const staff = () => ({
  ...{ name: next(), position: 'Any', storeIds: [shop.stores[0].id], hiredOn: '2026-01-01' },
});
let employeeId = '';
/** A staff record without an audit row. */
async function newEmployee(userId: string | null = null): Promise<string> {
  employeeId = newId();
  await query(
    `INSERT INTO employees (id, user_id, name, position, hired_on, note, created_at, updated_at)
     VALUES ($1, $2, 'Ada', 'Any', '2026-01-01', '', now(), now())`,
    [employeeId, userId],
  );
  await query('INSERT INTO employee_stores (employee_id, store_id) VALUES ($1, $2)', [
    employeeId,
    shop.stores[0].id,
  ]);
  return employeeId;
}
const employeeUnchanged = async () =>
  expect(await query('SELECT version FROM employees WHERE id = $1', [employeeId])).toEqual([{ version: 1 }]);
const lastDay = (version: number) => ({ version, terminatedOn: '2026-06-30' });
const clock = (what: string, body: object = {}) => post(`/timecards/${what}`, body);

const forgotten = (employee: string) =>
  post('/timecards', {
    ...{ storeId: shop.stores[0].id, employeeId: employee, reason: 'Forgot' },
    ...{ clockedInAt: '2026-01-05T08:00:00Z', clockedOutAt: '2026-01-05T16:00:00Z' },
  });

/** Calls with the owner at the time clock, in that state; the id is that of the open timecard. */
async function atTheClock(
  where: 'outside' | 'at work' | 'resting',
  call: (timecardId: string) => Promise<Answer>,
): Promise<Answer> {
  await query('DELETE FROM timecards');
  const [own] = await query('SELECT id FROM employees WHERE user_id = $1', [ownerId]);
  const breaks = where === 'resting' ? [{ startedAt: new Date().toISOString(), endedAt: null }] : [];
  const id = newId();
  const values = [id, own?.id ?? (await newEmployee(ownerId)), shop.stores[0].id, JSON.stringify(breaks)];
  if (where !== 'outside') {
    await query(
      `INSERT INTO timecards (id, employee_id, store_id, clocked_in_at, breaks, created_at, updated_at)
       VALUES ($1, $2, $3, now(), $4, now(), now())`,
      values,
    );
  }
  return call(id);
}
const timecardUnchanged = async () =>
  expect(await query('SELECT version, clocked_out_at FROM timecards')).toEqual([
    { version: 1, clocked_out_at: null },
  ]);

const approval = async (requesterId: string) => ({
  approvalRequestId: await askApproval(server, shop.stores[0].id, requesterId),
});

const put = (path: string, body: unknown) => server.request('PUT', `/v1${path}`, { token: shop.owner, body });
/** Makes a document and answers its path. */
const newAt = async (path: string, body: unknown): Promise<string> =>
  `${path}/${ok(await post(path, body)).id}`;
const lastIsNew = (table: string) => async () =>
  expect(await query(`SELECT version FROM ${table} ORDER BY id DESC LIMIT 1`)).toEqual([{ version: 1 }]);
const newTaxCategory = () => newAt('/tax-categories', { name: next() });
const newTaxRate = () => newAt('/tax-rates', { ...rate('2026-01-01'), name: next() });
const newGroup = () => newAt('/customer-groups', { name: next() });
const consent = { channel: 'email', granted: true, source: 'till' };
const newCustomer = () => newAt('/customers', { name: next() });
/** A gift card with something on it. */
const newGiftCard = () => newAt('/gift-cards', givenCard(shop.stores[0].id));
const lastGiftCardIs = (status: string) => async () =>
  expect(await query('SELECT status FROM gift_cards ORDER BY id DESC LIMIT 1')).toEqual([{ status }]);
const storeCredit = (amount: number) => ({ storeId: shop.stores[0].id, amount, reason: 'Broken cup' });
const program = () => ({ name: next(), earning: { points: 1, perAmount: 100 } });
const newProgram = () => newAt('/loyalty-programs', program());
/** A programme that could be started: no other one is active. */
const startable = async (): Promise<string> => {
  await query(`UPDATE loyalty_programs SET status = 'ended' WHERE status = 'active'`);
  return newProgram();
};
/** A customer who could be made a member. */
const enrollable = async (): Promise<string> => {
  ok(await post(`${await startable()}/activate`, { version: 1 }));
  return newCustomer();
};
const newMember = async (): Promise<string> => {
  const path = await enrollable();
  ok(await post(`${path}/loyalty`, {}));
  return path;
};
const newPriceList = () => newAt('/price-lists', { name: next() });
const offer = () => ({ name: next(), effect: { type: 'percentage', percentage: 5, target: 'line' } });
const newDiscount = () => newAt('/discounts', offer());
const newSupplier = () => newAt('/inventory/suppliers', { name: next(), phone: '+49 30 1234' });
const newPurchaseOrder = async () =>
  newAt('/inventory/purchase-orders', {
    ...{ storeId: shop.stores[0].id, supplierId: (await newSupplier()).split('/').at(-1) },
    lines: [{ productId: shop.products.coffee.id, quantity: 2, unitCost: 300 }],
  });
/** An order without an audit row of its ordering. */
const newOrdered = async (): Promise<string> => {
  const path = await newPurchaseOrder();
  await query(
    `UPDATE purchase_orders SET status = 'ordered', ordered_by = id, ordered_at = now(),
       number = 1 + (SELECT coalesce(max(number), 0) FROM purchase_orders) WHERE id = $1`,
    [path.split('/').at(-1)],
  );
  return path;
};
const delivery = () => ({
  deliveryNote: next(),
  lines: [{ productId: shop.products.coffee.id, quantity: 1 }],
});
const supplierReturn = async (quantity: number) => ({
  ...{ storeId: shop.stores[0].id, supplierId: (await newSupplier()).split('/').at(-1), reason: 'recall' },
  lines: [{ productId: shop.products.coffee.id, quantity }],
});
const pricesOf = (productId: string) => ({ prices: [{ productId, unitPrice: 1 }] });
const shiftAt = (registerId: string) => ({
  ...{ storeId: shop.stores[0].id, registerId, openingFloat: { amount: 5000 } },
});
const newShift = async () => newAt('/shifts', shiftAt(await newTill()));
const drop = { kind: 'drop', amount: 100, reason: 'Safe' };
const delivered = (productId: string) => ({ products: [{ productId }] });
/** A draft that was there before: making it leaves an audit row. */
const untouchedOrder = async () =>
  `/inventory/purchase-orders/${(await query('SELECT id FROM purchase_orders ORDER BY id LIMIT 1'))[0].id}`;
const importFile = (path: string, fields: object, ...lines: string[]) =>
  post(path, { csv: lines.map((line) => `${line}\r\n`).join(''), ...fields });

/** A call of each mutation that works, and one that is refused by its use case. */
const calls: Record<string, Calls> = {
  'auth.login': { table: 'sessions', good: () => login(), bad: () => login('wrong-password') },
  'auth.refresh': {
    table: 'refresh_tokens',
    good: async () => post('/auth/refresh', { refreshToken: ok(await login()).refreshToken }),
    bad: () => post('/auth/refresh', { refreshToken: 'unknown' }),
  },
  'auth.logout': {
    table: 'sessions',
    good: async () => post('/auth/logout', {}, ok(await login()).accessToken),
    bad: () => post('/auth/logout', {}, 'no token'),
  },
  'auth.register': {
    table: 'users',
    good: async () => {
      const answer = await post(
        '/auth/register',
        registration(`person-${next().replace(' ', '-')}`.toLowerCase()),
      );
      actorId = answer.body.user?.id;
      return answer;
    },
    bad: () => post('/auth/register', registration('owner')),
  },
  'auth.pinLogin': {
    table: 'sessions',
    good: () => pinLogin('4711'),
    bad: () => pinLogin('0000'),
  },
  'auth.logoutEverywhere': {
    table: 'sessions',
    good: async () => post('/auth/logout-everywhere', {}, await somebody()),
    bad: () => post('/auth/logout-everywhere', {}, 'no token'),
  },
  'auth.changePassword': {
    table: 'users',
    good: async () => changePassword(await somebody(), PASSWORD),
    bad: () => changePassword(shop.owner, 'wrong-password'),
    undone: async () => {
      const [last] = await query('SELECT username FROM users ORDER BY id DESC LIMIT 1');
      ok(await post('/auth/login', { username: last.username, password: PASSWORD }));
    },
  },
  'auth.setPin': {
    table: 'users',
    good: () => post('/auth/set-pin', { password: PASSWORD, pin: '4711' }),
    bad: () => post('/auth/set-pin', { password: 'wrong-password', pin: '4711' }),
  },
  'auth.sessions.revoke': {
    table: 'sessions',
    good: async () => {
      const token = await somebody();
      const { items } = ok(await server.request('GET', '/v1/auth/sessions', { token }));
      return server.request('DELETE', `/v1/auth/sessions/${items[0].id}`, { token });
    },
    bad: () => server.request('DELETE', `/v1/auth/sessions/${newId()}`, { token: shop.owner }),
  },
  'registers.rename': {
    table: 'registers',
    good: async () => patch(`/registers/${await newTill()}`, { version: 1, name: next() }),
    bad: () => patch(`/registers/${shop.registers[0].id}`, { version: 99, name: next() }),
    undone: lastTillIsNew,
  },
  'registers.pair': {
    table: 'registers',
    good: async () => post(`/registers/${await newTill()}/pair`, {}),
    bad: () => post(`/registers/${newId()}/pair`, {}),
    undone: lastTillIsNew,
  },
  'registers.retire': {
    table: 'registers',
    good: async () => post(`/registers/${await newTill()}/retire`, {}),
    bad: () => post(`/registers/${newId()}/retire`, {}),
    undone: lastTillIsNew,
  },
  'users.create': {
    table: 'users',
    good: () => post('/users', newUser()),
    bad: () => post('/users', { ...newUser(), username: 'owner' }),
  },
  'users.update': {
    table: 'users',
    good: async () => patch(`/users/${await someUser()}`, { version: 1, name: next() }),
    bad: () => patch(`/users/${ownerId}`, { version: 1, roles: [] }),
    undone: lastUserIsNew,
  },
  'users.deactivate': {
    table: 'users',
    good: async () => post(`/users/${await someUser()}/deactivate`, {}),
    bad: () => post(`/users/${newId()}/deactivate`, {}),
    undone: lastUserIsNew,
  },
  'users.reactivate': {
    table: 'users',
    good: async () => post(`/users/${await someUser('deactivated_at = now()')}/reactivate`, {}),
    bad: () => post(`/users/${newId()}/reactivate`, {}),
    undone: lastUserIsNew,
  },
  'users.resetPassword': {
    table: 'users',
    good: async () => post(`/users/${await someUser()}/reset-password`, { password: 'password-for-once' }),
    bad: () => post(`/users/${ownerId}/reset-password`, { password: 'password-for-once' }),
    undone: lastUserIsNew,
  },
  'users.resetPin': {
    table: 'users',
    good: async () => post(`/users/${await someUser("pin_hash = 'none'")}/reset-pin`, {}),
    bad: () => post(`/users/${newId()}/reset-pin`, {}),
    undone: lastUserIsNew,
  },
  'roles.create': {
    table: 'roles',
    good: () => post('/roles', { name: next(), permissions: ['sales.read'] }),
    bad: () => post('/roles', { name: 'Taken', permissions: ['sales.read'] }),
  },
  'roles.update': {
    table: 'roles',
    good: async () => patch(`/roles/${await newRole()}`, { version: 1, permissions: [] }),
    bad: () => patch(`/roles/${newId()}`, { version: 1, permissions: [] }),
    undone: lastRoleIsNew,
  },
  'roles.delete': {
    table: 'roles',
    good: async () => remove(`/roles/${await newRole()}`),
    bad: () => remove(`/roles/${newId()}`),
    undone: lastRoleIsNew,
  },
  'apiKeys.create': {
    table: 'api_keys',
    good: () => post('/api-keys', { name: next(), permissions: ['sales.read'] }),
    bad: () => post('/api-keys', { name: next(), permissions: ['sales.read'], storeIds: [newId()] }),
  },
  'apiKeys.revoke': {
    table: 'api_keys',
    good: async () => {
      const { id } = ok(await post('/api-keys', { name: next(), permissions: ['sales.read'] }));
      return post(`/api-keys/${id}/revoke`, {});
    },
    bad: () => post(`/api-keys/${newId()}/revoke`, {}),
    undone: async () => {
      const last = await query('SELECT revoked_at FROM api_keys ORDER BY id DESC LIMIT 1');
      expect(last).toEqual([{ revoked_at: null }]);
    },
  },
  'employees.create': {
    table: 'employees',
    good: () => post('/employees', staff()),
    bad: () => post('/employees', { ...staff(), storeIds: [newId()] }),
  },
  'employees.update': {
    table: 'employees',
    good: async () => patch(`/employees/${await newEmployee()}`, { version: 1, name: next() }),
    bad: async () => patch(`/employees/${await newEmployee()}`, { version: 9, name: next() }),
    undone: employeeUnchanged,
  },
  'employees.terminate': {
    table: 'employees',
    good: async () => post(`/employees/${await newEmployee()}/terminate`, lastDay(1)),
    bad: async () => post(`/employees/${await newEmployee()}/terminate`, lastDay(9)),
    undone: employeeUnchanged,
  },
  'timecards.clockIn': {
    table: 'timecards',
    good: () => atTheClock('outside', () => clock('clock-in', { storeId: shop.stores[0].id })),
    bad: () => atTheClock('at work', () => clock('clock-in', { storeId: shop.stores[0].id })),
    undone: async () => expect(await query('SELECT FROM timecards')).toEqual([]),
  },
  'timecards.startBreak': {
    table: 'timecards',
    good: () => atTheClock('at work', () => clock('start-break')),
    bad: () => atTheClock('outside', () => clock('start-break')),
    undone: timecardUnchanged,
  },
  'timecards.endBreak': {
    table: 'timecards',
    good: () => atTheClock('resting', () => clock('end-break')),
    bad: () => atTheClock('at work', () => clock('end-break')),
    undone: timecardUnchanged,
  },
  'timecards.clockOut': {
    table: 'timecards',
    good: () => atTheClock('at work', () => clock('clock-out')),
    bad: () => atTheClock('outside', () => clock('clock-out')),
    undone: timecardUnchanged,
  },
  'timecards.create': {
    table: 'timecards',
    good: async () => forgotten(await newEmployee()),
    bad: () => forgotten(newId()),
  },
  'timecards.update': {
    table: 'timecards',
    good: () => atTheClock('at work', (id) => patch(`/timecards/${id}`, { version: 1, reason: next() })),
    bad: () => atTheClock('at work', (id) => patch(`/timecards/${id}`, { version: 9, reason: next() })),
    undone: timecardUnchanged,
  },
  'stores.create': {
    table: 'stores',
    good: () => post('/stores', { ...storeFields, name: next() }),
    bad: () => post('/stores', { ...storeFields, name: 'High Street' }),
  },
  'registers.create': {
    table: 'registers',
    good: () => post('/registers', { storeId: shop.stores[0].id, name: next() }),
    bad: () => post('/registers', { storeId: shop.stores[0].id, name: 'Till 1' }),
  },
  'taxCategories.create': {
    table: 'tax_categories',
    good: () => post('/tax-categories', { name: next() }),
    bad: () => post('/tax-categories', { name: 'Standard' }),
  },
  'taxCategories.update': {
    table: 'tax_categories',
    good: async () => patch(await newTaxCategory(), { version: 1, name: next() }),
    bad: () => patch(`/tax-categories/${shop.taxCategories.reduced.id}`, { version: 1, name: 'Standard' }),
    undone: lastIsNew('tax_categories'),
  },
  'taxRates.update': {
    table: 'tax_rates',
    good: async () => patch(await newTaxRate(), { version: 1, percentage: 5 }),
    bad: () => patch(`/tax-rates/${shop.taxRates[0].id}`, { version: 9, percentage: 5 }),
    undone: lastIsNew('tax_rates'),
  },
  'customerGroups.create': {
    table: 'customer_groups',
    good: () => post('/customer-groups', { name: next() }),
    bad: async () => {
      await query(
        `INSERT INTO customer_groups (id, name, created_at, updated_at) VALUES ($1, 'Taken', now(), now())
         ON CONFLICT DO NOTHING`,
        [newId()],
      );
      return post('/customer-groups', { name: 'Taken' });
    },
  },
  'customerGroups.update': {
    table: 'customer_groups',
    good: async () => patch(await newGroup(), { version: 1, name: next() }),
    bad: () => patch(`/customer-groups/${newId()}`, { version: 1, name: next() }),
    undone: lastIsNew('customer_groups'),
  },
  'customers.create': {
    table: 'customers',
    good: () => post('/customers', { name: next() }),
    bad: () => post('/customers', { name: next(), groupIds: [newId()] }),
  },
  'customers.update': {
    table: 'customers',
    good: async () => patch(await newCustomer(), { version: 1, name: next() }),
    bad: () => patch(`/customers/${newId()}`, { version: 1, name: next() }),
    undone: lastIsNew('customers'),
  },
  'customers.archive': {
    table: 'customers',
    good: async () => post(`${await newCustomer()}/archive`, { version: 1 }),
    bad: () => post(`/customers/${newId()}/archive`, { version: 1 }),
    undone: lastIsNew('customers'),
  },
  'customers.merge': {
    table: 'customers',
    good: async () => {
      const [kept, merged] = [await newCustomer(), await newCustomer()];
      const mergedId = merged.split('/').at(-1);
      return post(`${kept}/merge`, { version: 1, mergedId, mergedVersion: 1 });
    },
    bad: () => post(`/customers/${newId()}/merge`, { version: 1, mergedId: newId(), mergedVersion: 1 }),
    undone: lastIsNew('customers'),
  },
  'customers.erase': {
    table: 'customers',
    good: async () => post(`${await newCustomer()}/erase`, { version: 1 }),
    bad: () => post(`/customers/${newId()}/erase`, { version: 1 }),
    undone: lastIsNew('customers'),
  },
  'customers.personalData': {
    table: 'audit_log',
    good: async () => post(`${await newCustomer()}/personal-data`, {}),
    bad: () => post(`/customers/${newId()}/personal-data`, {}),
    undone: lastIsNew('customers'),
  },
  'customers.adjustStoreCredit': {
    table: 'account_entries',
    good: async () => post(`${await newCustomer()}/store-credit/adjustments`, storeCredit(100)),
    bad: () => post(`/customers/${newId()}/store-credit/adjustments`, storeCredit(100)),
  },
  'giftCards.issue': {
    table: 'gift_cards',
    good: () => post('/gift-cards', givenCard(shop.stores[0].id)),
    bad: () => post('/gift-cards', givenCard(shop.stores[0].id, { customerId: newId() })),
  },
  'giftCards.update': {
    table: 'gift_cards',
    good: async () => patch(await newGiftCard(), { version: 2, note: next() }),
    bad: () => patch(`/gift-cards/${newId()}`, { version: 1, note: next() }),
    undone: async () =>
      expect(await query('SELECT note FROM gift_cards ORDER BY id DESC LIMIT 1')).toEqual([{ note: '' }]),
  },
  'giftCards.block': {
    table: 'gift_cards',
    good: async () => post(`${await newGiftCard()}/block`, { version: 2, reason: 'Lost' }),
    bad: () => post(`/gift-cards/${newId()}/block`, { version: 1, reason: 'Lost' }),
    undone: lastGiftCardIs('active'),
  },
  'giftCards.unblock': {
    table: 'gift_cards',
    good: async () => {
      const path = await newGiftCard();
      ok(await post(`${path}/block`, { version: 2, reason: 'Lost' }));
      return post(`${path}/unblock`, { version: 3 });
    },
    bad: () => post(`/gift-cards/${newId()}/unblock`, { version: 1 }),
    undone: lastGiftCardIs('blocked'),
  },
  'giftCards.adjust': {
    table: 'account_entries',
    good: async () => post(`${await newGiftCard()}/adjustments`, { amount: -1, reason: 'Too much' }),
    bad: () => post(`/gift-cards/${newId()}/adjustments`, { amount: -1, reason: 'Too much' }),
    undone: async () =>
      expect(await query('SELECT kind FROM account_entries ORDER BY id DESC LIMIT 1')).toEqual([
        { kind: 'load' },
      ]),
  },
  'customers.unarchive': {
    table: 'customers',
    good: async () => {
      const path = await newCustomer();
      await query(`UPDATE customers SET status = 'archived' WHERE id = $1`, [path.split('/').at(-1)]);
      return post(`${path}/unarchive`, { version: 1 });
    },
    bad: () => post(`/customers/${newId()}/unarchive`, { version: 1 }),
    undone: lastIsNew('customers'),
  },
  'customers.import': {
    table: 'customers',
    good: () => importFile('/customers/import', {}, 'reference,name', `${next()},Ada`),
    bad: () => importFile('/customers/import', {}, 'reference,name,groups', `${next()},Ada,None`),
  },
  'customers.recordConsents': {
    table: 'customer_consents',
    good: async () => post(`${await newCustomer()}/consents`, { consents: [consent] }),
    bad: () => post(`/customers/${newId()}/consents`, { consents: [consent] }),
    undone: lastIsNew('customers'),
  },
  'loyaltyPrograms.create': {
    table: 'loyalty_programs',
    good: () => post('/loyalty-programs', program()),
    bad: () =>
      post('/loyalty-programs', {
        ...program(),
        earning: { points: 1, perAmount: 100, excludedProductIds: [newId()] },
      }),
  },
  'loyaltyPrograms.update': {
    table: 'loyalty_programs',
    good: async () => patch(await newProgram(), { version: 1, expiryMonths: 7 }),
    bad: () => patch(`/loyalty-programs/${newId()}`, { version: 1, expiryMonths: 7 }),
    undone: lastIsNew('loyalty_programs'),
  },
  'loyaltyPrograms.activate': {
    table: 'loyalty_programs',
    good: async () => post(`${await startable()}/activate`, { version: 1 }),
    bad: () => post(`/loyalty-programs/${newId()}/activate`, { version: 1 }),
    undone: lastIsNew('loyalty_programs'),
  },
  'loyaltyPrograms.end': {
    table: 'loyalty_programs',
    good: async () => post(`${await newProgram()}/end`, { version: 1 }),
    bad: () => post(`/loyalty-programs/${newId()}/end`, { version: 1 }),
    undone: lastIsNew('loyalty_programs'),
  },
  'loyalty.enrol': {
    table: 'loyalty_members',
    good: async () => post(`${await enrollable()}/loyalty`, {}),
    bad: () => post(`/customers/${newId()}/loyalty`, {}),
  },
  'loyalty.adjust': {
    table: 'account_entries',
    good: async () => post(`${await newMember()}/loyalty/adjustments`, { points: 5, reason: 'Late' }),
    bad: () => post(`/customers/${newId()}/loyalty/adjustments`, { points: 5, reason: 'Late' }),
  },
  'priceLists.create': {
    table: 'price_lists',
    good: () => post('/price-lists', { name: next() }),
    bad: () => post('/price-lists', { name: next(), storeId: newId() }),
  },
  'priceLists.update': {
    table: 'price_lists',
    good: async () => patch(await newPriceList(), { version: 1, name: next() }),
    bad: () => patch(`/price-lists/${newId()}`, { version: 1, name: next() }),
    undone: lastIsNew('price_lists'),
  },
  'priceLists.setPrices': {
    table: 'price_changes',
    good: async () => put(`${await newPriceList()}/prices`, pricesOf(shop.products.coffee.id)),
    bad: () => put(`/price-lists/${newId()}/prices`, pricesOf(shop.products.coffee.id)),
  },
  'discounts.create': {
    table: 'discounts',
    good: () => post('/discounts', offer()),
    bad: () => post('/discounts', { ...offer(), products: { productIds: [newId()] } }),
  },
  'discounts.update': {
    table: 'discounts',
    good: async () => patch(await newDiscount(), { version: 1, priority: 7 }),
    bad: () => patch(`/discounts/${newId()}`, { version: 1, priority: 7 }),
    undone: lastIsNew('discounts'),
  },
  'discounts.archive': {
    table: 'discounts',
    good: async () => post(`${await newDiscount()}/archive`, { version: 1 }),
    bad: () => post(`/discounts/${newId()}/archive`, { version: 1 }),
    undone: lastIsNew('discounts'),
  },
  'taxRates.create': {
    table: 'tax_rates',
    good: () => {
      n += 1;
      return post('/tax-rates', rate(new Date(Date.UTC(2010, 0, n)).toISOString().slice(0, 10)));
    },
    bad: () => post('/tax-rates', rate('2025-01-01')),
  },
  'products.create': {
    table: 'products',
    good: () => post('/products', product(next())),
    bad: () => post('/products', product('COF-250')),
  },
  'products.update': {
    table: 'products',
    good: async () => {
      const { id } = ok(await post('/products', product(next())));
      return server.request('PATCH', `/v1/products/${id}`, {
        token: shop.owner,
        body: { version: 1, price: 2 },
      });
    },
    bad: () =>
      server.request('PATCH', `/v1/products/${shop.products.coffee.id}`, {
        token: shop.owner,
        body: { version: 99, price: 2 },
      }),
  },
  'products.archive': {
    table: 'products',
    good: async () => archive(await newProduct(), 1),
    bad: async () => archive(shop.products.coffee.id, 99),
    undone: lastProductIsNew,
  },
  'products.unarchive': {
    table: 'products',
    good: async () => {
      const id = await newProduct();
      await query(`UPDATE products SET status = 'archived' WHERE id = $1`, [id]);
      return post(`/products/${id}/unarchive`, { version: 1 });
    },
    bad: () => post(`/products/${shop.products.coffee.id}/unarchive`, { version: 99 }),
    undone: lastProductIsNew,
  },
  'categories.create': {
    table: 'categories',
    good: () => post('/categories', { name: next() }),
    bad: () => post('/categories', { name: next(), parentId: newId() }),
  },
  'categories.update': {
    table: 'categories',
    good: async () => patch(`/categories/${await newCategory()}`, { version: 1, name: next() }),
    bad: () => patch(`/categories/${newId()}`, { version: 1, name: next() }),
    undone: lastCategoryIsNew,
  },
  'categories.delete': {
    table: 'categories',
    good: async () => remove(`/categories/${await newCategory()}`),
    bad: () => remove(`/categories/${newId()}`),
    undone: lastCategoryIsNew,
  },
  'products.import': {
    table: 'products',
    good: () =>
      importFile('/products/import', {}, 'sku,name,tax_category,price', `${next()},Tea,Standard,4.50`),
    bad: () => importFile('/products/import', {}, 'sku,name,tax_category,price', `${next()},Tea,None,4.50`),
  },
  'priceLists.import': {
    table: 'price_list_entries',
    good: async () => importFile(`${await newPriceList()}/import`, {}, 'sku,unit_price', 'COF-250,5'),
    bad: () => importFile(`/price-lists/${newId()}/import`, {}, 'sku,unit_price', 'COF-250,5'),
  },
  'inventory.import': {
    table: 'stock_movements',
    good: async () => {
      const { sku } = ok(await post('/products', product(next())));
      return importFile('/inventory/import', { storeId: shop.stores[0].id }, 'sku,quantity', `${sku},5`);
    },
    bad: () => importFile('/inventory/import', { storeId: shop.stores[0].id }, 'sku,quantity', 'COF-250,0.5'),
  },
  'inventory.transfers.create': {
    table: 'transfers',
    good: () => post('/inventory/transfers', transfer(1)),
    bad: () => post('/inventory/transfers', transfer(0.5)),
  },
  'inventory.transfers.update': {
    table: 'transfers',
    good: async () => patch(await draft(), { version: 1, note: next() }),
    bad: () => patch(`/inventory/transfers/${newId()}`, { version: 1, note: next() }),
    undone: lastTransferIs('draft'),
  },
  'inventory.transfers.send': {
    table: 'transfers',
    good: async () => post(`${await draft()}/send`, { version: 1 }),
    bad: () => post(`/inventory/transfers/${newId()}/send`, { version: 1 }),
    undone: lastTransferIs('draft'),
  },
  'inventory.transfers.receive': {
    table: 'transfers',
    good: async () => post(`${await sentTransfer()}/receive`, received()),
    bad: () => post(`/inventory/transfers/${newId()}/receive`, received()),
    undone: lastTransferIs('in_transit'),
  },
  'inventory.transfers.close': {
    table: 'transfers',
    good: async () => post(`${await sentTransfer()}/close`, { version: 2, outcome: 'lost' }),
    bad: () => post(`/inventory/transfers/${newId()}/close`, { version: 2, outcome: 'lost' }),
    undone: lastTransferIs('in_transit'),
  },
  'inventory.transfers.cancel': {
    table: 'transfers',
    good: async () => post(`${await draft()}/cancel`, { version: 1 }),
    bad: () => post(`/inventory/transfers/${newId()}/cancel`, { version: 1 }),
    undone: lastTransferIs('draft'),
  },
  'inventory.adjust': {
    table: 'stock_movements',
    good: () => post('/inventory/adjustments', adjustment(shop.products.coffee.id, 1)),
    bad: () => post('/inventory/adjustments', adjustment(shop.products.coffee.id, -1000)),
  },
  'inventory.revalue': {
    table: 'stock_movements',
    good: async () => {
      ok(await post('/inventory/adjustments', adjustment(shop.products.coffee.id, 1)));
      return post('/inventory/revaluations', revaluation(shop.products.coffee.id));
    },
    bad: () => post('/inventory/revaluations', revaluation(newId())),
    undone: async () => {
      const unaudited = `SELECT FROM stock_adjustments a WHERE reason = 'revaluation'
        AND NOT EXISTS (SELECT FROM audit_log WHERE document_id = a.id)`;
      expect(await query(unaudited)).toEqual([]);
    },
  },
  'inventory.setReorderPoints': {
    table: 'reorder_points',
    good: () => {
      n += 1;
      return setPoint(shop.products.coffee.id, n);
    },
    bad: () => setPoint(newId(), 1),
  },
  'inventory.orderSuggested': {
    table: 'purchase_orders',
    good: async () => orderSuggested(await neededProduct()),
    bad: () => orderSuggested(newId()),
  },
  'notifications.setPreferences': {
    table: 'notification_preferences',
    good: async () => {
      // Whatever was chosen before is changed.
      const { rows } = await server.database.pool.query(
        'SELECT FROM notification_preferences WHERE NOT enabled',
      );
      return put('/notifications/preferences', { sale_flagged: rows.length > 0 });
    },
    bad: () => put('/notifications/preferences', {}),
  },
  'notifications.markRead': {
    table: 'notification_reads',
    good: async () =>
      post('/notifications/mark-read', { ids: [await tellPeople(server, shop.stores[0].id)] }),
    bad: () => post('/notifications/mark-read', { ids: [newId()] }),
  },
  'notifications.markAllRead': {
    table: 'notification_reads',
    good: async () => {
      await tellPeople(server, shop.stores[1].id);
      return post('/notifications/mark-all-read', { storeId: shop.stores[1].id });
    },
    bad: () => post('/notifications/mark-all-read', { storeId: newId() }),
  },
  'inventory.moveDamaged': {
    table: 'damaged_movements',
    good: async () => {
      ok(await post('/inventory/adjustments', adjustment(shop.products.coffee.id, 1)));
      return post('/inventory/damaged', damaged('set_aside', 1));
    },
    bad: () => post('/inventory/damaged', damaged('write_off', 1000)),
  },
  'inventory.suppliers.create': {
    table: 'suppliers',
    good: () => post('/inventory/suppliers', { name: next(), contacts: [{ name: 'Grace Hopper' }] }),
    bad: () => post('/inventory/suppliers', { name: next(), currency: 'XAU' }),
  },
  'inventory.suppliers.update': {
    table: 'suppliers',
    good: async () => patch(await newSupplier(), { version: 1, name: next(), contacts: [{ name: 'Ada' }] }),
    bad: () => patch(`/inventory/suppliers/${newId()}`, { version: 1, name: next() }),
    undone: lastIsNew('suppliers'),
  },
  'inventory.suppliers.archive': {
    table: 'suppliers',
    good: async () => post(`${await newSupplier()}/archive`, { version: 1 }),
    bad: () => post(`/inventory/suppliers/${newId()}/archive`, { version: 1 }),
    undone: lastIsNew('suppliers'),
  },
  'inventory.suppliers.unarchive': {
    table: 'suppliers',
    good: async () => {
      const path = await newSupplier();
      await query(`UPDATE suppliers SET status = 'archived' WHERE id = $1`, [path.split('/').at(-1)]);
      return post(`${path}/unarchive`, { version: 1 });
    },
    bad: () => post(`/inventory/suppliers/${newId()}/unarchive`, { version: 1 }),
    undone: lastIsNew('suppliers'),
  },
  'inventory.suppliers.setProducts': {
    table: 'supplier_products',
    good: async () => put(`${await newSupplier()}/products`, delivered(shop.products.coffee.id)),
    bad: () => put(`/inventory/suppliers/${newId()}/products`, delivered(shop.products.coffee.id)),
  },
  'inventory.stocktakes.create': {
    table: 'stocktakes',
    good: () => post('/inventory/stocktakes', { storeId: shop.stores[0].id, name: next() }),
    bad: () =>
      post('/inventory/stocktakes', { storeId: shop.stores[0].id, name: next(), categoryIds: [newId()] }),
  },
  'inventory.stocktakes.update': {
    table: 'stocktakes',
    good: async () => patch(await newStocktake('draft'), { version: 1, note: next() }),
    bad: async () => patch(`/inventory/stocktakes/${newId()}`, { version: 1, note: next() }),
    undone: lastStocktakeIs('draft'),
  },
  'inventory.stocktakes.start': {
    table: 'stocktakes',
    good: async () => post(`${await newStocktake('draft')}/start`, { version: 1 }),
    bad: () => post(`/inventory/stocktakes/${newId()}/start`, { version: 1 }),
    undone: lastStocktakeIs('draft'),
  },
  'inventory.stocktakes.count': {
    table: 'stocktake_counts',
    good: async () => post(`${await newStocktake('counting')}/count`, counted(1)),
    bad: () => post(`/inventory/stocktakes/${newId()}/count`, counted(1)),
  },
  'inventory.stocktakes.uncount': {
    // The row that it leaves nothing of is the answer under its key.
    table: 'idempotency_keys',
    good: async () => {
      const path = await newStocktake('counting');
      ok(await post(`${path}/count`, counted(1)));
      return post(`${path}/uncount`, { productIds: [shop.products.coffee.id] });
    },
    bad: () => post(`/inventory/stocktakes/${newId()}/uncount`, { productIds: [shop.products.coffee.id] }),
    undone: async () => {
      const lines =
        'SELECT count(*)::int AS n FROM stocktake_lines WHERE stocktake_id = (SELECT max(id::text)::uuid FROM stocktakes)';
      expect(await query(lines)).toEqual([{ n: 1 }]);
    },
  },
  'inventory.stocktakes.review': {
    table: 'stocktakes',
    good: async () => post(`${await newStocktake('counting')}/review`, { version: 2 }),
    bad: () => post(`/inventory/stocktakes/${newId()}/review`, { version: 2 }),
    undone: lastStocktakeIs('counting'),
  },
  'inventory.stocktakes.apply': {
    // The job changes the stocktake itself afterwards.
    table: 'idempotency_keys',
    good: async () => {
      const answer = await post(`${await newStocktake('review')}/apply`, { version: 3 });
      await server.app.applyStocktakes();
      return answer;
    },
    bad: () => post(`/inventory/stocktakes/${newId()}/apply`, { version: 3 }),
    undone: lastStocktakeIs('review'),
  },
  'inventory.stocktakes.cancel': {
    table: 'stocktakes',
    good: async () => post(`${await newStocktake('draft')}/cancel`, { version: 1 }),
    bad: () => post(`/inventory/stocktakes/${newId()}/cancel`, { version: 1 }),
    undone: lastStocktakeIs('draft'),
  },
  'inventory.purchaseOrders.create': {
    table: 'purchase_orders',
    good: async () => {
      const supplierId = (await newSupplier()).split('/').at(-1);
      return post('/inventory/purchase-orders', { storeId: shop.stores[0].id, supplierId });
    },
    bad: () => post('/inventory/purchase-orders', { storeId: shop.stores[0].id, supplierId: newId() }),
  },
  'inventory.purchaseOrders.update': {
    table: 'purchase_orders',
    good: async () => patch(await newPurchaseOrder(), { version: 1, note: next() }),
    bad: async () => patch(await untouchedOrder(), { version: 9, note: next() }),
    undone: lastIsNew('purchase_orders'),
  },
  'inventory.purchaseOrders.order': {
    table: 'purchase_orders',
    good: async () => post(`${await newPurchaseOrder()}/order`, { version: 1 }),
    bad: async () => post(`${await untouchedOrder()}/order`, { version: 9 }),
    undone: lastIsNew('purchase_orders'),
  },
  'inventory.purchaseOrders.cancel': {
    table: 'purchase_orders',
    good: async () => post(`${await newPurchaseOrder()}/cancel`, { version: 1 }),
    bad: async () => post(`${await untouchedOrder()}/cancel`, { version: 9 }),
    undone: lastIsNew('purchase_orders'),
  },
  'inventory.purchaseOrders.cancelRest': {
    table: 'purchase_orders',
    good: async () => post(`${await newOrdered()}/cancel-rest`, { version: 1 }),
    bad: async () => post(`${await untouchedOrder()}/cancel-rest`, { version: 1 }),
    undone: lastIsNew('purchase_orders'),
  },
  'inventory.purchaseOrders.receive': {
    table: 'goods_receipts',
    good: async () => post(`${await newOrdered()}/receive`, delivery()),
    bad: async () => post(`${await untouchedOrder()}/receive`, delivery()),
  },
  'inventory.supplierReturns.create': {
    table: 'supplier_returns',
    good: async () => {
      ok(await post('/inventory/adjustments', adjustment(shop.products.coffee.id, 1)));
      return post('/inventory/supplier-returns', await supplierReturn(1));
    },
    bad: () =>
      post('/inventory/supplier-returns', {
        ...{ storeId: shop.stores[0].id, supplierId: newId(), reason: 'recall' },
        lines: [{ productId: shop.products.coffee.id, quantity: 1 }],
      }),
  },
  'settings.update': {
    table: 'merchants',
    good: async () => {
      const { version } = ok(await server.request('GET', '/v1/settings', { token: shop.owner }));
      return patch('/settings', { version, name: next() });
    },
    bad: () => patch('/settings', { version: 99, name: next() }),
  },
  'settings.updateStore': {
    table: 'stores',
    good: async () => {
      const path = `/settings/stores/${shop.stores[0].id}`;
      const { version } = ok(await server.request('GET', `/v1${path}`, { token: shop.owner }));
      return patch(path, { version, phone: next() });
    },
    bad: () => patch(`/settings/stores/${shop.stores[0].id}`, { version: 99, phone: next() }),
  },
  'approvals.create': {
    table: 'approvals',
    good: async () => post('/approvals', await approval(await someUser())),
    bad: async () => post('/approvals', await approval(ownerId)),
  },
  'shifts.open': {
    table: 'shifts',
    good: async () => post('/shifts', shiftAt(await newTill())),
    bad: () => post('/shifts', shiftAt(shop.registers[0].id)),
  },
  'shifts.addCashMovement': {
    table: 'cash_movements',
    good: () => post(`/shifts/${shop.shifts[0].id}/cash-movements`, drop),
    bad: () => post(`/shifts/${newId()}/cash-movements`, drop),
  },
  'shifts.close': {
    table: 'shifts',
    good: async () => post(`${await newShift()}/close`, { version: 1, cash: { amount: 5000 } }),
    bad: () => post(`/shifts/${shop.shifts[0].id}/close`, { version: 9, cash: { amount: 0 } }),
    undone: lastIsNew('shifts'),
  },
  'shifts.forceClose': {
    table: 'shifts',
    good: async () => post(`${await newShift()}/force-close`, { version: 1, reason: 'Forgotten' }),
    bad: () => post(`/shifts/${shop.shifts[0].id}/force-close`, { version: 9, reason: 'Forgotten' }),
    undone: lastIsNew('shifts'),
  },
  'sales.create': {
    table: 'sales',
    good: () => post('/sales', sale(100_000)),
    bad: () => post('/sales', sale(1)),
  },
  'sales.update': {
    table: 'open_sales',
    good: async () => patch(await openSalePath(), { version: 1, codes: [], note: next() }),
    bad: async () => patch(await untouchedSale(), { version: 9, note: next() }),
    undone: lastIsNew('open_sales'),
  },
  'sales.addLine': {
    table: 'open_sales',
    good: async () => post(`${await openSalePath()}/lines`, { version: 1, ...openSaleLine() }),
    bad: async () => post(`${await untouchedSale()}/lines`, { version: 9, ...openSaleLine() }),
    undone: lastIsNew('open_sales'),
  },
  'sales.updateLine': {
    table: 'open_sales',
    good: async () => patch(await openSalePath('/lines/'), { version: 1, quantity: 2 }),
    bad: async () => patch(`${await untouchedSale()}/lines/${newId()}`, { version: 1, quantity: 2 }),
    undone: lastIsNew('open_sales'),
  },
  'sales.removeLine': {
    table: 'open_sales',
    good: async () => remove(`${await openSalePath('/lines/')}?version=1`),
    bad: async () => remove(`${await untouchedSale()}/lines/${newId()}?version=1`),
    undone: lastIsNew('open_sales'),
  },
  'sales.park': {
    table: 'open_sales',
    good: async () => post(`${await openSalePath()}/park`, { version: 1, name: next() }),
    bad: async () => post(`${await untouchedSale()}/park`, { version: 9 }),
    undone: lastIsNew('open_sales'),
  },
  'sales.resume': {
    table: 'open_sales',
    good: async () => {
      const path = await openSalePath();
      ok(await post(`${path}/park`, { version: 1 }));
      return post(`${path}/resume`, { version: 2, registerId: shop.registers[0].id });
    },
    bad: async () =>
      post(`${await untouchedSale()}/resume`, { version: 1, registerId: shop.registers[0].id }),
    undone: async () => {
      expect(await query('SELECT status FROM open_sales ORDER BY id DESC LIMIT 1')).toEqual([
        { status: 'parked' },
      ]);
    },
  },
  'sales.addPayment': {
    table: 'payments',
    good: async () => post(`${await openSalePath()}/payments`, { version: 1, payment: voucher }),
    bad: async () => post(`${await untouchedSale()}/payments`, { version: 9, payment: voucher }),
    undone: lastIsNew('open_sales'),
  },
  'sales.removePayment': {
    table: 'payments',
    good: async () => {
      const path = await openSalePath();
      const { payments } = ok(await post(`${path}/payments`, { version: 1, payment: voucher }));
      return remove(`${path}/payments/${payments[0].id}?version=2`);
    },
    bad: async () => remove(`${await untouchedSale()}/payments/${newId()}?version=1`),
    undone: lastPaymentIs('authorized'),
  },
  'sales.cancel': {
    table: 'open_sales',
    good: async () => post(`${await openSalePath()}/cancel`, { version: 1, reason: 'Nobody is there' }),
    bad: async () => post(`${await untouchedSale()}/cancel`, { version: 9, reason: 'Nobody is there' }),
    undone: lastIsNew('open_sales'),
  },
  'payments.capture': {
    table: 'payments',
    good: async () => post(`/payments/${(await makeOpenPayment(server, shop)).paymentId}/capture`, {}),
    bad: () => post(`/payments/${newId()}/capture`, {}),
    undone: lastPaymentIs('authorized'),
  },
  'payments.void': {
    table: 'payments',
    good: async () => post(`/payments/${(await makeOpenPayment(server, shop)).paymentId}/void`, {}),
    bad: () => post(`/payments/${newId()}/void`, {}),
    undone: lastPaymentIs('authorized'),
  },
  'sales.complete': {
    table: 'sales',
    good: async () => post(`${await openSalePath()}/complete`, { version: 1 }),
    bad: async () => post(`${await untouchedSale()}/complete`, { version: 9 }),
  },
  'sales.ingest': {
    table: 'sales',
    good: () => post('/sales/ingest', { storeId: shop.stores[0].id, sales: [offlineSaleOf(shop)] }),
    bad: () => post('/sales/ingest', { storeId: newId(), sales: [offlineSaleOf(shop)] }),
  },
  'saleFlags.resolve': {
    table: 'sale_flags',
    good: async () => post(`/sale-flags/${await openSaleFlag(server, shop)}/resolve`, { resolution: 'Paid' }),
    bad: () => post(`/sale-flags/${newId()}/resolve`, { resolution: 'Paid' }),
    undone: async () => {
      expect(await query('SELECT status FROM sale_flags ORDER BY id DESC LIMIT 1')).toEqual([
        { status: 'open' },
      ]);
    },
  },
  'sales.void': {
    table: 'returns',
    good: async () => post(`/sales/${(await makeSale(server, shop)).id}/void`, { reason: next() }),
    bad: async () => post(`${await untouchedSale()}/void`, { reason: next() }),
  },
  'returns.create': {
    table: 'returns',
    good: async () => post('/returns', goodsBack(await makeSale(server, shop), 1)),
    bad: async () => post('/returns', goodsBack(await soldBefore(), 9)),
  },
  'returns.createWithoutReceipt': {
    table: 'returns',
    good: async () =>
      post('/returns/without-receipt', unsold(String((await newCustomer()).split('/').at(-1)))),
    bad: () => post('/returns/without-receipt', unsold(newId())),
  },
  'exchanges.create': {
    table: 'returns',
    good: async () => post('/exchanges', exchangeOf(shop, await makeSale(server, shop))),
    bad: async () => {
      const exchange = exchangeOf(shop, await soldBefore());
      return post('/exchanges', {
        ...exchange,
        sale: { ...exchange.sale, payments: [{ method: 'card', amount: 1, reference: 'T-1' }] },
      });
    },
  },
  'returns.retryRefund': {
    table: 'refunds',
    good: async () => {
      const { id, refundId } = await makeRefusedRefund(server, shop);
      return post(`/returns/${id}/refunds/${refundId}/retry`, {});
    },
    bad: () => post(`/returns/${newId()}/refunds/${newId()}/retry`, {}),
    undone: async () => {
      expect(await query('SELECT status FROM refunds ORDER BY id DESC LIMIT 1')).toEqual([
        { status: 'failed' },
      ]);
    },
  },
};

/**
 * Of two customers who become one each has its row, so have the two documents of an exchange, and of a payment what was asked
 * of its provider and what it answered.
 */
const TWO_ROWS: ReadonlySet<string> = new Set([
  ...['customers.merge', 'exchanges.create', 'payments.capture', 'payments.void'],
]);

const mutations = operationsOf(contract)
  .filter(({ operation }) => operation.kind === 'mutation')
  .map(({ name }) => name);
// To look a gift card up changes nothing.
const shared = mutations.filter((name) => name !== 'auth.setup' && name !== 'giftCards.lookup');

test('every mutation of the contract is called here', () => {
  expect(shared.sort()).toEqual(Object.keys(calls).sort());
});

const auditOf = (action: string): Promise<Json[]> =>
  query('SELECT *, xmin::text AS transaction FROM audit_log WHERE action = $1 ORDER BY id', [action]);
const contents = async (table: string): Promise<string> =>
  (await query(`SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM ${table} t`))[0].sum;

/** What is done in the first store, and answers without it. */
const withoutStore = [
  ...['inventory.import', 'inventory.setReorderPoints', 'inventory.orderSuggested'],
  ...['inventory.stocktakes.count', 'inventory.stocktakes.uncount'],
];

/** Where a call was, whose answer does not say it. A transfer is received at one end, all else is done at the other. */
const storeOfCall = (name: string, shown: Json): string | undefined => {
  if (withoutStore.includes(name)) return shop.stores[0].id;
  return name === 'inventory.transfers.receive' ? shown.toStoreId : shown?.fromStoreId;
};

/** What the audit log keeps of an answer: no secret, and of a user nothing that tells who it is. */
const auditedOf = (name: string, shown: Json): Json => {
  if (name.startsWith('users.')) {
    const { roles, hasPin, mustChangePassword, deactivatedAt, version } = shown;
    return { roles, hasPin, mustChangePassword, deactivatedAt, version };
  }
  if (name.startsWith('employees.')) {
    const { id, userId, position, storeIds, hiredOn, terminatedOn, version } = shown;
    const changedFields = name === 'employees.terminate' ? [] : ['name'];
    return { id, userId, position, storeIds, hiredOn, terminatedOn, version, changedFields };
  }
  if (name.startsWith('timecards.')) {
    const { correctionReason, ...rest } = shown;
    return { ...rest, changedFields: correctionReason === null ? [] : ['correctionReason'] };
  }
  if (name.startsWith('payments.')) {
    const { saleId, method, status, amount, tip, provider } = shown;
    return { saleId, method, status, amount, tip, provider };
  }
  if (name.startsWith('giftCards.')) {
    const { note, code, ...rest } = shown;
    return rest;
  }
  if (name.startsWith('customers.') && !['customers.adjustStoreCredit', 'customers.import'].includes(name)) {
    const { id, groupIds, taxExempt, status, version } = shown;
    const ofCall: Record<string, string[]> = {
      ...{ 'customers.archive': [], 'customers.unarchive': [], 'customers.recordConsents': ['consents'] },
      'customers.merge': [],
    };
    const changedFields = ofCall[name] ?? ['name'];
    return { id, groupIds, taxExempt, status, version, changedFields };
  }
  // What was counted, and not what was expected.
  if (name === 'inventory.stocktakes.count') {
    return {
      lines: shown.lines.map((line: Json) => ({ productId: line.productId, quantity: line.counted })),
    };
  }
  if (name === 'inventory.stocktakes.uncount') return { lines: [] };
  if (name.startsWith('inventory.stocktakes.')) {
    const { totals, ...rest } = shown;
    return rest;
  }
  // It answers how many prices, and keeps which.
  if (name === 'priceLists.setPrices') return {};
  if (name.startsWith('inventory.suppliers.') && shown.id !== undefined) {
    const { contacts, email, phone, ...rest } = shown;
    return rest;
  }
  if (name === 'inventory.orderSuggested') return shown.purchaseOrders[0];
  // They answer how many, and keep which.
  if (
    ['priceLists.setPrices', 'inventory.suppliers.setProducts', 'inventory.setReorderPoints'].includes(name)
  )
    return {};
  // Of an import the counts.
  const { secret, errors, ...rest } = shown;
  return rest;
};

test.each(shared)('%s leaves its audit row in the transaction of the change', async (name) => {
  const { table, good } = calls[name] as Calls;
  const before = await auditOf(name);
  const answer = await good();
  expect(answer.status).toBeLessThan(300);
  // What is odd about a sale has rows of its own.
  const added = (await auditOf(name))
    .slice(before.length)
    .filter((row) => name !== 'sales.ingest' || row.document_type === 'sale');
  expect(added).toHaveLength(TWO_ROWS.has(name) ? 2 : 1);
  const entry = added.at(-1);
  expect(entry).toMatchObject({ actor_id: actorId, request_id: answer.headers.get('x-request-id') });
  expect(entry.session_id).toMatch(/^[0-9a-f-]{36}$/);
  // Of a batch what came of its only sale.
  const shown =
    answer.body?.register ??
    answer.body?.items?.[0].sale ??
    (name === 'exchanges.create' ? answer.body.sale : answer.body);
  if (shown?.id !== undefined) expect(entry.document_id).toBe(shown.id);
  const atRegister = name === 'auth.pinLogin' ? shop.registers[1] : undefined;
  // A sale and a shift are of their register, by whatever session it is.
  const soldAt = /^(sales|shifts|returns\.create|exchanges)/.test(name) ? shown.registerId : null;
  expect(entry.register_id).toBe(atRegister?.id ?? soldAt);
  expect(entry.store_id).toBe(
    name === 'stores.create'
      ? shown.id
      : (atRegister?.storeId ?? storeOfCall(name, shown) ?? shown?.storeId ?? shown?.storeIds?.[0] ?? null),
  );
  // A sale never changes, so its audit row holds its figures and not the whole document once more.
  if (name === 'returns.retryRefund') expect(entry.after.status).toBe(shown.refunds[0].status);
  else if (/^(sales|returns|exchanges)\./.test(name)) {
    const { line, changed, payment, payments, reason, ...figures } = entry.after;
    expect(shown).toMatchObject(figures);
    expect(figures.total).toBeGreaterThanOrEqual(0);
  }
  // Nothing was changed: who asked about whom is all.
  else if (name === 'customers.personalData') expect(entry.after).toBeNull();
  else if (shown && !name.startsWith('auth.')) expect(entry.after).toMatchObject(auditedOf(name, shown));
  // Of what was deleted no row tells.
  if (name.endsWith('.delete')) return;
  const [changed] = await query(`SELECT count(*)::int AS n FROM ${table} WHERE xmin::text = $1`, [
    entry.transaction,
  ]);
  expect(changed.n).toBeGreaterThan(0);
});

/** A wrong password or PIN is kept in mind: sign-in-guards.test.ts says how. */
const tried = ['auth.login', 'auth.pinLogin', 'auth.changePassword', 'auth.setPin'];

test.each(shared.filter((name) => !tried.includes(name)))(
  '%s leaves no audit row where it is refused',
  async (name) => {
    const before = await query('SELECT count(*) FROM audit_log');
    const answer = await (calls[name] as Calls).bad();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await query('SELECT count(*) FROM audit_log')).toEqual(before);
  },
);

test.each(shared)('%s changes nothing where its audit row cannot be written', async (name) => {
  const { table, good, undone } = calls[name] as Calls;
  // Sign-ins and products that the call itself needs come first, and are counted by what they leave.
  const prepared = [
    ...['products.update', 'auth.refresh', 'auth.logout', 'auth.logoutEverywhere'],
    'auth.sessions.revoke',
  ].includes(name);
  const before = await contents(table);
  await query(`ALTER TABLE audit_log ADD CONSTRAINT no_more CHECK (action <> '${name}') NOT VALID`);
  try {
    const answer = await good();
    // Of a batch each sale answers for itself.
    if (name === 'sales.ingest') expect(answer.body.items[0].error.code).toBe('INTERNAL');
    else expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
  } finally {
    await query('ALTER TABLE audit_log DROP CONSTRAINT no_more');
  }
  if (undone) await undone();
  else if (!prepared) expect(await contents(table)).toBe(before);
  else if (name === 'products.update')
    expect(await query('SELECT FROM products WHERE sku = $1 AND version > 1', [`New ${n}`])).toEqual([]);
  else {
    const [last] = await query(
      `SELECT s.revoked_at, t.used_at FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
       ORDER BY s.id DESC, t.id DESC LIMIT 1`,
    );
    expect(last).toEqual({ revoked_at: null, used_at: null });
  }
});

test('auth.setup leaves audit rows by the new owner, without a secret, and none where it is refused', async () => {
  await using fresh = await startTestServer();
  const setup = (setupToken: string) =>
    fresh.request('POST', '/v1/auth/setup', {
      body: {
        ...{ setupToken, merchantName: 'Corner Shop Ltd', currency: 'EUR' },
        owner: { username: 'owner', name: 'Olive Owner', password: PASSWORD },
      },
    });
  expect((await setup('wrong')).status).toBe(403);
  expect(await query('SELECT FROM audit_log', [], fresh)).toEqual([]);
  const { user } = ok(await setup(SETUP_TOKEN));
  const entries = await query('SELECT *, xmin::text AS transaction FROM audit_log ORDER BY id', [], fresh);
  expect(entries.map(({ action, document_type, actor_id }) => [action, document_type, actor_id])).toEqual([
    ['auth.setup', 'merchant', user.id],
    ['auth.setup', 'user', user.id],
  ]);
  const [merchant] = await query('SELECT xmin::text AS transaction FROM merchants', [], fresh);
  for (const { transaction } of entries) expect(transaction).toBe(merchant.transaction);
  expect((await setup(SETUP_TOKEN)).body.code).toBe('ALREADY_SET_UP');
  expect(await query('SELECT FROM audit_log', [], fresh)).toHaveLength(2);
});
