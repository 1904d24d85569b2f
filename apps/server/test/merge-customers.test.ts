import { newId, transact } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths } from '../src/modules/loyalty/domain/months.ts';
import { expirePoints } from '../src/modules/loyalty/expire-points.ts';
import {
  type Belongings,
  belongingsAt,
  brokenBooksOfBelongings,
  EXPIRY_MONTHS,
  tiers,
} from './belongings.ts';
import { callAs, codeOf, rowsOf } from './people.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owner: ReturnType<typeof callAs>;
let belongings: Belongings;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owner = callAs(server, shop.owner);
  belongings = await belongingsAt(server, shop);
});
afterAll(() => endWithCleanBooks(server, brokenBooksOfBelongings));

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const newCustomer = (fields: object = {}): Promise<Json> => belongings.newCustomer(fields);
const read = async (id: string): Promise<Json> => ok(await owner.get(`/customers/${id}`));
const newGroup = async (): Promise<string> =>
  ok(await owner.post('/customer-groups', { name: `Group ${newId()}` })).id;
/** Merges as they are stored now. */
const merge = async (keptId: string, mergedId: string): Promise<Json> =>
  ok(await belongings.merge(await read(keptId), await read(mergedId)));
const buy = (customerId: string, fields: object = {}) =>
  selling.checkout({
    ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 1 }], payments: [cash(150)] },
    ...fields,
  });
const entriesOf = (customerId: string, kind: string) =>
  rows(
    `SELECT e.kind, e.amount::int, e.document_type, e.document_id, e.expires_at, a.currency
     FROM account_entries e JOIN accounts a ON a.id = e.account_id
     WHERE a.customer_id = $1 AND a.kind = $2 ORDER BY a.id, e.number`,
    [customerId, kind],
  );
const balancesOf = (customerId: string) =>
  rows(`SELECT kind, currency, balance FROM accounts WHERE customer_id = $1 ORDER BY kind, currency`, [
    customerId,
  ]);

