import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { callAs } from './people.ts';
import { card, cash, endWithCleanBooks } from './selling.ts';
import { type Json, ok, openShift, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let till: Ingesting;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  till = ingestingAt(server, shop);
  const owner = callAs(server, shop.owner);
  const club = { name: 'Club', earning: { points: 1, perAmount: 10 }, enrolsAutomatically: true };
  const { id } = ok(await owner.post('/loyalty-programs', club));
  ok(await owner.post(`/loyalty-programs/${id}/activate`, { version: 1 }));
});
afterAll(() => endWithCleanBooks(server));

/** A sale, whatever the products, the register and the customer are. */
interface Sketch {
  readonly quantities: readonly [number, number];
  readonly byMember: boolean;
  readonly paid: 'cash' | 'card' | 'short' | 'lost' | 'nothing';
  /** What the till has asked for beyond what the sale comes to. */
  readonly more: number;
  /** When, in seconds since the shift was opened; before it there was none. */
  readonly second: number;
}

/** In what parts the sales are sent, each sale by its position, and how many parts at a time. */
interface Sending {
  readonly parts: readonly (readonly number[])[];
  readonly atOnce: boolean;
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  quantities: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  byMember: fc.boolean(),
  paid: fc.constantFrom('cash', 'card', 'short', 'lost', 'nothing'),
  more: fc.constantFrom(0, 0, 0, -10, 10),
  second: fc.integer({ min: -3, max: 9 }),
});

/** Every sale at least once, in any order, some twice, in any parts. */
const sendingOf = (count: number): fc.Arbitrary<Sending> => {
  const all = Array.from({ length: count }, (_, i) => i);
  return fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: count }),
      fc.subarray(all),
      fc.array(fc.integer({ min: 1, max: count }), { minLength: 2 * count, maxLength: 2 * count }),
      fc.boolean(),
    )
    .map(([order, again, sizes, atOnce]) => {
      const sent = [...order, ...again];
      const parts: number[][] = [];
      // A part that holds a sale twice is refused as a whole.
      for (const position of sent) {
        const part = parts.at(-1);
        const isFull = part === undefined || part.length >= (sizes[parts.length - 1] ?? 1);
        if (isFull || part.includes(position)) parts.push([position]);
        else part.push(position);
      }
      return { parts, atOnce };
    });
};

/** Sends sales of products, a register and a member of its own; answers what the books say of them then. */
async function booksAfter(sketches: readonly Sketch[], { parts, atOnce }: Sending): Promise<Json> {
  const { id: customerId } = await till.create('/customers', { name: 'Member' });
  const productIds = [await till.newProduct(), await till.newProduct()] as const;
  await till.stockUp(Object.fromEntries(productIds.map((id) => [id, 1000])));
  const store = till.here.store;
  const register = await till.create('/registers', { storeId: store.id, name: `Till ${newId()}` });
  const { openedAt } = await openShift(server, shop.owner, register);
  server.clock.advance(10_000);
  const sales = sketches.map((each) => saleOf(each, { productIds, register, customerId, openedAt }));

  const send = async (part: readonly number[]) => {
    const { items } = ok(await till.ingest(part.map((position) => sales[position])));
    expect(items.map(({ error }: Json) => error)).toEqual(items.map(() => null));
  };
  if (atOnce) await Promise.all(parts.map(send));
  else for (const part of parts) await send(part);

  const params = [register.id];
  const [stock] = await till.rows(
    `SELECT json_agg(json_build_array(on_hand, value) ORDER BY product_id = $1) AS levels FROM stock_levels
     WHERE product_id = ANY($2)`,
    [productIds[0], productIds],
  );
  return {
    stock,
    ledger: await till.rows(
      `SELECT method, shift_id IS NULL AS late, count(*), sum(amount)::int AS amount
       FROM transactions WHERE register_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      params,
    ),
    sales: await till.rows(
      `SELECT count(*), max(number) AS last, sum(total)::int AS total, sum(tax_total)::int AS tax,
         count(*) FILTER (WHERE late) AS late FROM sales WHERE register_id = $1`,
      params,
    ),
    flags: await till.rows(
      `SELECT kind, count(*) FROM sale_flags WHERE sale_id IN (SELECT id FROM sales WHERE register_id = $1)
       GROUP BY 1 ORDER BY 1`,
      params,
    ),
    customer: await till.rows(
      'SELECT sale_count, total::int, first_sale_at - $2 AS first, last_sale_at - $2 AS last FROM customer_totals WHERE customer_id = $1',
      [customerId, openedAt],
    ),
    points: await till.rows(`SELECT balance::int FROM accounts WHERE customer_id = $1 AND kind = 'loyalty'`, [
      customerId,
    ]),
  };
}

interface World {
  readonly productIds: readonly [string, string];
  readonly register: Json;
  readonly customerId: string;
  readonly openedAt: string;
}

function saleOf({ quantities, byMember, paid, more, second }: Sketch, world: World): Json {
  const [first, other] = quantities;
  const lineTotals = [100 * first + more, 100 * other];
  const total = 100 * (first + other) + more;
  const payments = {
    cash: [cash(1000)],
    card: [card(total)],
    short: [cash(total - 50)],
    lost: [card(total, { collected: false })],
    nothing: [],
  };
  return till.offline('', {
    registerId: world.register.id,
    occurredAt: new Date(Date.parse(world.openedAt) + 1000 * second).toISOString(),
    lines: quantities.map((quantity, i) => ({ productId: world.productIds[i], quantity })),
    shown: { total, lineTotals },
    payments: payments[paid],
    ...(byMember && { customerId: world.customerId }),
  });
}

test('twice, shuffled, split and at once: a batch is the same in the books', async () => {
  const run = fc
    .array(sketch, { minLength: 1, maxLength: 8 })
    .chain((sketches) => fc.tuple(fc.constant(sketches), sendingOf(sketches.length)));
  await fc.assert(
    fc.asyncProperty(run, async ([sketches, sending]) => {
      const whole = { parts: [sketches.map((_, i) => i)], atOnce: false };
      expect(await booksAfter(sketches, sending)).toEqual(await booksAfter(sketches, whole));
    }),
    { numRuns: 6 },
  );
});

test('a hundred sales of twenty lines are taken at once', async () => {
  const productIds = await Promise.all(Array.from({ length: 20 }, () => till.newProduct()));
  await till.stockUp(Object.fromEntries(productIds.map((id) => [id, 1000])));
  const sales = Array.from({ length: 100 }, () =>
    till.offline('', {
      lines: productIds.map((productId) => ({ productId, quantity: 1 })),
      shown: { total: 2000, lineTotals: productIds.map(() => 100) },
      payments: [cash(2000)],
    }),
  );
  const { items } = ok(await till.ingest(sales));
  expect(items.filter(({ status }: Json) => status === 'recorded')).toHaveLength(100);
  expect(await till.stockOf(productIds[0] ?? '')).toEqual([900, 36_000]);
  expect((await till.ingest([...sales, till.offline(productIds[0] ?? '')])).status).toBe(400);
});
