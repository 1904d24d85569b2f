import { builtInRoles } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personWith, roleOf } from './people.ts';
import { brokenBooks, card, cash, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, token = shop.owner) => server.request('GET', `/v1${path}`, { token });
const patch = (path: string, body: Json, token = shop.owner) =>
  server.request('PATCH', `/v1${path}`, { token, body });
const pathOf = (storeId: string) => `/settings/stores/${storeId}`;
const storeSettings = async (storeId: string): Promise<Json> => ok(await get(pathOf(storeId)));
/** Changes settings of a store, at whatever version they are. */
const change = async (storeId: string, fields: Json): Promise<Json> => {
  const { version } = await storeSettings(storeId);
  return ok(await patch(pathOf(storeId), { version, ...fields }));
};
const refused = (answer: Answer, status: number, code: string) =>
  expect([answer.status, answer.body.code]).toEqual([status, code]);
const history = async (query = ''): Promise<Json[]> =>
  ok(await get(`/settings/history?limit=200${query}`)).items;

/** Prefix 21, article of five digits, price of five digits in cents. */
const LAYOUT = { prefix: '21', pluDigits: 5, value: 'price', valueDigits: 5, decimals: 2 };

describe('the settings of the business', () => {
  test('are what it was set up with, and can be read by who may', async () => {
    const settings = ok(await get('/settings'));
    expect(settings).toEqual({
      ...{
        name: 'Corner Shop Ltd',
        currency: 'EUR',
        registrationEnabled: false,
        registrationStoreId: null,
        loyaltyEnabled: false,
        giftCardExpiryMonths: null,
      },
      ...{ labelLayouts: [], version: 1, updatedAt: expect.any(String) },
    });
    const accountant = await server.signInAs('accountant', { storeId: shop.stores[1].id });
    expect(ok(await get('/settings', accountant))).toEqual(settings);
    refused(await get('/settings', await server.signInAs('cashier')), 403, 'FORBIDDEN');
    refused(await patch('/settings', { version: 1 }, await server.signInAs('manager')), 403, 'FORBIDDEN');
  });

  test('are changed field by field, with version, history and audit in one transaction', async () => {
    const before = ok(await get('/settings'));
    const answer = await patch('/settings', {
      version: before.version,
      name: 'Corner & Co',
      registrationEnabled: true,
      registrationStoreId: shop.stores[0].id,
    });
    const after = ok(answer);
    expect(after).toMatchObject({ name: 'Corner & Co', registrationEnabled: true, loyaltyEnabled: false });
    expect(after.version).toBe(before.version + 1);
    expect(ok(await get('/settings'))).toEqual(after);
    const [entry] = await history();
    expect(entry).toMatchObject({
      ...{ storeId: null, version: after.version, changedAt: after.updatedAt },
      changes: [
        { field: 'name', before: 'Corner Shop Ltd', after: 'Corner & Co' },
        { field: 'registrationEnabled', before: false, after: true },
        { field: 'registrationStoreId', before: null, after: shop.stores[0].id },
      ],
    });
    const [same] = await selling.rows(
      `SELECT a.before, a.after, a.store_id, a.xmin = c.xmin AND a.xmin = m.xmin AS together
       FROM audit_log a, settings_changes c, merchants m WHERE a.request_id = $1 AND c.id = $2`,
      [answer.headers.get('x-request-id'), entry?.id],
    );
    expect(same).toEqual({ before, after, store_id: null, together: true });
  });

  test('let people sign up only as cashiers of a store, and only by whoever could make them that', async () => {
    const on = { registrationEnabled: true, registrationStoreId: shop.stores[0].id };
    const off = { registrationEnabled: false, registrationStoreId: null };
    const set = async (fields: object, token = shop.owner): Promise<Answer> =>
      patch('/settings', { version: ok(await get('/settings')).version, ...fields }, token);
    ok(await set(off));
    const refusals: [object, string][] = [
      [{ registrationEnabled: true }, 'INVALID_INPUT'],
      [{ ...on, registrationStoreId: newId() }, 'INVALID_REFERENCE'],
      [{ registrationStoreId: newId() }, 'INVALID_REFERENCE'],
    ];
    for (const [fields, code] of refusals) {
      const answer = await set(fields);
      refused(answer, 400, code);
      expect(answer.body.errors[0].path).toEqual(['registrationStoreId']);
    }
    const role = await roleOf(
      server,
      'settings.manage',
      'settings.read',
      ...builtInRoles.cashier.permissions,
    );
    const settler = await personWith(server, [{ role, storeId: null }]);
    const answer = await set(on, settler.token);
    refused(answer, 403, 'PERMISSION_NOT_HELD');
    expect(answer.body.details).toEqual({ permissions: ['users.manage'] });
    ok(await set({ registrationStoreId: shop.stores[0].id }, settler.token));
    refused(await set({ registrationEnabled: true }, settler.token), 403, 'PERMISSION_NOT_HELD');
    expect(ok(await set(on))).toMatchObject(on);
    // Whoever may not switch it on may leave it on, and switch it off.
    ok(await set({ ...on, name: `Corner ${newId()}` }, settler.token));
    expect(ok(await set(off, settler.token))).toMatchObject(off);
  });

  test('that are the same already are no change: no version, no history, no audit', async () => {
    const { version, updatedAt, currency, ...fields } = ok(await get('/settings'));
    const counts = () =>
      selling.rows(
        'SELECT (SELECT count(*) FROM settings_changes), (SELECT count(*) FROM audit_log) AS audited',
      );
    const before = await counts();
    for (const body of [{ version }, { version, ...fields }]) {
      expect(ok(await patch('/settings', body))).toEqual({ version, updatedAt, currency, ...fields });
    }
    expect(await counts()).toEqual(before);
    expect(currency).toBe('EUR');
  });

  test('at another version are refused, also without a change', async () => {
    const { version } = ok(await get('/settings'));
    for (const stale of [version - 1, version + 1]) {
      const answer = await patch('/settings', { version: stale, name: 'Never' });
      refused(answer, 409, 'CONFLICT');
      expect(answer.body.details).toEqual({ currentVersion: version });
    }
    refused(await patch('/settings', { version: version + 1 }), 409, 'CONFLICT');
  });

  test('that two change at once are changed by one of them', async () => {
    const { version } = ok(await get('/settings'));
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => patch('/settings', { version, name: `Race ${i}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(ok(await get('/settings')).version).toBe(version + 1);
  });

  test.each([
    ['name', ''],
    ['name', 'two\nlines'],
    ['name', null],
    ['registrationEnabled', 'yes'],
    ['registrationEnabled', null],
    ['registrationStoreId', 'everywhere'],
    ['loyaltyEnabled', 1],
    ['giftCardExpiryMonths', 59],
    ['giftCardExpiryMonths', 241],
    ['giftCardExpiryMonths', 60.5],
    ['currency', 'USD'],
    ['labelLayouts', [{ ...LAYOUT, prefix: '31' }]],
    ['labelLayouts', [LAYOUT, LAYOUT]],
    ['labelLayouts', [{ ...LAYOUT, pluDigits: 4 }]],
    ['labelLayouts', [{ ...LAYOUT, decimals: 3 }]],
    ['labelLayouts', [{ ...LAYOUT, value: 'weight', decimals: 4 }]],
    ['labelLayouts', [{ ...LAYOUT, value: 'weight', valueDigits: 4, priceCheckDigit: true }]],
    ['labelLayouts', [{ ...LAYOUT, pluDigits: 3, valueDigits: 6, priceCheckDigit: true }]],
    ['labelLayouts', [{ ...LAYOUT, checksum: 1 }]],
    ['version', '1'],
    ['id', newId()],
  ])('with %s = %j are refused as input', async (field, value) => {
    const { version } = ok(await get('/settings'));
    const answer = await patch('/settings', { version, [field]: value });
    refused(answer, 400, 'INVALID_INPUT');
    expect(answer.body.errors[0].path[0]).toBe(field);
  });

  test('have the layouts of labels, each field of them, in the history', async () => {
    const { version } = ok(await get('/settings'));
    const weight = { ...LAYOUT, prefix: '2910', pluDigits: 3, value: 'weight', decimals: 3 };
    const after = ok(await patch('/settings', { version, labelLayouts: [LAYOUT, weight] }));
    const stored = [LAYOUT, weight].map((layout) => ({ priceCheckDigit: false, ...layout }));
    expect(after.labelLayouts).toEqual(stored);
    expect(ok(await get('/settings')).labelLayouts).toEqual(stored);
    expect(ok(await patch('/settings', { version: version + 1, labelLayouts: stored })).version).toBe(
      version + 1,
    );
    expect((await history())[0].changes).toEqual([{ field: 'labelLayouts', before: [], after: stored }]);
    ok(await patch('/settings', { version: version + 1, labelLayouts: [] }));
  });

  test('need a version', async () => {
    refused(await patch('/settings', { name: 'x' }), 400, 'INVALID_INPUT');
  });
});

describe('the settings of a store', () => {
  test('are those it was opened with, and share its version', async () => {
    const { store } = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
    const settings = await storeSettings(store.id);
    expect(settings).toEqual({
      storeId: store.id,
      ...{ name: store.name, address: {}, phone: null, email: null, locale: 'en-US' },
      ...{ timeZone: 'Europe/Berlin', businessDayCutoffHour: 0, currency: 'EUR', currencyDigits: 2 },
      ...{ pricesIncludeTax: true, taxRounding: 'line', roundingMode: 'half_up' },
      ...{ cashRounding: { step: 5, mode: 'half_up' }, receiptHeader: '', receiptFooter: '' },
      ...{
        allowOversell: false,
        maxDiscountPercentage: 20,
        varianceTolerance: 0,
        version: 1,
        updatedAt: store.updatedAt,
      },
    });
    const changed = await change(store.id, { name: `${store.name}!`, address: { city: 'Bern' }, phone: '1' });
    expect(await selling.get(`/stores/${store.id}`)).toMatchObject({
      ...{ name: `${store.name}!`, address: { city: 'Bern' }, phone: '1' },
      ...{ version: 2, updatedAt: changed.updatedAt },
    });
  });

  test('are changed with version, history and audit in one transaction; the same is no change', async () => {
    const { store } = await selling.newStore({});
    const before = await storeSettings(store.id);
    const wanted = {
      receiptHeader: 'Welcome',
      cashRounding: { step: 5, mode: 'half_even' },
      name: store.name,
    };
    const answer = await patch(pathOf(store.id), { version: 1, ...wanted });
    const after = ok(answer);
    expect(after).toMatchObject({ ...wanted, version: 2 });
    expect(ok(await patch(pathOf(store.id), { version: 2, ...wanted }))).toEqual(after);
    const entries = await history(`&storeId=${store.id}`);
    expect(entries).toMatchObject([
      {
        ...{ storeId: store.id, version: 2 },
        changes: [
          { field: 'cashRounding', before: null, after: { step: 5, mode: 'half_even' } },
          { field: 'receiptHeader', before: '', after: 'Welcome' },
        ],
      },
    ]);
    const [same] = await selling.rows(
      `SELECT a.before, a.after, a.xmin = c.xmin AND a.xmin = s.xmin AS together
       FROM audit_log a, settings_changes c, stores s WHERE a.request_id = $1 AND c.id = $2 AND s.id = $3`,
      [answer.headers.get('x-request-id'), entries[0]?.id, store.id],
    );
    expect(same).toEqual({ before, after, together: true });
  });

  test('at another version or with another store’s name are refused', async () => {
    const { store } = await selling.newStore({});
    const stale = await patch(pathOf(store.id), { version: 7, phone: '2' });
    refused(stale, 409, 'CONFLICT');
    expect(stale.body.details).toEqual({ currentVersion: 1 });
    const taken = await patch(pathOf(store.id), { version: 1, name: 'Harbour' });
    refused(taken, 409, 'ALREADY_EXISTS');
    expect(taken.body.details).toEqual({ field: 'name', value: 'Harbour', holderId: shop.stores[1].id });
    expect(await history(`&storeId=${store.id}`)).toEqual([]);
  });

  test('do not tell the holder of a name to those who cannot see that store', async () => {
    const { store } = await selling.newStore({});
    const localOwner = await server.signInAs('owner', { storeId: store.id });
    const taken = await patch(pathOf(store.id), { version: 1, name: 'Harbour' }, localOwner);
    refused(taken, 409, 'ALREADY_EXISTS');
    expect(taken.body.details).toEqual({ field: 'name', value: 'Harbour', holderId: null });
  });

  test('that race for one name give it to one store', async () => {
    const places = await Promise.all([1, 2, 3, 4].map(() => selling.newStore({})));
    const name = `Wanted ${newId()}`;
    const answers = await Promise.all(
      places.map(({ store }) => patch(pathOf(store.id), { version: 1, name })),
    );
    const codes = answers.map(({ status, body }) => (status === 200 ? 'renamed' : body.code)).sort();
    expect(codes).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS', 'ALREADY_EXISTS', 'renamed']);
  });

  test.each([
    ['name', ''],
    ['timeZone', 'Mars/Olympus'],
    ['businessDayCutoffHour', 24],
    ['cashRounding', { step: 1, mode: 'half_up' }],
    ['cashRounding', { step: 5, mode: 'half_up', more: 1 }],
    ['roundingMode', 'up'],
    ['locale', 'not a locale'],
    ['receiptHeader', 'x'.repeat(501)],
    ['receiptHeader', 'beep\u0007'],
    ['receiptFooter', null],
    ['allowOversell', 'true'],
    ['varianceTolerance', -1],
    ['varianceTolerance', 0.5],
    ['currency', 'USD'],
    ['currencyDigits', 3],
  ])('with %s = %j are refused as input', async (field, value) => {
    const answer = await patch(pathOf(shop.stores[0].id), { version: 1, [field]: value });
    refused(answer, 400, 'INVALID_INPUT');
    expect(answer.body.errors[0].path[0]).toBe(field);
  });
});

describe('what settings do', () => {
  test('header and footer are printed on receipts, as they were typed', async () => {
    const { store, register } = await selling.newStore({});
    await change(store.id, {
      receiptHeader: 'Grand opening\n\n20 years',
      receiptFooter: 'Thank you\nCome again',
    });
    const sale = await selling.sell({
      ...{ storeId: store.id, registerId: register.id },
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [cash(150)],
    });
    const receipt = await selling.get(`/sales/${sale.id}/receipt`);
    expect(receipt).toMatchObject({ header: 'Grand opening\n\n20 years', footer: 'Thank you\nCome again' });
    for (const columns of [32, 42]) {
      const text = await selling.get(`/sales/${sale.id}/receipt?format=text&columns=${columns}`);
      const lines = text.split('\n').map((line: string) => line.trim());
      expect(lines.slice(0, 4)).toEqual(['Grand opening', '', '20 years', store.name]);
      expect(lines.slice(-4)).toEqual(['', 'Thank you', 'Come again', '']);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  test('without header and footer a receipt begins with the store and ends with the sale', async () => {
    const sale = await selling.sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [cash(150)],
    });
    const text: string = await selling.get(`/sales/${sale.id}/receipt?format=text`);
    expect(text.trimStart().startsWith('High Street')).toBe(true);
    expect(text.trimEnd().endsWith(sale.id)).toBe(true);
  });

  test('a store that allows it sells every product below zero, others go on refusing', async () => {
    const productId = await selling.newProduct();
    const place = await selling.newStore({});
    const body = (at = place) => ({
      ...{ storeId: at.store.id, registerId: at.register.id },
      lines: [{ productId, quantity: 3 }],
      payments: [cash(300)],
    });
    refused(await selling.checkout(body()), 409, 'INSUFFICIENT_STOCK');
    await change(place.store.id, { allowOversell: true });
    await selling.sell(body());
    expect(await selling.stockOf(productId, place)).toEqual([-3, 0]);
    refused(await selling.checkout(body(selling.here)), 409, 'INSUFFICIENT_STOCK');
    await change(place.store.id, { allowOversell: false });
    refused(await selling.checkout(body()), 409, 'INSUFFICIENT_STOCK');
    expect(await brokenBooks(server)).toEqual([]);
  });

  test('the next sale takes the cash rounding and the tax rules; sales already made keep theirs', async () => {
    const place = await selling.newStore({});
    const productId = await selling.newProduct({ price: 103, trackStock: false });
    const body = {
      ...{ storeId: place.store.id, registerId: place.register.id },
      lines: [{ productId, quantity: 1 }],
    };
    const before = await selling.sell({ ...body, payments: [cash(200)] });
    expect(before).toMatchObject({ cashRounding: 0, payable: 103, pricesIncludeTax: true });
    await change(place.store.id, {
      ...{ cashRounding: { step: 5, mode: 'half_up' }, pricesIncludeTax: false, taxRounding: 'document' },
      roundingMode: 'half_even',
    });
    const after = await selling.sell({ ...body, payments: [cash(200)] });
    expect(after).toMatchObject({
      ...{ total: 123, cashRounding: 2, payable: 125, pricesIncludeTax: false, taxRounding: 'document' },
      roundingMode: 'half_even',
    });
    await change(place.store.id, { cashRounding: null });
    expect((await selling.sell({ ...body, payments: [card(123)] })).payable).toBe(123);
    expect(await selling.get(`/sales/${before.id}`)).toEqual(before);
    expect(await selling.get(`/sales/${after.id}`)).toEqual(after);
    expect(await brokenBooks(server)).toEqual([]);
  });

  test('the cut-off hour and the zone decide the business day of the next sale', async () => {
    const place = await selling.newStore({ timeZone: 'Pacific/Kiritimati' });
    const body = {
      ...{ storeId: place.store.id, registerId: place.register.id },
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [cash(150)],
    };
    const east = await selling.sell(body);
    await change(place.store.id, { timeZone: 'Pacific/Pago_Pago' });
    const west = await selling.sell(body);
    expect(west.businessDate < east.businessDate).toBe(true);
  });
});

describe('the history', () => {
  test('is of the business, or of the store that is named', async () => {
    const { store } = await selling.newStore({});
    for (const phone of ['1', '2', '3']) await change(store.id, { phone });
    const ofStore = await history(`&storeId=${store.id}`);
    expect(ofStore.map(({ version }) => version)).toEqual([4, 3, 2]);
    expect((await history(`&storeId=${store.id}&sort=changedAt`)).map(({ version }) => version)).toEqual([
      2, 3, 4,
    ]);
    expect((await history()).map(({ storeId }) => storeId)).not.toContain(store.id);
  });

  test('of a store is hidden from those of another, and from those without the permission', async () => {
    const [here, there] = shop.stores;
    const manager = await server.signInAs('manager', { storeId: there.id });
    refused(await get(`/settings/history?storeId=${here.id}`, manager), 404, 'NOT_FOUND');
    expect((await get(`/settings/history?storeId=${there.id}`, manager)).status).toBe(200);
    refused(await get('/settings/history', await server.signInAs('clerk')), 403, 'FORBIDDEN');
  });
});
