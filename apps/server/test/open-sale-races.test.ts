import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opening, openingAt } from './opening.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let opening: Opening;
let productId: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  opening = openingAt(server, shop, selling);
  productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 1000 });
});
afterAll(() => endWithCleanBooks(server));

const all = (count: number, make: (i: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const won = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300);
const codes = (answers: readonly Answer[]) => [...new Set(answers.map(({ body }) => body.code))].sort();
const line = (quantity = 1) => ({ productId, quantity });
const paid = async (...products: readonly string[]) =>
  opening.pay(await opening.openWith(...products), card(100 * products.length));

test('of 30 lines from the same version one is added', async () => {
  const sale = await opening.open();
  const answers = await all(30, (i) => opening.act(sale, 'lines', line(i + 1)));
  expect(won(answers)).toHaveLength(1);
  expect(codes(answers)).toEqual(['CONFLICT', undefined]);
  const now = await opening.read(sale);
  expect(now).toEqual(won(answers)[0]?.body);
  expect([now.version, now.lines.length]).toEqual([2, 1]);
});

test('two tills that go on with what they are told lose no line', async () => {
  const sale = await opening.open();
  const ring = async (count: number): Promise<void> => {
    let current = sale;
    for (let rung = 0; rung < count; ) {
      const answer = await opening.act(current, 'lines', line());
      if (answer.status < 300) rung += 1;
      else expect(answer.body.code).toBe('CONFLICT');
      current = answer.status < 300 ? answer.body : await opening.read(sale);
    }
  };
  await Promise.all([ring(6), ring(6)]);
  const now = await opening.read(sale);
  expect([now.version, now.lines.length, now.total]).toEqual([13, 12, 1200]);
});

test('whoever reads a sale while it is paid sees the payments of its version', async () => {
  const sale = await opening.openWith(productId);
  let isPaid = false;
  const reading = async (): Promise<void> => {
    while (!isPaid) {
      const { version, payments } = await opening.read(sale);
      expect(payments).toHaveLength(version - 1);
    }
  };
  const paying = opening.pay(sale, ...Array.from({ length: 25 }, () => cash(1))).finally(() => {
    isPaid = true;
  });
  await Promise.all([paying, reading(), reading(), reading(), reading()]);
});

test('of many that complete a sale one does, and it is one sale', async () => {
  const sale = await paid(productId);
  const before = await selling.counts();
  const answers = await all(12, () => opening.complete(sale));
  expect(won(answers)).toHaveLength(1);
  expect(codes(answers)).toEqual(['WRONG_STATUS', undefined]);
  const after = await selling.counts();
  expect(Number(after.sales) - Number(before.sales)).toBe(1);
  expect(Number(after.transactions) - Number(before.transactions)).toBe(1);
  expect(Number(after.stock_movements) - Number(before.stock_movements)).toBe(1);
});

test('a sale that is opened and checked out at once under one id is one of the two', async () => {
  for (let round = 0; round < 10; round++) {
    const id = newId();
    const answers = await Promise.all([
      opening.tryOpen({ id, lines: [line()] }),
      selling.checkout({ id, lines: [line()], payments: [cash(100)] }),
    ]);
    expect(won(answers)).toHaveLength(1);
    expect(codes(answers)).toEqual(['ALREADY_EXISTS', undefined]);
    expect((await opening.read({ id })).status).toBe(won(answers)[0]?.body.status);
  }
});

test('twins that complete it under one key all get the one sale', async () => {
  const sale = await paid(productId);
  const key = newId();
  const answers = await all(30, () => opening.complete(sale, {}, { key }));
  expect(won(answers)).toHaveLength(30);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test('a line that comes while it is completed is in it or refused, and what is paid is what is sold', async () => {
  for (let round = 0; round < 8; round++) {
    const sale = await paid(productId);
    const [added, completed] = await Promise.all([
      opening.act(sale, 'lines', line()),
      opening.complete(sale),
    ]);
    expect(won([added, completed])).toHaveLength(1);
    const now = await opening.read(sale);
    if (completed.status === 200) {
      expect(added.body.code).toBe('WRONG_STATUS');
      expect(now).toEqual(completed.body);
    } else {
      expect(completed.body.code).toBe('CONFLICT');
      expect(now).toEqual(added.body);
      expect((await selling.rows('SELECT FROM sales WHERE id = $1', [sale.id])).length).toBe(0);
    }
  }
});

test('a sale that is completed and cancelled at once is one of them, and its money is where it says', async () => {
  for (let round = 0; round < 10; round++) {
    const sale = await paid(productId);
    const cancel = () => opening.act(sale, 'cancel', { reason: 'The customer has left' });
    const complete = () => opening.complete(sale);
    const answers = await all(4, (i) => ((i + round) % 2 ? cancel() : complete()));
    const now = await opening.read(sale);
    const [{ status }] = now.payments;
    const [{ entries }] = await selling.rows(
      'SELECT count(*)::int AS entries FROM transactions WHERE document_id = $1',
      [sale.id],
    );
    expect([
      ['completed', 'captured', 1],
      ['cancelled', 'voided', 0],
    ]).toContainEqual([now.status, status, entries]);
    for (const { body } of won(answers)) expect(body).toEqual(now);
    expect(won(answers).length).toBeGreaterThan(0);
  }
});

test('of the sales that want the last pieces as many are completed as there are', async () => {
  const rare = await selling.newProduct();
  await selling.stockUp({ [rare]: 3 });
  const till = await selling.newTill();
  const open = await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const registerId = i % 2 ? till.id : selling.here.register.id;
      const sale = await opening.open({ registerId, lines: [{ productId: rare, quantity: 1 }, line()] });
      return opening.pay(sale, cash(200));
    }),
  );
  const answers = await all(10, (i) => opening.complete(open[i]));
  expect(won(answers)).toHaveLength(3);
  expect(codes(answers)).toEqual(['INSUFFICIENT_STOCK', undefined]);
  expect(await selling.stockOf(rare)).toEqual([0, 0]);
  for (const sale of open.filter((_, i) => answers[i]?.status !== 200)) {
    expect(await opening.read(sale)).toEqual(sale);
  }
});