describe('the profile of who stays', () => {
  const full = {
    ...{ name: 'Ada Lovelace', company: 'Engines Ltd', taxId: 'DE1' },
    ...{ email: 'ada@example.com', phone: '+49 30 1111', address: { city: 'Berlin', country: 'DE' } },
    ...{ birthday: '1985-12-10', note: 'Likes tea', taxExempt: true, taxExemptReason: 'EX-1' },
  };

  test('is filled from the other where it is empty, and both are then found by one id', async () => {
    const kept = await newCustomer({ name: 'A. Lovelace' });
    const merged = await newCustomer({ ...full, reference: 'K-1' });
    const answer = ok(await belongings.merge(kept, merged));
    expect(answer).toEqual({
      ...kept,
      ...{ ...full, name: 'A. Lovelace', reference: 'K-1', mergedIds: [merged.id] },
      ...{ version: 2, updatedAt: answer.updatedAt },
    });
    expect(await read(merged.id)).toEqual(answer);
    expect(await read(kept.id)).toEqual(answer);
    expect(ok(await owner.get('/customers?search=K-1')).items).toEqual([answer]);
    expect(ok(await owner.get('/customers?search=engines')).items).toEqual([answer]);
  });

  test('is kept where it says something', async () => {
    const own = {
      ...{ name: 'Bea', company: 'B', taxId: 'DE2', email: 'b@example.com', phone: '2', reference: 'K-2' },
      ...{ address: { line1: 'Way 2' }, birthday: '1990-01-01', note: 'Hers' },
      ...{ taxExempt: false, taxExemptReason: 'lapsed' },
    };
    const kept = await newCustomer(own);
    const merged = await newCustomer({ ...full, reference: 'K-3' });
    expect(ok(await belongings.merge(kept, merged))).toMatchObject({ ...own, note: 'Hers\nLikes tea' });
    // The card with the other number leads nobody astray: nobody else can be given it.
    expect(codeOf(await owner.post('/customers', { name: 'C', reference: 'K-3' }))[1]).toBe('ALREADY_EXISTS');
  });

  test.each([
    ['once, where both have the same', 'Likes tea', 'Likes tea', 'Likes tea'],
    ['alone, where there is no room for both', 'a'.repeat(1000), 'b'.repeat(1000), 'a'.repeat(1000)],
  ])('has a note %s', async (_what, own, other, note) => {
    const [kept, merged] = [await newCustomer({ note: own }), await newCustomer({ note: other })];
    expect(ok(await belongings.merge(kept, merged)).note).toBe(note);
  });

  test('has the groups and tags of both, and no more than there is room for', async () => {
    const [one, two] = [await newGroup(), await newGroup()];
    const tags = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `t${from + i}`);
    const kept = await newCustomer({ groupIds: [one], tags: tags(0, 30) });
    const merged = await newCustomer({ groupIds: [one, two], tags: tags(20, 70) });
    const answer = ok(await belongings.merge(kept, merged));
    expect(answer).toMatchObject({ groupIds: [one, two].sort(), tags: tags(0, 50) });
    expect(await rows('SELECT * FROM customer_group_members WHERE customer_id = $1', [merged.id])).toEqual(
      [],
    );
  });

  test('is active if one of the two is', async () => {
    const archive = async ({ id }: Json) => ok(await owner.post(`/customers/${id}/archive`, { version: 1 }));
    const [a, b] = [await archive(await newCustomer()), await newCustomer()];
    expect(ok(await belongings.merge(a, b)).status).toBe('active');
    const [c, d] = [await newCustomer(), await archive(await newCustomer())];
    expect(ok(await belongings.merge(c, d)).status).toBe('active');
    const [e, f] = [await archive(await newCustomer()), await archive(await newCustomer())];
    expect(ok(await belongings.merge(e, f)).status).toBe('archived');
  });

  test('agrees to what neither has taken back', async () => {
    const consent = (channel: string, granted: boolean) => ({ channel, granted, source: 'till' });
    const kept = await newCustomer({
      consents: [consent('email', true), consent('sms', true), consent('phone', false)],
    });
    const merged = await newCustomer({
      consents: [
        consent('email', true),
        consent('sms', false),
        consent('phone', true),
        consent('post', true),
      ],
    });
    const { consents } = ok(await belongings.merge(kept, merged));
    expect(consents).toMatchObject([
      { channel: 'email', granted: true, source: 'till' },
      { channel: 'sms', granted: false, source: 'merge' },
      { channel: 'phone', granted: false, source: 'till' },
      { channel: 'post', granted: true, source: 'merge' },
    ]);
    const history = ok(await owner.get(`/customers/${merged.id}/consents?limit=200`)).items;
    expect(history).toHaveLength(9);
    expect(
      history.filter(({ source }: Json) => source === 'merge').map((each: Json) => each.customerId),
    ).toEqual([...[kept.id, kept.id]]);
  });
});

