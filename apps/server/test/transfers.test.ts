import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, personWith, roleOf } from './people.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';
import { between, linesOf, type Transferring, transferringAt } from './transferring.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let transferring: Transferring;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  transferring = transferringAt(server, shop.owner, selling);
});
afterAll(() => endWithCleanBooks(server));

/** A product of which there are some in the first store, by measure where that is asked for. */
async function stocked(quantity: number, unitCost: number, fields: object = {}): Promise<string> {
  const productId = await selling.newProduct(fields);
  const line = { productId, quantity, unitCost };
  await selling.stockUp({}, { lines: [line] });
  return productId;
}
const read = (transfer: Json) => selling.get(`/inventory/transfers/${transfer.id}`);
const stocks = async (productId: string) => [
  await selling.stockOf(productId, selling.here),
  await selling.stockOf(productId, selling.there),
];
/** What is damaged in the second store, and its value. */
const damagedOf = async (productId: string) => {
  const [level] = await selling.rows(
    'SELECT damaged::float8, damaged_value FROM stock_levels WHERE product_id = $1 AND store_id = $2',
    [productId, selling.there.store.id],
  );
  return [level?.damaged ?? 0, level?.damaged_value ?? 0];
};
const movementsOf = async (transfer: Json) =>
  (
    await selling.rows(
      `SELECT store_id, kind, quantity::float8, value FROM stock_movements WHERE document_id = $1 ORDER BY id`,
      [transfer.id],
    )
  ).map(({ store_id, kind, quantity, value }) => [
    ...[store_id === selling.here.store.id ? 'here' : 'there', kind, quantity, value],
  ]);
const eventsOf = (transfer: Json) =>
  selling.rows(`SELECT type, store_id, payload FROM outbox WHERE payload->>'transferId' = $1 ORDER BY id`, [
    transfer.id,
  ]);
/** All that a refused call must leave as it was. */
const everything = async () =>
  (
    await selling.rows(
      `SELECT (SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM transfers t) AS transfers,
        (SELECT md5(string_agg(l::text, ',' ORDER BY transfer_id, position)) FROM transfer_lines l) AS lines,
        (SELECT count(*) FROM stock_movements) AS movements, (SELECT count(*) FROM damaged_movements) AS damaged,
        (SELECT count(*) FROM stock_levels) AS levels, (SELECT count(*) FROM outbox) AS outbox,
        (SELECT count(*) FROM audit_log) AS audit, (SELECT sum(last_number) FROM document_numbers) AS numbers`,
    )
  )[0];
async function expectRefused(code: string, call: () => Promise<Answer>): Promise<Json> {
  const before = await everything();
  const answer = await call();
  expect([answer.body.code, await everything()]).toEqual([code, before]);
  return answer.body;
}