test('of many that resume a parked sale one has it', async () => {
  const parked = ok(await opening.act(await opening.openWith(productId), 'park'));
  const tills = [await selling.newTill(), await selling.newTill(), await selling.newTill()];
  const answers = await all(9, (i) => opening.act(parked, 'resume', { registerId: tills[i % 3]?.id }));
  expect(won(answers)).toHaveLength(1);
  expect((await opening.read(parked)).registerId).toBe(won(answers)[0]?.body.registerId);
});

test('of twins that open a sale under one id there is one', async () => {
  const body = { id: newId(), lines: [line()] };
  const answers = await all(10, () => opening.tryOpen(body));
  expect(new Set(answers.map(({ status, body: { id } }) => `${status} ${id}`))).toEqual(
    new Set([`201 ${body.id}`]),
  );
  const [events] = await selling.rows(
    `SELECT count(*)::int AS n FROM outbox WHERE payload ->> 'saleId' = $1`,
    [body.id],
  );
  expect(events.n).toBe(1);
});

test('nobody is erased whose sale is opened meanwhile, and no sale is lost to a merge', async () => {
  for (let round = 0; round < 6; round++) {
    const [one, other] = [await newCustomer(), await newCustomer()];
    const mine = await opening.open({ customerId: one.id, lines: [line()] });
    const [opened, merged, completed] = await Promise.all([
      opening.tryOpen({ customerId: one.id, lines: [line()] }),
      post(`/customers/${other.id}/merge`, { version: 1, mergedId: one.id, mergedVersion: 1 }),
      opening.pay(mine, card(100)).then((sale) => opening.complete(sale)),
    ]);
    // A sale counts for its customer, which is a change of them too.
    expect([undefined, 'CONFLICT', 'CUSTOMER_CHANGED']).toContain(merged.body.code);
    expect([undefined, 'CUSTOMER_CHANGED']).toContain(opened.body.code);
    expect([undefined, 'CUSTOMER_CHANGED', 'CONFLICT']).toContain(completed.body.code);
    const stands = await selling.get(`/customers/${one.id}`);
    if (opened.status === 201) expect((await opening.read(opened.body)).customerId).toBe(stands.id);

    const [late, erased] = await Promise.all([
      opening.tryOpen({ customerId: other.id }),
      post(`/customers/${other.id}/erase`, {
        version: (await selling.get(`/customers/${other.id}`)).version,
      }),
    ]);
    expect([undefined, 'CUSTOMER_CHANGED', 'INVALID_REFERENCE']).toContain(late.body.code);
    if (late.status === 201) expect(erased.body.code).toBe('CUSTOMER_HAS_OPEN_SALES');
  }
  const orphans = await selling.rows(
    `SELECT s.id FROM open_sales s JOIN customers c ON c.id = s.customer_id
     WHERE s.status IN ('open', 'parked') AND c.status <> 'active'`,
  );
  expect(orphans).toEqual([]);
});

const newCustomer = (): Promise<Json> => selling.create('/customers', { name: 'Ada' });
const post = (path: string, body: object): Promise<Answer> =>
  server.request('POST', `/v1${path}`, {
    ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
  });