describe('what follows', () => {
  test('are the figures, the purchases and the uses of discounts', async () => {
    const { id: discountId } = ok(
      await owner.post('/discounts', {
        ...{ name: `Twice ${newId()}`, code: 'TWICE', usageLimitPerCustomer: 3 },
        effect: { type: 'percentage', percentage: 10, target: 'line' },
      }),
    );
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    const coded = { codes: ['TWICE'], payments: [cash(135)] };
    for (const customer of [kept, merged, merged]) ok(await buy(customer.id, coded));
    ok(await buy(merged.id));
    const answer = await merge(kept.id, merged.id);
    expect(answer.lifetime).toMatchObject([{ currency: 'EUR', saleCount: 4, total: 3 * 135 + 150 }]);
    expect(ok(await owner.get(`/customers/${merged.id}/purchases`)).items).toHaveLength(4);
    expect(codeOf(await buy(kept.id, coded))[1]).toBe('DISCOUNT_USED_UP');
    expect(
      await rows('SELECT customer_id, used_count::int FROM discount_customer_uses WHERE discount_id = $1', [
        discountId,
      ]),
    ).toEqual([{ customer_id: kept.id, used_count: 3 }]);
    expect(
      await rows('SELECT id FROM customers WHERE sale_count > 0 AND id = ANY($1)', [[kept.id, merged.id]]),
    ).toEqual([{ id: kept.id }]);
    // What is sold under the old id is theirs.
    expect(ok(await buy(merged.id)).customerId).toBe(kept.id);
    expect((await read(kept.id)).lifetime).toMatchObject([{ saleCount: 5 }]);
  });

  test('is the store credit, by currency, each side naming the other', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    await belongings.storeCredit(kept.id, 500);
    await belongings.storeCredit(merged.id, 300);
    await belongings.storeCredit(merged.id, 70, 'CHF');
    await belongings.storeCredit(merged.id, 10, 'USD');
    await belongings.storeCredit(merged.id, -10, 'USD');
    await merge(kept.id, merged.id);
    expect(await balancesOf(kept.id)).toEqual([
      { kind: 'store_credit', currency: 'CHF', balance: 70 },
      { kind: 'store_credit', currency: 'EUR', balance: 800 },
    ]);
    expect((await balancesOf(merged.id)).map(({ balance }) => balance)).toEqual([0, 0, 0]);
    const entry = { kind: 'merge', document_type: 'customer', expires_at: null };
    expect((await entriesOf(kept.id, 'store_credit')).slice(1)).toEqual([
      { ...entry, amount: 300, document_id: merged.id, currency: 'EUR' },
      { ...entry, amount: 70, document_id: merged.id, currency: 'CHF' },
    ]);
    expect((await entriesOf(merged.id, 'store_credit')).filter(({ kind }) => kind === 'merge')).toEqual([
      { ...entry, amount: -300, document_id: kept.id, currency: 'EUR' },
      { ...entry, amount: -70, document_id: kept.id, currency: 'CHF' },
    ]);
  });

  test('are the points with their dates, the tier that both have earned, and the gift cards', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    const now = server.clock.now().getTime();
    const ago = (days: number) => new Date(now - days * 86_400_000);
    await belongings.points(kept.id, { earned: 40 }, ago(20));
    await belongings.points(merged.id, { earned: 70 }, ago(40));
    await belongings.points(merged.id, { spent: 20 }, ago(30));
    await belongings.points(merged.id, { earned: 5 }, ago(10));
    const card = await belongings.giftCard(merged.id, 900);
    await merge(kept.id, merged.id);
    const left = (await entriesOf(kept.id, 'loyalty')).filter(({ amount }) => amount > 0);
    expect(left.slice(1).map(({ kind, amount }) => [kind, amount])).toEqual([
      ...[
        ['merge', 50],
        ['merge', 40],
        ['merge', 5],
      ],
    ]);
    const dates = left.slice(1).map(({ expires_at }) => expires_at.getTime());
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    expect(dates[1]).toBe(left[0].expires_at.getTime());
    expect(await balancesOf(kept.id)).toEqual([{ kind: 'loyalty', currency: null, balance: 95 }]);
    const [member] = await rows('SELECT * FROM loyalty_members WHERE customer_id = $1', [kept.id]);
    expect(member).toMatchObject({ tier_id: tiers.silver.id, tier_grace_until: null, enrolled_at: ago(40) });
    expect(member.next_expiry_at.getTime()).toBe(dates[0]);
    expect(await rows('SELECT customer_id, version FROM gift_cards WHERE id = $1', [card])).toEqual([
      { customer_id: kept.id, version: 2 },
    ]);
  });

  test('are points that go on their day, whatever who stays has spent of their own', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    const day = (n: number) => new Date(Date.parse('2026-01-10T12:00:00Z') + n * 86_400_000);
    await belongings.points(merged.id, { earned: 50 }, day(0));
    await belongings.points(kept.id, { earned: 100 }, day(60));
    await belongings.points(kept.id, { spent: 70 }, day(61));
    await merge(kept.id, merged.id);
    const [member] = await rows('SELECT * FROM loyalty_members WHERE customer_id = $1', [kept.id]);
    const expireOn = (n: number) =>
      transact(server.database, (tx) => expirePoints(tx, member.account_id, day(n), newId));
    expect(member.next_expiry_at).toEqual(addMonths(day(0), EXPIRY_MONTHS));
    expect([await expireOn(180), await expireOn(182), await expireOn(243), await expireOn(245)]).toEqual([
      ...[0, 50, 0, 30],
    ]);
  });

  test('is a membership where who stays had none, and a debt of points', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    await belongings.points(merged.id, { earned: 30 });
    await rows(
      `UPDATE accounts SET may_be_negative = true, balance = -12, last_entry_number = 2 WHERE customer_id = $1`,
      [merged.id],
    );
    await rows(
      `INSERT INTO account_entries (id, account_id, number, kind, amount, balance_after, document_type, document_id,
         occurred_at, recorded_at)
       SELECT $2, id, 2, 'clawback', -42, -12, 'sale', $2, now(), now() FROM accounts WHERE customer_id = $1`,
      [merged.id, newId()],
    );
    await merge(kept.id, merged.id);
    expect(await balancesOf(kept.id)).toEqual([{ kind: 'loyalty', currency: null, balance: -12 }]);
    expect(await balancesOf(merged.id)).toEqual([{ kind: 'loyalty', currency: null, balance: 0 }]);
    expect((await entriesOf(kept.id, 'loyalty')).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['merge', -12],
    ]);
  });

  test('is more than an account can hold: refused, and nothing is written', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    await belongings.storeCredit(kept.id, 1);
    await belongings.storeCredit(merged.id, 1_000_000_000_000);
    expect(codeOf(await belongings.merge(kept, merged))).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(await read(merged.id)).toEqual(merged);
    expect((await balancesOf(kept.id))[0].balance).toBe(1);
  });
});