describe('a transfer', () => {
  test('is drafted, sent and received in parts; its goods carry their cost with them to the cent', async () => {
    // 3 pieces that have cost 1.00 together.
    const productId = await stocked(1, 34);
    await selling.stockUp({}, { lines: [{ productId, quantity: 2, unitCost: 33 }] });
    const drafted = await transferring.draft({ [productId]: 3 }, { expectedOn: '2026-12-24', note: 'Van' });
    expect(drafted).toMatchObject({
      ...{ ...between(selling.here, selling.there), number: null, status: 'draft', version: 1 },
      ...{ expectedOn: '2026-12-24', note: 'Van', lineCount: 1, sentBy: null, sentAt: null },
      lines: [{ productId, quantity: 3, inTransit: 0, cost: null }],
    });
    expect(await stocks(productId)).toEqual([
      [3, 100],
      [0, 0],
    ]);

    const sent = ok(await transferring.act('send', drafted));
    expect(sent).toMatchObject({ status: 'in_transit', version: 2, sentBy: drafted.createdBy });
    expect(sent.number).toBeGreaterThan(0);
    expect(sent.lines).toMatchObject([{ quantity: 3, inTransit: 3, cost: 100 }]);
    expect(await stocks(productId)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const first = ok(await transferring.receive(sent, [{ productId, quantity: 1 }]));
    expect(first).toMatchObject({ status: 'partially_received', version: 3 });
    expect(first.lines).toMatchObject([{ received: 1, damaged: 0, inTransit: 2, cost: 100 }]);
    const second = ok(await transferring.receive(sent, [{ productId, quantity: 0, damaged: 1 }]));
    expect(second.lines).toMatchObject([{ received: 1, damaged: 1, inTransit: 1 }]);
    const last = ok(await transferring.receive(sent, [{ productId, quantity: 1 }]));
    expect(last).toMatchObject({ status: 'received', lines: [{ received: 2, damaged: 1, inTransit: 0 }] });
    expect(await read(sent)).toEqual(last);
    expect(await movementsOf(sent)).toEqual([
      ['here', 'transfer_out', -3, -100],
      ['there', 'transfer_in', 1, 33],
      ['there', 'transfer_in', 1, 33],
    ]);
    expect(await stocks(productId)).toEqual([
      [0, 0],
      [2, 66],
    ]);
    expect(await damagedOf(productId)).toEqual([1, 34]);
    const ids = { transferId: sent.id, ...between(selling.here, selling.there) };
    expect(await eventsOf(sent)).toEqual([
      { type: 'transfer.sent', store_id: selling.here.store.id, payload: ids },
      ...Array(3).fill({ type: 'transfer.received', store_id: selling.there.store.id, payload: ids }),
    ]);
  });

  test('is on its way in the level of the store that it goes to, from being sent to arriving', async () => {
    const productId = await stocked(5, 10);
    await selling.stockUp(
      {},
      { storeId: selling.there.store.id, lines: [{ productId, quantity: 1, unitCost: 20 }] },
    );
    const level = async () =>
      (await selling.get(`/inventory/stock-levels?productId=${productId}&storeId=${selling.there.store.id}`))
        .items[0];
    const sent = await transferring.sent({ [productId]: 4 });
    expect(await level()).toMatchObject({ onHand: 1, inTransit: 4 });
    ok(await transferring.receive(sent, [{ productId, quantity: 2, damaged: 1 }]));
    // 1 for 20 and 2 for 10 each.
    expect(await level()).toMatchObject({ onHand: 3, value: 40, inTransit: 1, damaged: 1, damagedValue: 10 });
  });

  test('that comes back as a whole is cancelled, and its store has all of its value again', async () => {
    const [productId, other] = [await stocked(7, 13), await stocked(2.5, 99, { soldBy: 'measure' })];
    const sent = await transferring.sent({ [productId]: 7, [other]: 1.255 });
    const closed = ok(await transferring.close(sent, 'returned'));
    expect(closed).toMatchObject({ status: 'cancelled', version: 3, number: sent.number });
    expect(closed.lines).toMatchObject([
      { productId, returned: 7, inTransit: 0 },
      { productId: other, returned: 1.255, inTransit: 0 },
    ]);
    expect(await selling.stockOf(productId)).toEqual([7, 91]);
    expect((await selling.stockOf(other))[0]).toBe(2.5);
    expect((await selling.stockOf(other))[1]).toBe(Math.round(2.5 * 99));
  });

  test.each([
    ['returned', [1, 33], { returned: 1, lost: 0, lostCost: null }],
    ['lost', [0, 0], { returned: 0, lost: 1, lostCost: 33 }],
  ] as const)('of which the rest is %s is received', async (outcome, source, counts) => {
    const productId = await stocked(1, 34);
    await selling.stockUp({}, { lines: [{ productId, quantity: 2, unitCost: 33 }] });
    const sent = await transferring.sent({ [productId]: 3 });
    const part = ok(await transferring.receive(sent, [{ productId, quantity: 2 }]));
    const closed = ok(await transferring.close(part, outcome));
    expect(closed).toMatchObject({ status: 'received', lines: [{ received: 2, inTransit: 0, ...counts }] });
    expect(await stocks(productId)).toEqual([source, [2, 67]]);
  });

  test('that is lost as a whole is ended, and nothing comes in anywhere', async () => {
    const productId = await stocked(2, 5);
    const closed = ok(await transferring.close(await transferring.sent({ [productId]: 2 }), 'lost'));
    expect(closed).toMatchObject({ status: 'received', lines: [{ lost: 2, inTransit: 0, lostCost: 10 }] });
    expect(await movementsOf(closed)).toEqual([['here', 'transfer_out', -2, -10]]);
  });

  test('that is received twice under one key is received once', async () => {
    const productId = await stocked(5, 10);
    const sent = await transferring.sent({ [productId]: 4 });
    const headers = { 'idempotency-key': newId() };
    const body = { lines: [{ productId, quantity: 2 }] };
    const receive = () =>
      server.request('POST', `/v1/inventory/transfers/${sent.id}/receive`, {
        ...{ token: shop.owner, headers, body },
      });
    const first = ok(await receive());
    expect(ok(await receive())).toEqual(first);
    expect(await read(sent)).toEqual(first);
    expect(await stocks(productId)).toEqual([
      [1, 10],
      [2, 20],
    ]);
  });

  test('is numbered as it is sent, without gaps, and one that is refused takes no number', async () => {
    const productId = await stocked(3, 1);
    const [one, two] = [
      await transferring.draft({ [productId]: 1 }),
      await transferring.draft({ [productId]: 1 }),
    ];
    const short = await transferring.draft({ [productId]: 9 });
    const second = ok(await transferring.act('send', two));
    expect((await transferring.act('send', short)).body.code).toBe('INSUFFICIENT_STOCK');
    const first = ok(await transferring.act('send', one));
    expect(first.number).toBe(second.number + 1);
  });
});

test('what arrives where the product was oversold values what was sold: the difference is a revaluation', async () => {
  await using other = await startTestServer();
  const otherShop = await other.seedShop();
  const sell = sellingAt(other, otherShop);
  const move = transferringAt(other, otherShop.owner, sell);
  const productId = await sell.newProduct({ allowOversell: true, cost: 50 });
  await sell.stockUp({}, { lines: [{ productId, quantity: 4, unitCost: 70 }] });
  const { store, register } = sell.there;
  await sell.sell({
    ...{ storeId: store.id, registerId: register.id },
    ...{ lines: [{ productId, quantity: 2 }], payments: [cash(200)] },
  });
  const sent = await move.sent({ [productId]: 3 });
  ok(await move.receive(sent, [{ productId, quantity: 3 }]));
  expect(await sell.stockOf(productId, sell.there)).toEqual([1, 70]);
  const movements = await sell.rows(
    'SELECT kind, quantity::float8, value FROM stock_movements WHERE document_id = $1 ORDER BY id',
    [sent.id],
  );
  expect(movements).toEqual([
    { kind: 'transfer_out', quantity: -3, value: -210 },
    { kind: 'transfer_in', quantity: 3, value: 210 },
    { kind: 'revaluation', quantity: 0, value: -40 },
  ]);
});

describe('a draft', () => {
  test('is changed: what is given, and all lines or none', async () => {
    const [one, two] = [await stocked(5, 1), await stocked(5, 1, { soldBy: 'measure' })];
    const drafted = await transferring.draft({ [one]: 1 });
    const change = (body: object) =>
      server.request('PATCH', `/v1/inventory/transfers/${drafted.id}`, { token: shop.owner, body });
    const lines = linesOf({ [two]: 0.125, [one]: 2 });
    const changed = ok(await change({ version: 1, lines, expectedOn: '2026-12-01' }));
    expect(changed).toMatchObject({ version: 2, note: '', expectedOn: '2026-12-01', lineCount: 2, lines });
    expect(await read(drafted)).toEqual(changed);
    // The same again changes nothing.
    expect(ok(await change({ version: 2, lines, note: '' }))).toEqual(changed);
    expect(codeOf(await change({ version: 1, note: 'Late' }))).toEqual([409, 'CONFLICT']);
    const refused = await change({ version: 2, note: 'x', lines: linesOf({ [one]: 0.5 }) });
    expect(refused.body.errors[0].path).toEqual(['lines', 0, 'quantity']);
    expect(await read(drafted)).toEqual(changed);
    const emptied = ok(await change({ version: 2, lines: [] }));
    expect(emptied.lines).toEqual([]);
    expect(codeOf(await transferring.act('send', emptied))).toEqual([409, 'NO_LINES']);
    const [last] = await selling.rows(
      `SELECT before, after FROM audit_log WHERE document_id = $1 ORDER BY id DESC LIMIT 1`,
      [drafted.id],
    );
    expect([last.before, last.after]).toEqual([changed, emptied]);
  });

  test('that was sent keeps its lines; when it should come can be changed until all has arrived', async () => {
    const productId = await stocked(5, 1);
    const sent = await transferring.sent({ [productId]: 1 });
    const change = (body: object) =>
      server.request('PATCH', `/v1/inventory/transfers/${sent.id}`, { token: shop.owner, body });
    const refused = await change({ version: 2, lines: linesOf({ [productId]: 2 }) });
    expect(refused.body).toMatchObject({
      ...{ code: 'WRONG_STATUS', details: { status: 'in_transit', allowed: ['draft'] } },
      detail: 'The transfer is in transit. Its lines are changed in a draft only.',
    });
    expect(ok(await change({ version: 2, expectedOn: '2026-12-02' })).expectedOn).toBe('2026-12-02');
    ok(await transferring.receive(sent, [{ productId, quantity: 1 }]));
    expect(codeOf(await change({ version: 4, note: 'Too late' }))).toEqual([409, 'WRONG_STATUS']);
  });

  test('is cancelled, and then stays so', async () => {
    const productId = await stocked(5, 1);
    const drafted = await transferring.draft({ [productId]: 1 });
    expect(codeOf(await transferring.act('cancel', { ...drafted, version: 9 }))).toEqual([409, 'CONFLICT']);
    const cancelled = ok(await transferring.act('cancel', drafted));
    expect(cancelled).toMatchObject({ status: 'cancelled', number: null, version: 2 });
    await expectRefused('WRONG_STATUS', () => transferring.act('send', cancelled));
    await expectRefused('WRONG_STATUS', () => transferring.act('cancel', cancelled));
  });

  test('keeps its lines in their places', async () => {
    const productIds = await Promise.all(Array.from({ length: 30 }, () => selling.newProduct()));
    productIds.reverse();
    const drafted = await transferring.draft(Object.fromEntries(productIds.map((id, i) => [id, i + 1])));
    expect(drafted.lines.map((line: Json) => line.productId)).toEqual(productIds);
  });
});

describe('bad input', () => {
  const body = (quantity: unknown, fields: object = {}) => ({
    ...between(selling.here, selling.there),
    ...{ lines: [{ productId: shop.products.coffee.id, quantity }], ...fields },
  });
  const unknown = () => body(1, { lines: [{ productId: newId(), quantity: 1 }] });
  const twice = () => body(1, { lines: Array(2).fill({ productId: shop.products.coffee.id, quantity: 1 }) });
  const itself = () => body(1, { toStoreId: selling.here.store.id });
  const nowhere = () => body(1, { toStoreId: newId() });
  test.each<[string, () => object, string, (string | number)[]]>([
    ['to the same store', itself, 'INVALID_INPUT', ['toStoreId']],
    ['to a store that does not exist', nowhere, 'INVALID_REFERENCE', ['toStoreId']],
    ['of half a unit product', () => body(0.5), 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['of a negative quantity', () => body(-1), 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['of nothing', () => body(0), 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['of four decimals', () => body(1.0001), 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['of an unknown product', unknown, 'INVALID_REFERENCE', ['lines', 0, 'productId']],
    ['of one product twice', twice, 'INVALID_INPUT', ['lines']],
  ])('a draft %s is refused, naming the field, and nothing is written', async (_, make, code, path) => {
    const refused = await expectRefused(code, () => transferring.post('/inventory/transfers', make()));
    expect(refused.errors[0].path).toEqual(path);
  });

  test('a draft of what is not tracked is refused by name', async () => {
    const lines = linesOf({ [shop.products.voucher.id]: 1 });
    const refused = await expectRefused('PRODUCT_NOT_TRACKED', () =>
      transferring.post('/inventory/transfers', body(1, { lines })),
    );
    expect(refused.detail).toContain('"Gift wrapping"');
  });

  test('a draft to a store of another currency is refused with both currencies', async () => {
    const { store } = await selling.newStore({ currency: 'CHF' });
    const refused = await expectRefused('CURRENCY_MISMATCH', () =>
      transferring.post('/inventory/transfers', body(1, { toStoreId: store.id })),
    );
    expect(refused.details).toEqual({ currencies: ['EUR', 'CHF'] });
  });

  test('sending more than is there names each such line and sends nothing, though it may be oversold', async () => {
    const [enough, short] = [await stocked(5, 10), await stocked(2, 10, { allowOversell: true })];
    const missing = await selling.newProduct();
    const drafted = await transferring.draft({ [enough]: 5, [short]: 3, [missing]: 1 });
    const refused = await expectRefused('INSUFFICIENT_STOCK', () => transferring.act('send', drafted));
    expect(refused.details.lines).toMatchObject([
      { productId: short, position: 1, requested: 3, onHand: 2 },
      { productId: missing, position: 2, requested: 1, onHand: 0 },
    ]);
    expect(await selling.stockOf(enough)).toEqual([5, 50]);
  });

  test('sending a version that is not the stored one, or twice, is refused', async () => {
    const drafted = await transferring.draft({ [await stocked(5, 10)]: 1 });
    await expectRefused('CONFLICT', () => transferring.act('send', { ...drafted, version: 2 }));
    const sent = ok(await transferring.act('send', drafted));
    await expectRefused('WRONG_STATUS', () => transferring.act('send', sent));
    const refused = await expectRefused('WRONG_STATUS', () => transferring.act('cancel', sent));
    expect(refused.detail).toBe(
      'The transfer is in transit. Only a draft is cancelled: close what was sent, as returned or lost.',
    );
  });

  test('receiving more than is in transit names each such line with what is, and receives nothing', async () => {
    const [one, two] = [await stocked(9, 10), await stocked(2, 10, { soldBy: 'measure' })];
    const three = await stocked(1, 10);
    const sent = await transferring.sent({ [one]: 3, [two]: 0.3, [three]: 1 });
    ok(await transferring.receive(sent, [{ productId: one, quantity: 2 }]));
    const refused = await expectRefused('QUANTITY_EXCEEDED', () =>
      transferring.receive(sent, [
        { productId: three, quantity: 1 },
        { productId: two, quantity: 0.2, damaged: 0.101 },
        { productId: one, quantity: 1, damaged: 1 },
      ]),
    );
    expect(refused.details.lines).toMatchObject([
      { productId: two, position: 1, requested: 0.301, available: 0.3 },
      { productId: one, position: 2, requested: 2, available: 1 },
    ]);
    expect(refused.detail).toContain('0.301 arrived, 0.3 in transit');
    // What is exactly there is received, though 0.1 + 0.2 is more than 0.3 in binary.
    const all = [
      { productId: one, quantity: 1 },
      { productId: two, quantity: 0.1, damaged: 0.2 },
      { productId: three, quantity: 1 },
    ];
    expect(ok(await transferring.receive(sent, all)).status).toBe('received');
    await expectRefused('WRONG_STATUS', () => transferring.receive(sent, all));
  });

  const other = () => ({ productId: shop.products.coffee.id, quantity: 1 });
  test.each<[string, () => object[], string, (string | number)[]]>([
    ['half a unit product', () => [{ quantity: 0.5 }], 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['half of one damaged', () => [{ quantity: 1, damaged: 0.5 }], 'INVALID_INPUT', ['lines', 0, 'damaged']],
    ['nothing of a product', () => [{ quantity: 0 }], 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['less than nothing', () => [{ quantity: -1 }], 'INVALID_INPUT', ['lines', 0, 'quantity']],
    ['no lines', () => [], 'INVALID_INPUT', ['lines']],
    ['what was not sent', () => [{ quantity: 1 }, other()], 'INVALID_REFERENCE', ['lines', 1, 'productId']],
  ])('receiving %s is refused, naming the field, and nothing is written', async (_, lines, code, path) => {
    const productId = await stocked(2, 10);
    const sent = await transferring.sent({ [productId]: 2 });
    const of = lines().map((line) => ({ productId, ...line }));
    const refused = await expectRefused(code, () => transferring.receive(sent, of));
    expect(refused.errors[0].path).toEqual(path);
  });

  test('a draft can be neither received nor closed', async () => {
    const productId = await stocked(2, 10);
    const drafted = await transferring.draft({ [productId]: 2 });
    const refused = await expectRefused('WRONG_STATUS', () =>
      transferring.receive(drafted, [{ productId, quantity: 1 }]),
    );
    expect(refused.details).toEqual({ status: 'draft', allowed: ['in_transit', 'partially_received'] });
    await expectRefused('WRONG_STATUS', () => transferring.close(drafted, 'returned'));
    const sent = ok(await transferring.act('send', drafted));
    await expectRefused('CONFLICT', () => transferring.close({ ...sent, version: 1 }, 'lost'));
    const closed = ok(await transferring.close(sent, 'lost'));
    await expectRefused('WRONG_STATUS', () => transferring.close(closed, 'lost'));
  });

  test('damaged goods beyond 10^12 are refused with AMOUNT_OUT_OF_RANGE, and nothing moves', async () => {
    const productId = await stocked(1, 10 ** 12);
    const all = [{ productId, quantity: 0, damaged: 1 }];
    ok(await transferring.receive(await transferring.sent({ [productId]: 1 }), all));
    await selling.stockUp({ [productId]: 1 });
    const sent = await transferring.sent({ [productId]: 1 });
    await expectRefused('AMOUNT_OUT_OF_RANGE', () => transferring.receive(sent, all));
  });
});

describe('who may do it', () => {
  const withRoles = async (
    ...held: [place: 'here' | 'there', ...permissions: string[]][]
  ): Promise<string> => {
    const roles = await Promise.all(
      held.map(async ([place, ...permissions]) => ({
        role: (await roleOf(server, 'stores.read', ...permissions)) as 'clerk',
        storeId: selling[place].store.id,
      })),
    );
    return (await personWith(server, roles)).token;
  };

  test('sends and ends where the goods come from, and receives where they go to', async () => {
    const productId = await stocked(9, 10);
    const sender = await withRoles(['here', 'transfers.read', 'transfers.manage', 'transfers.receive']);
    const receiver = await withRoles(['there', 'transfers.read', 'transfers.manage', 'transfers.receive']);
    const create = (token: string) =>
      transferring.post(
        '/inventory/transfers',
        { ...between(selling.here, selling.there), lines: linesOf({ [productId]: 3 }) },
        token,
      );
    const patch = (transfer: Json, token: string) =>
      server.request('PATCH', `/v1/inventory/transfers/${transfer.id}`, {
        ...{ token, body: { version: transfer.version, note: newId() } },
      });
    expect(codeOf(await create(receiver))).toEqual([404, 'NOT_FOUND']);
    const drafted = ok(await create(sender));
    for (const call of [
      () => transferring.act('send', drafted, receiver),
      () => transferring.act('cancel', drafted, receiver),
      () => patch(drafted, receiver),
    ]) {
      expect((await expectRefused('FORBIDDEN', call)).detail).toContain(
        '"transfers.manage" in the store that the goods come from',
      );
    }
    const changed = ok(await patch(drafted, sender));
    const sent = ok(await transferring.act('send', changed, sender));
    const line = { productId, quantity: 1 };
    expect(
      (await expectRefused('FORBIDDEN', () => transferring.receive(sent, [line], sender))).detail,
    ).toContain('"transfers.receive" in the store that the goods are sent to');
    await expectRefused('FORBIDDEN', () => transferring.close(sent, 'lost', receiver));
    const part = ok(await transferring.receive(sent, [line], receiver));
    ok(await transferring.close(part, 'returned', sender));
  });

  test('reads it from either of its stores, and from no other', async () => {
    const drafted = await transferring.draft({ [await stocked(1, 1)]: 1 });
    const { store } = await selling.newStore({});
    const answers = async (token: string) => {
      const get = await server.request('GET', `/v1/inventory/transfers/${drafted.id}`, { token });
      const list = await server.request('GET', '/v1/inventory/transfers?limit=200', { token });
      return [get.status, list.body.items?.some((item: Json) => item.id === drafted.id)];
    };
    for (const storeId of [selling.here.store.id, selling.there.store.id]) {
      expect(await answers(await server.signInAs('accountant', { storeId }))).toEqual([200, true]);
    }
    expect(await answers(await server.signInAs('manager', { storeId: store.id }))).toEqual([404, false]);
    expect(await answers(await server.signInAs('cashier'))).toEqual([403, undefined]);
  });

  test('sends to a store that it cannot see, and finds it by name among those of the same currency', async () => {
    const foreign = (await selling.newStore({ currency: 'CHF' })).store;
    const fromStoreId = selling.here.store.id;
    const clerk = await server.signInAs('clerk', { storeId: fromStoreId });
    const listed = async (query: string) =>
      ok(
        await server.request('GET', `/v1/inventory/transfers/destinations?storeId=${fromStoreId}${query}`, {
          token: clerk,
        }),
      ).items;
    const items: Json[] = await listed('&limit=200');
    const { id, name } = selling.there.store;
    expect(items).toContainEqual({ id, name });
    const ids = items.map((item) => item.id);
    expect(ids).not.toContain(fromStoreId);
    expect(ids).not.toContain(foreign.id);
    expect(await listed('&limit=200&sort=-name')).toEqual(items.toReversed());
    const to = (toStoreId: string) =>
      transferring.post('/inventory/transfers', { fromStoreId, toStoreId }, clerk);
    expect(ok(await to(id))).toMatchObject({ fromStoreId, toStoreId: id, status: 'draft' });
    const unknown = await expectRefused('INVALID_REFERENCE', () => to(newId()));
    expect(unknown.errors[0].path).toEqual(['toStoreId']);
    await expectRefused('CURRENCY_MISMATCH', () => to(foreign.id));
  });

  test('lists where goods can be sent for whoever sends them, from that store alone', async () => {
    const ask = async (token: string, storeId = selling.here.store.id) =>
      codeOf(
        await server.request('GET', `/v1/inventory/transfers/destinations?storeId=${storeId}`, { token }),
      );
    expect(await ask(await withRoles(['here', 'transfers.read']))).toEqual([403, 'FORBIDDEN']);
    const sender = await withRoles(['here', 'transfers.manage']);
    expect(await ask(sender, selling.there.store.id)).toEqual([404, 'NOT_FOUND']);
    const all = await server.request('GET', '/v1/inventory/transfers/destinations', { token: sender });
    expect(codeOf(all)).toEqual([400, 'INVALID_INPUT']);
  });

  test('sees the cost of what was lost with products.read_cost alone', async () => {
    const productId = await stocked(2, 10);
    const { id } = ok(await transferring.close(await transferring.sent({ [productId]: 2 }), 'lost'));
    const lineFor = async (...permissions: string[]) => {
      const token = await withRoles(['here', 'transfers.read', ...permissions]);
      return ok(await server.request('GET', `/v1/inventory/transfers/${id}`, { token })).lines[0];
    };
    expect(await lineFor()).toMatchObject({ lost: 2, cost: null, lostCost: null });
    expect(await lineFor('products.read_cost')).toMatchObject({ lost: 2, cost: 20, lostCost: 20 });
  });
});

test('the list is filtered by store, direction, product, number and status', async () => {
  const { here, there } = selling;
  const third = await selling.newStore({});
  const [one, two] = [await stocked(5, 1), await stocked(5, 1)];
  const out = await transferring.sent({ [one]: 1 }, between(here, third));
  await selling.stockUp({ [one]: 5 }, { storeId: third.store.id });
  const back = await transferring.draft({ [one]: 1, [two]: 1 }, between(third, there));
  const list = async (query: string) =>
    (await selling.get(`/inventory/transfers?limit=200&${query}`)).items.map((item: Json) => item.id);
  const at = `storeId=${third.store.id}`;
  expect(await list(at)).toEqual([back.id, out.id]);
  expect(await list(`${at}&sort=createdAt`)).toEqual([out.id, back.id]);
  expect(await list(`${at}&direction=in`)).toEqual([out.id]);
  expect(await list(`${at}&direction=out`)).toEqual([back.id]);
  expect(await list(`productId=${two}`)).toEqual([back.id]);
  expect(await list(`productId=${one}&status=draft`)).toEqual([back.id]);
  expect(await list(`number=${out.number}`)).toEqual([out.id]);
  const { items } = await selling.get(`/inventory/transfers?${at}`);
  const { lines, ...summary } = back;
  expect(items[0]).toEqual(summary);
});

/** What somebody does next with one of the products. */
interface Step {
  readonly kind: 'send' | 'receive' | 'returned' | 'lost' | 'sell' | 'buy';
  readonly at: number;
  readonly from: 'here' | 'there';
  readonly good: number;
  readonly damaged: number;
}

test('whatever is sent, received, ended and sold: goods and their value are somewhere, exactly', async () => {
  const { here, there } = selling;
  const total = async (productId: string) => {
    const [row] = await selling.rows(
      `SELECT
        (SELECT sum(on_hand + damaged) FROM stock_levels WHERE product_id = $1)::float8 AS at_stores,
        (SELECT sum(value + damaged_value) FROM stock_levels WHERE product_id = $1)::float8 AS value_at_stores,
        (SELECT coalesce(sum(in_transit + lost), 0) FROM transfer_lines WHERE product_id = $1)::float8 AS away,
        (SELECT coalesce(sum(l.cost - coalesce(came.value, 0)), 0) FROM transfer_lines l LEFT JOIN (
          SELECT document_id, sum(value) AS value FROM (
            SELECT document_id, value FROM stock_movements WHERE product_id = $1 AND kind = 'transfer_in'
            UNION ALL SELECT document_id, value FROM damaged_movements WHERE product_id = $1
          ) m GROUP BY 1) came ON came.document_id = l.transfer_id
         WHERE l.product_id = $1)::float8 AS value_away,
        (SELECT coalesce(sum(quantity), 0) FROM sale_lines WHERE product_id = $1)::float8 AS sold,
        (SELECT coalesce(sum(cost), 0) FROM sale_lines WHERE product_id = $1)::float8 AS cost_of_sales`,
      [productId],
    );
    const { at_stores, away, sold, value_at_stores, value_away, cost_of_sales } = row;
    expect(Math.min(value_at_stores, value_away)).toBeGreaterThanOrEqual(0);
    // Thousandths, so that a sum of binary fractions does not decide.
    return [Math.round(1000 * (at_stores + away + sold)), value_at_stores + value_away + cost_of_sales];
  };
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('send', 'send', 'receive', 'receive', 'receive', 'returned', 'lost', 'sell', 'buy'),
    at: fc.nat(9),
    from: fc.constantFrom('here', 'there'),
    good: fc.integer({ min: 0, max: 2000 }).map((thousandths) => thousandths / 1000),
    damaged: fc.constantFrom(0, 0, 0.001, 0.4),
  });
  const done = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 14 }), async (steps) => {
      const productId = await stocked(7.7, 333, { soldBy: 'measure' });
      await selling.stockUp(
        {},
        { storeId: there.store.id, lines: [{ productId, quantity: 2, unitCost: 71 }] },
      );
      let [quantity, value] = [9700, Math.round(7.7 * 333) + 142];
      const open: Json[] = [];
      for (const { kind, at, from, good, damaged } of steps) {
        const place = selling[from];
        const transfer = open[at % Math.max(1, open.length)];
        let answer: Answer | undefined;
        if (kind === 'send' && good > 0) {
          const ends = from === 'here' ? between(here, there) : between(there, here);
          const drafted = await transferring.draft({ [productId]: good }, ends);
          answer = await transferring.act('send', drafted);
          if (answer.status === 200) open.push(answer.body);
        } else if (kind === 'sell' && good > 0) {
          const { store, register } = place;
          answer = await selling.checkout({
            ...{ storeId: store.id, registerId: register.id, lines: [{ productId, quantity: good }] },
            payments: [cash(100_000)],
          });
        } else if (kind === 'buy' && good > 0) {
          const line = { productId, quantity: good, unitCost: 100 + at };
          await selling.stockUp({}, { storeId: place.store.id, lines: [line] });
          quantity += Math.round(good * 1000);
          value += Math.round(good * (100 + at));
        } else if (transfer && kind === 'receive' && good + damaged > 0) {
          answer = await transferring.receive(transfer, [{ productId, quantity: good, damaged }]);
        } else if (transfer && (kind === 'returned' || kind === 'lost')) {
          answer = await transferring.close(await read(transfer), kind);
        }
        if (answer) {
          expect([200, 201, 409]).toContain(answer.status);
          const outcome = `${kind} ${answer.body.code ?? 'done'}`;
          done.set(outcome, (done.get(outcome) ?? 0) + 1);
        }
        expect(await total(productId)).toEqual([quantity, value]);
      }
    }),
    { numRuns: 5, seed: 6 },
  );
  // It has been everywhere.
  expect([...done.keys()].sort()).toEqual(
    expect.arrayContaining([
      ...['send done', 'send INSUFFICIENT_STOCK', 'receive done', 'receive QUANTITY_EXCEEDED'],
      ...['returned done', 'lost done', 'sell done'],
    ]),
  );
});
