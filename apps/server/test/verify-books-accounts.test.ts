import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { owedChecks, verifyBooks } from '../src/books/verify-books.ts';
import { type Corruption, type Corruptions, NOTHING, namingNothing, newRow, testDamage } from './damage.ts';
import { brokenBooks, cash, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
/** The rows that the damage below is about. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  ids.product = await selling.newProduct({ price: 1000, trackStock: false });
  await startProgram();
  const ada = await selling.create('/customers', {
    ...{ name: 'Ada Lovelace', email: 'ada@example.com', tags: ['regular'] },
    consents: [{ channel: 'email', granted: true, source: 'till' }],
  });
  ids.ada = ada.id;
  await buyWithPoints();
  await useGiftCard();
  await useStoreCredit();
  await mergeAndErase();
});
afterAll(() => server[Symbol.asyncDispose]());

const lines = (quantity: number) => [{ productId: ids.product, quantity }];

async function startProgram(): Promise<void> {
  const reward = { id: newId(), name: 'Two off', points: 20, effect: { type: 'amount', amount: 200 } };
  ids.reward = reward.id;
  const program = await selling.create('/loyalty-programs', {
    ...{ name: 'Club', earning: { points: 1, perAmount: 100 }, rewards: [reward] },
    redemption: { points: 100, amount: 500 },
    tiers: [{ id: newId(), name: 'Gold', minimumPoints: 50, multiplier: 2 }],
  });
  ids.program = program.id;
  await selling.create(`/loyalty-programs/${program.id}/activate`, { version: program.version });
  const { version } = await selling.get('/settings');
  ok(
    await server.request('PATCH', '/v1/settings', {
      ...{ token: shop.owner, body: { version, loyaltyEnabled: true } },
    }),
  );
}

async function buyWithPoints(): Promise<void> {
  await selling.sell({ customerId: ids.ada, lines: lines(10), payments: [cash(20_000)] });
  await selling.create(`/customers/${ids.ada}/loyalty/adjustments`, { points: 50, reason: 'Sorry' });
  const sale = await selling.sell({
    ...{ customerId: ids.ada, lines: lines(2), rewardIds: [ids.reward] },
    payments: [{ method: 'loyalty', points: 40 }, cash(5000)],
  });
  ids.sale = sale.id;
  ids.member = (await selling.rows(`SELECT account_id FROM loyalty_members`))[0].account_id;
}

async function useGiftCard(): Promise<void> {
  const issue = (fields: object = {}): Promise<Json> =>
    selling.create('/gift-cards', { storeId: selling.here.store.id, ...fields });
  const card = await issue();
  ids.card = card.id;
  await issue();
  await issue({ amount: 700, reason: 'A present' });
  const load = { giftCardId: card.id, amount: 3000 };
  ids.sold = (await selling.sell({ lines: [], giftCards: [load], payments: [cash(3000)] })).id;
  const payments = [{ method: 'gift_card', code: card.code, amount: 1000 }, cash(5000)];
  ids.redeemed = (await selling.sell({ lines: lines(2), giftCards: [], payments })).id;
}

async function useStoreCredit(): Promise<void> {
  const give = { storeId: selling.here.store.id, amount: 1500, reason: 'A broken cup' };
  await selling.create(`/customers/${ids.ada}/store-credit/adjustments`, give);
  const payments = [{ method: 'store_credit', amount: 500 }, cash(5000)];
  await selling.sell({ customerId: ids.ada, lines: lines(1), payments });
  ids.credit = (await selling.rows(`SELECT id FROM accounts WHERE kind = 'store_credit'`))[0].id;
}

async function mergeAndErase(): Promise<void> {
  const twin = await selling.create('/customers', { name: 'Ada Lovelase' });
  ids.twin = twin.id;
  await selling.sell({ customerId: twin.id, lines: lines(3), payments: [cash(5000)] });
  const { version } = await selling.get(`/customers/${ids.ada}`);
  const { version: mergedVersion } = await selling.get(`/customers/${twin.id}`);
  await selling.create(`/customers/${ids.ada}/merge`, { version, mergedId: twin.id, mergedVersion });
  const gone = await selling.create('/customers', { name: 'Nobody Now', email: 'gone@example.com' });
  ids.gone = gone.id;
  await selling.create(`/customers/${gone.id}/erase`, { version: gone.version });
}

test('books that nobody has touched keep every rule, and each rule has looked at something', async () => {
  expect(await brokenBooks(server)).toEqual([]);
  const names = new Set(owedChecks.map(({ name }) => name));
  const seen = (await verifyBooks(server.database)).filter(({ name }) => names.has(name));
  expect(seen.filter(({ checked }) => checked === 0)).toEqual([]);
});

const ENTRY = `(SELECT id FROM account_entries WHERE account_id = $card AND kind = 'redeem')`;
const ADJUSTMENT = `(SELECT id FROM account_entries WHERE account_id = $credit AND kind = 'adjust')`;
const ofEntry = (change: string, names = '$card'): Corruption => ({
  damage: [`UPDATE account_entries SET ${change} WHERE id = ${ENTRY}`],
  names,
});
const one = (names: string, ...damage: string[]): Corruption => ({ names, damage });
const ofCustomer = (name: string, change: string): Corruption =>
  one(`$${name}`, `UPDATE customers SET ${change} WHERE id = $${name}`);

const corruptions: Corruptions = {
  ...namingNothing({ account_entries: ['store_id', 'actor_id'] }),
  'The balance of an account is the sum of its entries, of which it counts each': [
    one('$card', 'UPDATE accounts SET balance = balance + 1 WHERE id = $card'),
    one('$card', 'UPDATE accounts SET last_entry_number = 9 WHERE id = $card'),
    one('$credit', `DELETE FROM account_entries WHERE id = ${ADJUSTMENT}`),
    ofEntry('amount = amount - 1'),
  ],
  'The entries of an account are numbered from 1 without a gap, and the balance after each is the running sum':
    [ofEntry('number = 7'), ofEntry('balance_after = balance_after + 1')],
  'No account was ever below zero, but where points may be clawed back that were spent': [
    ofEntry('balance_after = -1'),
  ],
  'An entry is one that its account can have, and goes the way of its kind': [
    ofEntry('amount = 1000'),
    ofEntry(`kind = 'earn'`),
    one('$credit', `UPDATE account_entries SET kind = 'load' WHERE id = ${ADJUSTMENT}`),
  ],
  'What a sale was paid from gift cards and store credit is what it took from them': [
    one('$redeemed', 'UPDATE payments SET amount = 900, tendered = 900 WHERE account_id = $card'),
    one('$redeemed', 'UPDATE payments SET account_id = $credit WHERE account_id = $card'),
    ofEntry('amount = amount + 1', '$redeemed'),
    one('$redeemed', newRow('account_entries', `'{"id": "${NOTHING}", "number": 9}'`, `id = ${ENTRY}`)),
  ],
  'An account pays in its own currency, a payment by its own method, and store credit and points for their own customer':
    [
      one('$redeemed', `UPDATE accounts SET currency = 'USD' WHERE id = $card`),
      one('$redeemed', `UPDATE payments SET method = 'store_credit' WHERE account_id = $card`),
      one('$sale', `UPDATE sales SET customer_id = $gone WHERE id = $sale`),
    ],
  'What a sale put on gift cards is what they were loaded with, in their currency': [
    one('$sold', `UPDATE sale_lines SET total = 1, net = 1 WHERE gift_card_id = $card`),
    one('$sold', `UPDATE account_entries SET amount = 1 WHERE account_id = $card AND kind = 'load'`),
    one('$sold', `DELETE FROM account_entries WHERE account_id = $card AND kind = 'load'`),
    one('$sold', `UPDATE accounts SET currency = 'USD' WHERE id = $card`),
  ],
  'A gift card and its account are of one currency; what is inactive holds nothing, and what was sold names a sale that loaded it':
    [
      one('$card', `UPDATE gift_cards SET currency = 'USD' WHERE id = $card`),
      one('$card', `UPDATE gift_cards SET status = 'inactive', activated_at = NULL WHERE id = $card`),
      one('$card', `UPDATE gift_cards SET sold_with_sale_id = $redeemed WHERE id = $card`),
      one('$card', 'DELETE FROM gift_cards WHERE id = $card'),
    ],
  'The points of a sale are those that it earned and spent, as a payment and for rewards': [
    one('$sale', `UPDATE sales SET loyalty = jsonb_set(loyalty, '{earned}', '77') WHERE id = $sale`),
    one('$sale', `UPDATE sales SET loyalty = jsonb_set(loyalty, '{rewards}', '[]') WHERE id = $sale`),
    one('$sale', `UPDATE sales SET loyalty = NULL WHERE id = $sale`),
    one('$sale', `DELETE FROM account_entries WHERE document_id = $sale AND kind = 'earn'`),
    one('$sale', `UPDATE account_entries SET amount = -1 WHERE document_id = $sale AND kind = 'redeem'`),
  ],
  'What a sale says that it spent of points is what its payments and rewards took': [
    one('$sale', `UPDATE sales SET loyalty = jsonb_set(loyalty, '{spent}', '7') WHERE id = $sale`),
  ],
  'A member is the one of their account, in a tier of the programme or in none': [
    one('$member', 'DELETE FROM loyalty_members WHERE account_id = $member'),
    one('$member', 'UPDATE loyalty_members SET customer_id = $gone WHERE account_id = $member'),
  ],
  'What a customer has bought and brought back in all is the sum of their sales and of those of whom they stand for':
    [
      one('$ada', 'UPDATE customer_totals SET total = total + 1 WHERE customer_id = $ada'),
      one('$ada', 'UPDATE customer_totals SET sale_count = sale_count + 1 WHERE customer_id = $ada'),
      one('$ada', `UPDATE customer_totals SET last_sale_at = first_sale_at WHERE customer_id = $ada`),
      one('$ada', 'UPDATE customer_totals SET returned = returned + 1 WHERE customer_id = $ada'),
      one('$ada', 'UPDATE customer_totals SET return_count = return_count + 1 WHERE customer_id = $ada'),
      one('$ada', 'DELETE FROM customer_totals WHERE customer_id = $ada'),
      one('$ada', 'UPDATE sales SET customer_id = NULL WHERE customer_id = $twin'),
    ],
  'A customer counts the sales of all currencies': [ofCustomer('ada', 'sale_count = 99')],
  'Who stands for a customer who was merged was not merged, and nothing is owed to those who were merged or erased':
    [
      one('$gone', 'UPDATE accounts SET customer_id = $gone WHERE id = $credit'),
      one('$twin', `UPDATE customers SET merged_into_id = '${NOTHING}' WHERE id = $twin`),
    ],
  'Nothing tells any more who a customer was who is erased': [
    ofCustomer('gone', `email = 'gone@example.com'`),
    ofCustomer('gone', `note = 'Likes tea'`),
    ofCustomer('gone', `tags = '{regular}'`),
    one('$gone', 'UPDATE gift_cards SET customer_id = $gone WHERE id = $card'),
  ],
  'The consents of a customer are what was last said of each channel': [
    ofCustomer('ada', `consents = '[]'`),
    one('$ada', 'DELETE FROM customer_consents WHERE customer_id = $ada'),
  ],
  'Each adjustment of an account has one audit row, which tells of it as it is': [
    one(ADJUSTMENT, `DELETE FROM audit_log WHERE document_id = ${ADJUSTMENT}`),
    one(ADJUSTMENT, `UPDATE account_entries SET amount = amount + 1 WHERE id = ${ADJUSTMENT}`),
    one(ADJUSTMENT, newRow('audit_log', `'{"id": "${NOTHING}"}'`, `document_id = ${ADJUSTMENT}`)),
  ],
};

describe('damage is found and the row is named', () => {
  testDamage(owedChecks, corruptions, () => ({ database: server.database, ids }));
});