describe('a merge is refused', () => {
  test('of a customer into itself, and of who is not there', async () => {
    const customer = await newCustomer();
    expect(codeOf(await belongings.merge(customer, customer))).toEqual([409, 'SAME_CUSTOMER']);
    const nobody = { id: newId(), version: 1 };
    expect(codeOf(await belongings.merge(customer, nobody))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await belongings.merge(nobody, customer))).toEqual([404, 'NOT_FOUND']);
    expect(await read(customer.id)).toEqual(customer);
  });

  test('of who was merged already, saying whom to name', async () => {
    const [kept, merged, other] = [await newCustomer(), await newCustomer(), await newCustomer()];
    await merge(kept.id, merged.id);
    for (const [one, two] of [
      [merged, other],
      [other, merged],
    ]) {
      const answer = await belongings.merge(one, two);
      expect(codeOf(answer)).toEqual([409, 'WRONG_STATUS']);
      expect(answer.body.detail).toContain(kept.id);
      expect(answer.body.details).toEqual({ status: 'merged', allowed: ['active', 'archived'] });
    }
    ok(await belongings.erase(other));
    const answer = await belongings.merge(await read(kept.id), other);
    expect([codeOf(answer)[1], answer.body.details.status]).toEqual(['WRONG_STATUS', 'erased']);
  });

  test('of a version that is not the stored one, of either', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    for (const [one, two] of [
      [{ ...kept, version: 2 }, merged],
      [kept, { ...merged, version: 2 }],
    ]) {
      const answer = await belongings.merge(one, two);
      expect([codeOf(answer), answer.body.details]).toEqual([[409, 'CONFLICT'], { currentVersion: 1 }]);
    }
  });

  test('without a key, for whoever may not, and half of it is never written', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    const body = { version: 1, mergedId: merged.id, mergedVersion: 1 };
    expect(codeOf(await owner.post(`/customers/${kept.id}/merge`, body))[1]).toBe('IDEMPOTENCY_KEY_REQUIRED');
    const cashier = callAs(server, await server.signInAs('cashier'));
    expect(codeOf(await cashier.post(`/customers/${kept.id}/merge`, body))).toEqual([403, 'FORBIDDEN']);
    expect(await read(merged.id)).toEqual(merged);
  });
});

