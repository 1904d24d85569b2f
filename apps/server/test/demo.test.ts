import { randomBytes } from 'node:crypto';
import { type Database, newId } from '@cashwrap/database';
import { createTestDatabase } from '@cashwrap/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announcement } from '../src/announcement.ts';
import { type AppDeps, createApp } from '../src/app.ts';
import { verifyBooks } from '../src/books/verify-books.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { assortment } from '../src/demo/assortment.ts';
import { planTrading } from '../src/demo/plan-trading.ts';
import { DemoSeedError, type DemoSummary, seedDemo } from '../src/demo/seed.ts';
import { Shelf } from '../src/demo/shelf.ts';
import { findAccess } from '../src/demo/sign-in.ts';
import { generateSigningKey, importSigningKeys } from '../src/modules/identity/index.ts';
import { pinMatches } from '../src/modules/identity/pins.ts';
import { callerOf, listen, silent } from './support.ts';

/** A Sunday evening: Berlin is closed, Dublin has just closed. */
const NOW = new Date('2026-11-22T18:30:00Z');
const SETUP_TOKEN = 'the-setup-token-of-the-tests';

const resources = new AsyncDisposableStack();
let whole: AppDeps;
let interrupted: AppDeps;
let summary: DemoSummary | undefined;
let failure: unknown;

beforeAll(async () => {
  [whole, interrupted] = await Promise.all([emptySystem(), emptySystem()]);
  [summary, failure] = await Promise.all([
    seedDemo(whole),
    seedDemo({ ...interrupted, newId: failingAfter(4000) }).catch((error: unknown) => error),
  ]);
}, 180_000);

afterAll(() => resources.disposeAsync());

async function emptySystem(): Promise<AppDeps> {
  const { database } = resources.use(await createTestDatabase());
  const signingKeys = await importSigningKeys([await generateSigningKey()]);
  const pepper = randomBytes(32);
  return { database, signingKeys, pepper, setupToken: SETUP_TOKEN, clock: () => NOW, newId, log: silent };
}

/** Stands for a crash at any point. */
function failingAfter(calls: number): () => string {
  let left = calls;
  return () => {
    if (left-- <= 0) throw new Error('The power went out.');
    return newId();
  };
}

async function rows(database: Database, sql: string): Promise<Record<string, unknown>[]> {
  return (await database.pool.query(sql)).rows;
}

async function row(database: Database, sql: string): Promise<Record<string, unknown>> {
  return (await rows(database, sql))[0] ?? {};
}