test('an id leads to the end of a chain of merges, in one step', async () => {
  const [a, b, c, d] = [await newCustomer(), await newCustomer(), await newCustomer(), await newCustomer()];
  await merge(b.id, a.id);
  await merge(d.id, c.id);
  await merge(d.id, b.id);
  expect(
    await rows('SELECT DISTINCT merged_into_id, status FROM customers WHERE id = ANY($1)', [
      [a.id, b.id, c.id],
    ]),
  ).toEqual([{ merged_into_id: d.id, status: 'merged' }]);
  for (const { id } of [a, b, c, d]) {
    expect(await read(id)).toMatchObject({ id: d.id, mergedIds: [a.id, b.id, c.id].sort() });
  }
});

test('who was made by a till and is sent again once merged, is who stands for them', async () => {
  const kept = await newCustomer();
  const body = { id: newId(), name: 'Of a till' };
  const merged = ok(await owner.post('/customers', body));
  const standing = await merge(kept.id, merged.id);
  expect(ok(await owner.post('/customers', body))).toEqual(standing);
});

test('the same call again is the same merge', async () => {
  const [kept, merged] = [await newCustomer(), await newCustomer()];
  const call = () =>
    server.request('POST', `/v1/customers/${kept.id}/merge`, {
      ...{ token: shop.owner, headers: { 'idempotency-key': kept.id } },
      body: { version: 1, mergedId: merged.id, mergedVersion: 1 },
    });
  const [first, second] = [await call(), await call()];
  expect(ok(second)).toEqual(ok(first));
  expect(second.headers.get('idempotent-replayed')).toBe('true');
});

test('the audit log and the events hold ids and names of fields, and no values', async () => {
  const secret = { name: 'Secret Name', email: 'secret@example.com', note: 'SECRET', reference: 'SECRET-1' };
  const [kept, merged] = [await newCustomer(), await newCustomer(secret)];
  await merge(kept.id, merged.id);
  const audit = await rows(
    `SELECT document_id, before, after FROM audit_log WHERE action = 'customers.merge'
    AND document_id = ANY($1) ORDER BY id`,
    [[kept.id, merged.id]],
  );
  expect(audit.map(({ document_id, after }) => [document_id, after.status])).toEqual([
    [merged.id, 'merged'],
    [kept.id, 'active'],
  ]);
  expect(audit[1].after.changedFields.sort()).toEqual(['email', 'note', 'reference']);
  expect(
    await rows(`SELECT payload FROM outbox WHERE type = 'customer.merged' ORDER BY id DESC LIMIT 1`),
  ).toEqual([{ payload: { customerId: kept.id, mergedId: merged.id } }]);
  const [{ text }] = await rows(
    `SELECT string_agg(concat(before, after), '') AS text FROM audit_log WHERE document_id = ANY($1)`,
    [[kept.id, merged.id]],
  );
  expect(text).not.toMatch(/secret/i);
});

/** What one person has, as plainly as it can be said: points are a list by their dates, what is spent goes first. */
interface Person {
  ids: number[];
  credit: Record<string, number>;
  points: { at: number; left: number }[];
}

const who = fc.nat(2);
const command = fc.oneof(
  fc.record({
    type: fc.constant('credit' as const),
    who,
    amount: fc.integer({ min: -60, max: 100 }).filter((amount) => amount !== 0),
    currency: fc.constantFrom('EUR', 'USD'),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('earn' as const),
      who,
      amount: fc.integer({ min: 1, max: 50 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('spend' as const),
      who,
      amount: fc.integer({ min: 1, max: 40 }),
    }),
  },
  fc.record({ type: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ type: fc.constant('merge' as const), who, other: who }),
);

test('whatever is merged in whatever order: nothing is lost or made, and points go when they would have gone', async () => {
  const property = fc.asyncProperty(
    fc.array(command, { minLength: 6, maxLength: 16, size: 'max' }),
    async (commands) => {
      const customers = await Promise.all([0, 1, 2].map(() => newCustomer()));
      const people: Person[] = customers.map((_, i) => ({
        ids: [i],
        credit: { EUR: 0, USD: 0 },
        points: [],
      }));
      const personOf = (who: number) => people.find(({ ids }) => ids.includes(who)) as Person;
      const idOf = (who: number): string => customers[personOf(who).ids[0] as number].id;
      const starts = Date.parse('2026-01-10T12:00:00Z');
      let day = 0;
      const at = () => new Date(starts + day * 86_400_000);
      const sumOf = ({ points }: Person) => points.reduce((sum, { left }) => sum + left, 0);
      const expire = (person: Person) => {
        person.points = person.points.filter((lot) => lot.at > at().getTime());
      };
      for (const step of commands) {
        if (step.type === 'wait') {
          day += step.days;
          continue;
        }
        const person = personOf(step.who);
        const id = idOf(step.who);
        if (step.type === 'credit') {
          const covered = (person.credit[step.currency] ?? 0) + step.amount >= 0;
          expect(await belongings.storeCredit(id, step.amount, step.currency)).toBe(covered);
          if (covered) person.credit[step.currency] = (person.credit[step.currency] ?? 0) + step.amount;
        } else if (step.type === 'earn') {
          expire(person);
          expect(await belongings.points(id, { earned: step.amount }, at())).toBe(true);
          person.points.push({ at: addMonths(at(), EXPIRY_MONTHS).getTime(), left: step.amount });
          person.points.sort((a, b) => a.at - b.at);
        } else if (step.type === 'spend') {
          expire(person);
          const covered = sumOf(person) >= step.amount;
          expect(await belongings.points(id, { spent: step.amount }, at())).toBe(covered);
          if (covered) spend(person, step.amount);
        } else if (personOf(step.other) !== person) {
          const gone = personOf(step.other);
          await merge(id, idOf(step.other));
          people.splice(people.indexOf(gone), 1);
          person.ids.push(...gone.ids);
          for (const [currency, amount] of Object.entries(gone.credit)) {
            person.credit[currency] = (person.credit[currency] ?? 0) + amount;
          }
          person.points = [...person.points, ...gone.points].sort((a, b) => a.at - b.at);
        } else {
          expect(codeOf(await belongings.merge(await read(id), await read(idOf(step.other))))[1]).toBe(
            'SAME_CUSTOMER',
          );
        }
      }
      for (const account of await belongings.accounts()) {
        const { balance, entries, last } = account;
        expect(account).toMatchObject({ sum: balance, after: balance, number: last, last: entries });
      }
      for (const person of people) {
        const [who = 0, ...others] = person.ids.map((i) => customers[i].id);
        expect((await read(others.at(-1) ?? who)).id).toBe(who);
        for (const currency of ['EUR', 'USD']) {
          const [account] = await rows(
            'SELECT balance FROM accounts WHERE customer_id = $1 AND currency = $2',
            [who, currency],
          );
          expect(account?.balance ?? 0).toBe(person.credit[currency]);
        }
        for (let month = 0; month < 8; month++) {
          const [member] = await rows('SELECT account_id FROM loyalty_members WHERE customer_id = $1', [who]);
          if (!member) {
            expect(person.points).toEqual([]);
            break;
          }
          await transact(server.database, (tx) => expirePoints(tx, member.account_id, at(), newId));
          expire(person);
          const [account] = await rows('SELECT balance FROM accounts WHERE id = $1', [member.account_id]);
          expect(account.balance).toBe(sumOf(person));
          day += 30;
        }
      }
    },
  );
  await fc.assert(property, { numRuns: 12 });
}, 30_000);

function spend(person: Person, amount: number): void {
  let open = amount;
  for (const lot of person.points) {
    const taken = Math.min(lot.left, open);
    lot.left -= taken;
    open -= taken;
  }
  person.points = person.points.filter(({ left }) => left > 0);
}