/** GS1 General Specifications 7.9: weights 3 and 1 from the right, up to the next ten. */
function isEan13(code: string): boolean {
  if (!/^\d{13}$/.test(code)) return false;
  let sum = 0;
  for (let index = 0; index < 13; index++) sum += Number(code[12 - index]) * (index % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

describe('the demo shop', () => {
  it('has two stores with two tills each, taxes, and about 200 products with stock', async () => {
    expect(
      await row(
        whole.database,
        `SELECT (SELECT count(*)::int FROM stores) AS stores,
           (SELECT count(*)::int FROM registers WHERE kind = 'till') AS tills,
           (SELECT count(*)::int FROM registers WHERE kind = 'virtual') AS virtual,
           (SELECT count(*)::int FROM tax_categories) AS categories,
           (SELECT count(*)::int FROM tax_rates) AS rates,
           (SELECT count(*)::int FROM products) AS products,
           (SELECT count(*)::int FROM products WHERE sold_by = 'measure') AS measured,
           (SELECT count(*)::int FROM stock_levels) AS levels,
           2 * (SELECT count(*)::int FROM products WHERE track_stock) AS tracked`,
      ),
    ).toEqual({
      ...{ stores: 2, tills: 4, virtual: 2, categories: 4, rates: 8, products: 212, measured: 46 },
      ...{ levels: 394, tracked: 394 },
    });
  });

  it('has customers, trade prices for some of them, and discounts', async () => {
    expect(
      await row(
        whole.database,
        `SELECT (SELECT count(*)::int FROM customers WHERE created_at = (SELECT created_at FROM merchants)) AS known,
           (SELECT count(*) FROM customers) > 50 AS met,
           (SELECT count(*)::int FROM customer_group_members) AS members,
           (SELECT count(*)::int FROM customers WHERE tax_exempt) AS exempt,
           (SELECT count(*)::int FROM price_list_entries) AS prices,
           (SELECT count(*)::int FROM price_list_entries e JOIN products p ON p.id = e.product_id
            WHERE e.unit_price >= p.price) AS dearer,
           (SELECT array_agg(name ORDER BY id) FROM discounts WHERE status = 'active') AS discounts`,
      ),
    ).toEqual({
      ...{ known: 11, met: true, members: 2, exempt: 1, prices: 24, dearer: 0 },
      discounts: ['Three teas for two', 'Welcome', 'Happy hour'],
    });
  });

  it('has a club whose members earn and spend points, store credit, and gift cards', async () => {
    expect(
      await row(
        whole.database,
        `SELECT (SELECT count(*)::int FROM loyalty_programs WHERE status = 'active') AS programs,
           (SELECT count(*)::int FROM loyalty_members) AS members,
           (SELECT count(*)::int FROM loyalty_members WHERE tier_id IS NOT NULL) > 0 AS tiers,
           (SELECT count(*)::int FROM sales WHERE (loyalty->>'earned')::int > 0) > 30 AS earned,
           (SELECT sum(balance)::int FROM accounts WHERE kind = 'store_credit') AS credit,
           (SELECT array_agg(status ORDER BY status) FROM gift_cards) AS cards`,
      ),
    ).toEqual({
      ...{ programs: 1, members: 8, tiers: true, earned: true, credit: 1500 },
      cards: ['active', 'inactive'],
    });
  });

  it('gives every product a valid EAN-13 that belongs to nobody', async () => {
    const codes = await rows(whole.database, 'SELECT code FROM product_barcodes');
    expect(new Set(codes.map(({ code }) => code)).size).toBe(210);
    for (const { code } of codes) {
      expect(isEan13(String(code)), String(code)).toBe(true);
      expect(String(code)).toMatch(/^20/);
    }
  });

  it('shows what a catalogue can hold: a tree, variants, a bundle, an open price, and labels of scales', async () => {
    expect(
      await row(
        whole.database,
        `SELECT (SELECT count(*)::int FROM categories WHERE parent_id IS NULL) AS aisles,
           (SELECT count(*)::int FROM categories WHERE parent_id IS NOT NULL) AS departments,
           (SELECT count(*)::int FROM products WHERE category_id IS NULL) AS uncategorised,
           (SELECT count(*)::int FROM products WHERE parent_id IS NOT NULL) AS variants,
           (SELECT count(*)::int FROM bundle_components) AS components,
           (SELECT count(*)::int FROM products WHERE kind = 'open_price') AS open,
           (SELECT count(*)::int FROM products WHERE plu IS NOT NULL) AS weighed,
           (SELECT jsonb_array_length(label_layouts) FROM merchants) AS layouts`,
      ),
    ).toEqual({
      ...{ aisles: 7, departments: 18, uncategorised: 0, variants: 4, components: 4, open: 1 },
      ...{ weighed: 46, layouts: 2 },
    });
  });

  it('has traded for a year in many ways', async () => {
    const traded = await row(
      whole.database,
      `SELECT count(*)::int AS sales, count(DISTINCT business_date)::int AS days,
         count(*) FILTER (WHERE discount_total > 0)::int AS discounted,
         count(*) FILTER (WHERE tip_total > 0)::int AS tipped,
         count(*) FILTER (WHERE cash_rounding <> 0)::int AS rounded,
         count(*) FILTER (WHERE change > 0)::int AS changed,
         count(*) FILTER (WHERE 2 = (SELECT count(DISTINCT method) FROM payments p WHERE p.sale_id = s.id))::int AS split,
         count(*) FILTER (WHERE completed_at > '${NOW.toISOString()}')::int AS future,
         count(DISTINCT register_id)::int AS registers, count(DISTINCT cashier_id)::int AS cashiers
       FROM sales s`,
    );
    expect(traded).toMatchObject({ sales: summary?.sales, days: 376, future: 0, registers: 6, cashiers: 2 });
    expect(traded.sales).toBeGreaterThan(3000);
    for (const some of ['discounted', 'tipped', 'rounded', 'changed', 'split']) {
      expect(traded[some], some).toBeGreaterThan(10);
    }
  });

  it('has taken goods back, parked sales, and heard of an offline till', async () => {
    expect(
      await row(
        whole.database,
        `SELECT (SELECT count(*) FROM returns WHERE kind = 'return') > 60 AS returned,
           (SELECT count(*) FROM returns WHERE kind = 'void') > 10 AS voided,
           (SELECT array_agg(kind ORDER BY number) FROM returns WHERE business_date = '2026-11-22') AS returns,
           (SELECT count(*)::int FROM returns r JOIN sales s USING (exchange_id)) AS exchanges,
           (SELECT array_agg(name ORDER BY id) FROM open_sales WHERE status = 'parked') AS parked,
           (SELECT count(*)::int FROM sales WHERE till_reference IS NOT NULL) AS offline,
           (SELECT array_agg(kind) FROM sale_flags WHERE status = 'open') AS flags`,
      ),
    ).toEqual({
      ...{
        returned: true,
        voided: true,
        returns: ['return', 'return', 'void'],
        exchanges: 1,
        offline: 2,
        flags: ['price_differs'],
      },
      parked: ['Mrs Byrne, fig shirt', 'Table by the window'],
    });
  });

  it('buys every product that it counts from a supplier, and from one first of all', async () => {
    expect(
      await row(
        whole.database,
        `SELECT (SELECT count(*)::int FROM suppliers) AS suppliers,
           (SELECT count(*)::int FROM suppliers WHERE contacts <> '[]' AND payment_term_days > 0 AND terms <> '') AS known,
           (SELECT count(DISTINCT pack_size)::int FROM supplier_products) AS packs,
           (SELECT count(*)::int FROM supplier_products WHERE cost IS NULL OR supplier_sku IS NULL) AS shirts,
           (SELECT count(*)::int FROM products p WHERE track_stock AND NOT EXISTS
             (SELECT FROM supplier_products s WHERE s.product_id = p.id AND s.preferred)) AS from_nobody`,
      ),
    ).toEqual({ suppliers: 5, known: 4, packs: 4, shirts: 4, from_nobody: 0 });
  });

  it('has ordered, received in parts, and sent back', async () => {
    const bought = await row(
      whole.database,
      `SELECT (SELECT count(*)::int FROM purchase_orders) AS orders,
         (SELECT max(number)::int FROM purchase_orders) AS last_order,
         (SELECT count(*)::int FROM purchase_orders WHERE status IN ('ordered', 'partially_received')) AS awaited,
         (SELECT count(*)::int FROM goods_receipts r JOIN purchase_orders o ON o.id = r.purchase_order_id
          WHERE r.received_at < o.ordered_at + interval '12 hours') AS too_early,
         (SELECT count(*)::int FROM goods_receipts) AS receipts,
         (SELECT count(*)::int FROM goods_receipts WHERE freight > 0) AS with_freight,
         (SELECT count(*)::int FROM goods_receipts WHERE variance > 0) AS dearer,
         (SELECT count(*)::int FROM goods_receipts WHERE variance < 0) AS cheaper,
         (SELECT count(*)::int FROM goods_receipt_lines WHERE damaged > 0) AS broken,
         (SELECT count(*)::int FROM purchase_orders o WHERE
          (SELECT count(*) FROM goods_receipts r WHERE r.purchase_order_id = o.id) = 2) AS in_two_parts,
         (SELECT count(*)::int FROM purchase_order_lines WHERE cancelled > 0) AS cancelled,
         (SELECT count(*)::int FROM stock_levels WHERE damaged > 0) AS kept_damaged`,
    );
    expect(bought).toMatchObject({ last_order: bought.orders, too_early: 0 });
    expect(bought.orders).toBeGreaterThan(20);
    expect(bought.receipts).toBeGreaterThan(20);
    const some = [
      ...['awaited', 'with_freight', 'dearer', 'cheaper', 'broken', 'in_two_parts', 'cancelled'],
      'kept_damaged',
    ];
    for (const each of some) expect(bought[each], each).toBeGreaterThan(0);
    expect(
      await rows(
        whole.database,
        `SELECT r.number, r.reason, u.username FROM supplier_returns r JOIN users u ON u.id = r.created_by
         JOIN goods_receipts g ON g.id = r.goods_receipt_id`,
      ),
    ).toEqual([{ number: 1, reason: 'damaged', username: 'clerk' }]);
    expect(
      await rows(whole.database, "SELECT reason FROM stock_adjustments WHERE reason = 'other'"),
      'no delivery is an adjustment',
    ).toEqual([]);
  });

  it('has moved goods from store to store, and some are on the road', async () => {
    expect(
      await rows(
        whole.database,
        `SELECT t.number, f.name AS from, t.status, sum(l.quantity)::int AS sent, sum(l.received)::int AS received,
           sum(l.damaged)::int AS damaged, sum(l.in_transit)::int AS on_the_road
         FROM transfers t JOIN stores f ON f.id = t.from_store_id JOIN transfer_lines l ON l.transfer_id = t.id
         GROUP BY t.id, f.id ORDER BY t.number`,
      ),
    ).toEqual([
      {
        ...{ number: 1, from: 'Fig & Fern Dublin', status: 'received' },
        ...{ sent: 6, received: 5, damaged: 1, on_the_road: 0 },
      },
      {
        ...{ number: 2, from: 'Fig & Fern Berlin', status: 'in_transit' },
        ...{ sent: 6, received: 0, damaged: 0, on_the_road: 6 },
      },
    ]);
  });

  it('has counted a department, and counts another one', async () => {
    expect(
      await rows(
        whole.database,
        `SELECT s.number, s.name, s.status, s.blind, count(*)::int AS lines,
           count(*) FILTER (WHERE l.counted <> l.expected)::int AS different,
           count(*) FILTER (WHERE l.applied = l.counted - l.expected)::int AS applied,
           count(*) FILTER (WHERE 2 = (SELECT count(*) FROM stocktake_counts c JOIN users u ON u.id = c.counted_by
             WHERE c.stocktake_id = s.id AND c.product_id = l.product_id AND u.username = 'clerk'))::int AS in_two_places,
           (s.applied_at - s.created_at)::text AS after
         FROM stocktakes s JOIN stocktake_lines l ON l.stocktake_id = s.id GROUP BY s.id ORDER BY s.number`,
      ),
    ).toEqual([
      {
        ...{ number: 1, name: 'Wine and beer', status: 'applied', blind: true, lines: 14, different: 3 },
        ...{ applied: 14, in_two_places: 14, after: '00:45:00' },
      },
      {
        ...{ number: 2, name: 'Tea', status: 'counting', blind: true, lines: 4, different: 3 },
        ...{ applied: 0, in_two_places: 0, after: null },
      },
    ]);
  });

  it('tells what has run low and what should be ordered', async () => {
    const { points, low, told } = await row(
      whole.database,
      `SELECT count(*)::int AS points, count(low_since)::int AS low,
         (SELECT count(*)::int FROM notifications WHERE kind = 'low_stock') AS told FROM reorder_points`,
    );
    expect(points).toBe(104);
    expect(low).toBeGreaterThan(0);
    expect(told).toBe(low);
    await using server = await listen(createApp(whole).http);
    const { trpc } = callerOf(server.url);
    const signedIn = await trpc('auth.login', { username: 'manager', password: 'cashwrap-demo' });
    const token: string = signedIn.data.accessToken;
    const stores = await trpc('stores.list', {}, { token });
    for (const { id: storeId } of stores.data.items) {
      const { data } = await trpc('inventory.reorder', { storeId, limit: 200 }, { token });
      expect(data.items.length).toBeGreaterThan(4);
      for (const { productName, supplierId } of data.items) expect(supplierId, productName).not.toBeNull();
    }
  });

  it('has a staff record of everyone, PINs for the till, and a week of timecards', async () => {
    const { database, pepper } = whole;
    expect(
      await rows(
        database,
        `SELECT u.username, e.position, e.hourly_rate AS rate, count(s.store_id)::int AS stores
         FROM employees e JOIN users u ON u.id = e.user_id JOIN employee_stores s ON s.employee_id = e.id
         GROUP BY e.id, u.id ORDER BY u.username`,
      ),
    ).toEqual([
      { username: 'accountant', position: 'Accountant', rate: 3100, stores: 2 },
      { username: 'cashier', position: 'Sales assistant', rate: 1550, stores: 2 },
      { username: 'clerk', position: 'Stock clerk', rate: 1520, stores: 1 },
      { username: 'manager', position: 'Shop manager', rate: 2450, stores: 2 },
      { username: 'owner', position: 'Owner', rate: null, stores: 2 },
    ]);
    const withPin = await rows(
      database,
      'SELECT id, username, pin_hash FROM users WHERE pin_hash IS NOT NULL',
    );
    const pins: Record<string, string> = { cashier: '1739', manager: '2846' };
    expect(withPin.map(({ username }) => username).sort()).toEqual(Object.keys(pins));
    for (const { id, username, pin_hash: pinHash } of withPin) {
      const user = { id: String(id), pinHash: String(pinHash) };
      expect(await pinMatches(pins[String(username)] ?? '', user, pepper)).toBe(true);
    }
    expect(
      await rows(
        database,
        `SELECT count(*)::int AS cards, count(clocked_out_at)::int AS ended, min(jsonb_array_length(breaks)) AS breaks
         FROM timecards GROUP BY store_id ORDER BY cards`,
      ),
    ).toEqual([
      { cards: 6, ended: 6, breaks: 1 },
      { cards: 7, ended: 7, breaks: 1 },
    ]);
    expect(await rows(database, 'SELECT FROM registers WHERE token_hash IS NOT NULL')).toEqual([]);
  });

  it('has a shift of each till on each day, counted in the evening, and those of today open', async () => {
    const [shifts] = await rows(
      whole.database,
      `SELECT count(*) FILTER (WHERE status = 'open')::int AS open,
         count(DISTINCT register_id) FILTER (WHERE status = 'open')::int AS tills,
         count(*) FILTER (WHERE (tenders #>> '{0,variance}')::int = 0)::int AS exact,
         count(*) FILTER (WHERE (tenders #>> '{0,variance}')::int <> 0 AND closing_reason IS NOT NULL)::int AS explained,
         count(*) FILTER (WHERE status = 'closed')::int AS closed,
         (SELECT count(*)::int FROM (SELECT FROM shifts GROUP BY store_id, business_date HAVING count(*) <> 2) day) AS odd
       FROM shifts`,
    );
    expect(shifts).toMatchObject({ open: 4, tills: 4, odd: 0 });
    expect(Number(shifts?.closed)).toBeGreaterThan(1300);
    expect(Number(shifts?.explained)).toBeGreaterThan(0);
    expect(Number(shifts?.exact) + Number(shifts?.explained)).toBe(shifts?.closed);
    const kinds = await rows(whole.database, 'SELECT DISTINCT kind FROM cash_movements ORDER BY kind');
    expect(kinds.map(({ kind }) => kind)).toEqual(['drop', 'paid_in', 'paid_out']);
  });

  it('balances', async () => {
    expect(
      await rows(
        whole.database,
        `SELECT l.id FROM stock_levels l JOIN stock_movements m USING (store_id, product_id)
         GROUP BY l.id HAVING sum(m.quantity) <> l.on_hand OR sum(m.value) <> l.value OR l.on_hand < 0
           OR count(*) <> l.last_movement_number`,
      ),
      'stock is the sum of its movements',
    ).toEqual([]);
    expect(
      await rows(
        whole.database,
        `SELECT r.id FROM registers r LEFT JOIN sales s ON s.register_id = r.id
         GROUP BY r.id HAVING count(s.id) <> r.last_sale_number OR max(s.number) <> r.last_sale_number`,
      ),
      'sale numbers have no gaps',
    ).toEqual([]);
    expect(
      await rows(
        whole.database,
        `SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY register_id ORDER BY completed_at)
         AS place FROM sales) AS numbered WHERE number <> place`,
      ),
      'sale numbers go with time',
    ).toEqual([]);
    expect(
      await rows(
        whole.database,
        `SELECT s.id FROM sales s JOIN payments p ON p.sale_id = s.id
           JOIN transactions t ON t.payment_id = p.id
         GROUP BY s.id HAVING sum(p.amount - p.tip) <> s.total + s.cash_rounding OR sum(t.amount) <> s.payable`,
      ),
      'payments and ledger come to the sale',
    ).toEqual([]);
  });

  it('keeps books in which every rule holds', async () => {
    const results = await verifyBooks(whole.database);
    expect(results.filter(({ brokenCount }) => brokenCount > 0)).toEqual([]);
  }, 60_000);

  it('lets all of its staff sign in, each with the rights of the role', async () => {
    await using server = await listen(createApp(whole).http);
    const { trpc } = callerOf(server.url);
    const access = await findAccess(whole.database);
    if (access.state !== 'set_up') throw new Error(access.state);
    expect(access.usernames).toEqual(['owner', 'manager', 'cashier', 'clerk', 'accountant']);
    const held = await Promise.all(
      access.usernames.map(async (username) => {
        const { data } = await trpc('auth.login', { username, password: access.password });
        return data.user.roles.map(({ role, storeId }: { role: string; storeId: string | null }) =>
          storeId === null ? role : `${role} in a store`,
        );
      }),
    );
    expect(held).toEqual([
      ['owner'],
      ['manager'],
      ['cashier in a store', 'cashier in a store'],
      ['clerk in a store'],
      ['accountant'],
    ]);
  });

  it('is made once', async () => {
    const before = await fingerprint(whole.database);
    expect(await seedDemo(whole)).toBeUndefined();
    expect(await fingerprint(whole.database)).toEqual(before);
  });
});

it('plans something of everything, on whatever day it is made', () => {
  const full = new Map(assortment.map((article) => [article, Shelf.target(article)] as const));
  for (let day = 16; day < 23; day++) {
    const today = `2026-11-${day}`;
    const now = new Date(`${today}T03:00:00Z`);
    const days = planTrading({ dublin: today, berlin: today }, now, { dublin: full, berlin: full });
    const work = days.flatMap(({ morning }) => morning);
    const kinds = new Set(work.map(({ kind }) => kind));
    expect([...kinds].sort(), today).toEqual([
      ...['arrival', 'cancel_rest', 'order', 'receipt', 'return', 'stocktake', 'transfer'],
    ]);
    const receipts = work.filter((each) => each.kind === 'receipt');
    expect(receipts.some(({ freight }) => freight > 0)).toBe(true);
    const stocktakes = work.filter((each) => each.kind === 'stocktake');
    expect(stocktakes.map(({ applied }) => applied)).toEqual([true, false]);
  }
});

describe('a demo shop that was interrupted', () => {
  it('is no system that anybody can use', async () => {
    expect(failure).toBeInstanceOf(DemoSeedError);
    expect(String(failure)).toContain('Start again');
    expect(await findAccess(interrupted.database)).toEqual({ state: 'unfinished' });
    expect((await row(interrupted.database, 'SELECT count(*)::int AS n FROM sales')).n).toBeGreaterThan(10);
  });

  it('is finished by later starts, two at once even, as the one shop that the seed stands for', async () => {
    const later = { ...interrupted, clock: () => new Date(NOW.getTime() + 3 * 86_400_000) };
    await Promise.all([seedDemo(later), seedDemo(later)]);
    expect((await findAccess(interrupted.database)).state).toBe('set_up');
    expect(await fingerprint(interrupted.database)).toEqual(await fingerprint(whole.database));
  }, 120_000);
});

/** All that the seed decides: everything but ids. */
async function fingerprint(database: Database): Promise<Record<string, unknown>> {
  return row(
    database,
    `SELECT
       (SELECT count(*)::int FROM audit_log WHERE action NOT LIKE 'auth.%') AS changes,
       (SELECT count(*)::int FROM outbox) + (SELECT count(*)::int FROM events) AS events,
       (SELECT sum(total)::int FROM sales) AS turnover,
       (SELECT md5(string_agg(concat_ws('|', a.kind, c.name, e.number, e.kind, e.amount), ';' ORDER BY a.kind, c.name, e.number))
        FROM account_entries e JOIN accounts a ON a.id = e.account_id LEFT JOIN customers c ON c.id = a.customer_id) AS owed,
       (SELECT md5(string_agg(concat_ws('|', st.name, r.name, s.number, s.business_date, s.completed_at, u.username,
          s.gross_total, s.discount_total, s.tax_total, s.total, s.cash_rounding, s.tip_total, s.change), ';'
          ORDER BY st.name, r.name, s.number))
        FROM sales s JOIN stores st ON st.id = s.store_id JOIN registers r ON r.id = s.register_id
          JOIN users u ON u.id = s.cashier_id) AS sales,
       (SELECT md5(string_agg(concat_ws('|', l.sku, l.quantity, l.discount, l.tax, l.total, l.cost), ';'
          ORDER BY st.name, s.completed_at, s.number, l.position))
        FROM sale_lines l JOIN sales s ON s.id = l.sale_id JOIN stores st ON st.id = s.store_id) AS lines,
       (SELECT md5(string_agg(concat_ws('|', r.name, t.z_number, t.grand_total, t.totals, t.tenders), ';'
          ORDER BY st.name, r.name, t.z_number))
        FROM shifts t JOIN stores st ON st.id = t.store_id JOIN registers r ON r.id = t.register_id) AS shifts,
       (SELECT md5(string_agg(concat_ws('|', m.amount, m.tendered, m.tip, m.reference), ';'
          ORDER BY m.created_at, m.amount, m.reference)) FROM payments m) AS payments,
       (SELECT md5(string_agg(concat_ws('|', st.name, p.sku, l.on_hand, l.value, l.last_movement_number), ';'
          ORDER BY st.name, p.sku))
        FROM stock_levels l JOIN stores st ON st.id = l.store_id JOIN products p ON p.id = l.product_id) AS stock,
       (SELECT md5(string_agg(concat_ws('|', o.number, o.status, o.version, o.ordered_at, s.name, p.sku, l.quantity,
          l.unit_cost, l.received, l.damaged, l.cancelled), ';' ORDER BY o.number, l.position))
        FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order_id = o.id
          JOIN suppliers s ON s.id = o.supplier_id JOIN products p ON p.id = l.product_id) AS orders,
       (SELECT md5(string_agg(concat_ws('|', r.number, o.number, r.delivery_note, r.received_at, r.freight, l.quantity,
          l.damaged, l.unit_cost, l.freight), ';' ORDER BY r.number, l.position))
        FROM goods_receipts r JOIN goods_receipt_lines l ON l.goods_receipt_id = r.id
          JOIN purchase_orders o ON o.id = r.purchase_order_id) AS receipts,
       (SELECT md5(string_agg(concat_ws('|', t.number, t.status, t.version, t.sent_at, l.quantity, l.cost, l.received,
          l.damaged), ';' ORDER BY t.number, l.position))
        FROM transfers t JOIN transfer_lines l ON l.transfer_id = t.id) AS transfers,
       (SELECT md5(string_agg(concat_ws('|', s.number, s.status, s.version, s.applied_at, p.sku, l.counted, l.expected,
          l.applied, l.applied_at), ';' ORDER BY s.number, p.sku))
        FROM stocktakes s JOIN stocktake_lines l ON l.stocktake_id = s.id
          JOIN products p ON p.id = l.product_id) AS counts,
       (SELECT md5(string_agg(concat_ws('|', st.name, p.sku, r.point, r.quantity, r.low_since), ';'
          ORDER BY st.name, p.sku))
        FROM reorder_points r JOIN stores st ON st.id = r.store_id JOIN products p ON p.id = r.product_id) AS points`,
  );
}

describe('a system of its own', () => {
  it('is left alone', async () => {
    const system = await emptySystem();
    expect(await findAccess(system.database)).toEqual({ state: 'empty' });
    await using server = await listen(createApp(system).http);
    const owner = { username: 'owner', name: 'Ada Cooper', password: 'a password of my own' };
    const input = { setupToken: SETUP_TOKEN, merchantName: 'Corner Shop', currency: 'EUR', owner };
    expect((await callerOf(server.url).trpc('auth.setup', input)).status).toBe(200);
    expect(await seedDemo(system)).toBeUndefined();
    expect(await row(system.database, 'SELECT count(*)::int AS stores FROM stores')).toEqual({ stores: 0 });
    expect(await findAccess(system.database)).toMatchObject({ state: 'set_up', usernames: [] });
  });
});

describe('DEMO_SEED', () => {
  const secrets = { SIGNING_KEYS: '[]', PEPPER: `${'A'.repeat(43)}=` };

  it('is on in development, off in tests and in production, and what it is set to in all', () => {
    expect(readConfig({}).demoSeed).toBe(true);
    expect(readConfig({ DEMO_SEED: '' }).demoSeed).toBe(true);
    expect(readConfig({ DEMO_SEED: 'off' }).demoSeed).toBe(false);
    expect(readConfig({ NODE_ENV: 'test' }).demoSeed).toBe(false);
    expect(readConfig({ ...secrets, NODE_ENV: 'production' }).demoSeed).toBe(false);
    expect(readConfig({ ...secrets, NODE_ENV: 'production', DEMO_SEED: 'on' }).demoSeed).toBe(true);
  });

  it('is named where it is wrong', () => {
    expect(() => readConfig({ DEMO_SEED: 'yes' })).toThrow(
      new ConfigError('DEMO_SEED must be "on" or "off"'),
    );
  });
});

describe('the announcement', () => {
  const at = { host: '0.0.0.0', port: 8000, setupToken: 'token-of-the-setup' };

  it('tells how to sign in to the demo shop', () => {
    const access = { state: 'set_up', usernames: ['owner', 'clerk'], password: 'the-password' } as const;
    const text = announcement({ ...at, access });
    expect(text).toContain('http://localhost:8000/docs');
    expect(text).toMatch(/User +owner, clerk\n +Password +the-password/);
    expect(text).not.toContain(at.setupToken);
  });

  it('tells how to set up an empty system', () => {
    expect(announcement({ ...at, access: { state: 'empty' } })).toContain(at.setupToken);
  });

  it('tells nothing about a system with an owner, or about one in production', () => {
    const quiet = announcement({ ...at, access: undefined });
    expect(quiet).not.toMatch(/Password|token/);
    expect(announcement({ ...at, access: { state: 'set_up', usernames: [], password: 'x' } })).toBe(quiet);
  });
});
