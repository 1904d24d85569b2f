import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawQrCode } from '../src/modules/sales/draw-qr-code.ts';
import { byGiftCard, byStoreCredit, type Owing, owingAt, type TestCard } from './owing.ts';
import { codeOf } from './people.ts';
import { printOut } from './printer.ts';
import { card, cash, endWithCleanBooks, type Place, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
let returning: Returning;
/** In Germany: it writes in German. */
let laden: Place;
/** With a discount and a bundle, paid by gift card, another payment, card and cash. */
let sale: Json;
let paying: TestCard;
/** Of half of it. */
let returned: Json;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  returning = returningAt(server, shop, selling);
  laden = await selling.newStore({
    ...{ name: 'Müller & Söhne <Süßes>', locale: 'de-DE' },
    cashRounding: { step: 5, mode: 'half_up' },
  });
  paying = await owing.soldCard(1000);
  const tasse = await selling.newProduct({ name: 'Tasse', trackStock: false });
  const torte = await selling.newProduct({ name: '<b>Käse</b>torte', price: 1299, trackStock: false });
  const components = [{ productId: tasse, quantity: 2 }];
  const bundle = await selling.newProduct({ name: 'Frühstück', kind: 'bundle', components, price: 450 });
  sale = await selling.sell({
    ...at(laden),
    lines: [
      { productId: torte, quantity: 2, discounts: [{ type: 'percentage', name: 'Gäste', percentage: 10 }] },
      { productId: bundle, quantity: 2 },
    ],
    payments: [
      byGiftCard(paying, 500),
      { method: 'other', name: 'Stadtgutschein', amount: 300, reference: 'SG-7' },
      card(400, { reference: 'T-9' }),
      cash(3000),
    ],
  });
  returned = await returning.takeBack(sale, { 0: 1, 1: 1 }, { ...at(laden), cardReference: 'R-17' });
});
afterAll(() => endWithCleanBooks(server));

const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });
const receiptOf = ({ id }: Json, query = ''): Promise<Answer> =>
  server.request('GET', `/v1/returns/${id}/receipt${query}`, { token: shop.owner });
const textOf = async (document: Json, query = ''): Promise<string> =>
  ok(await receiptOf(document, `?format=text${query}`));
const rule = '-'.repeat(42);
const row = (label: string, amount: string) => label + amount.padStart(42 - label.length);

test('says what came back, of which receipt, and how it is given back, in the language of the store', async () => {
  const text = await textOf(returned);
  const { register } = laden;
  expect(text).toContain(
    [
      `Zu Kassenbon ${register.name} / ${sale.number}`,
      rule,
      '<b>Käse</b>torte',
      row('  1 x 12,99 €', '12,99 €'),
      // 2.60 were off two: their half is 1.29 here, so that the column adds up.
      row('  Rabatte', '-1,29 €'),
      'Frühstück',
      row('  1 x 4,50 €', '4,50 €'),
      '  2 x Tasse',
      rule,
      row('Zwischensumme', '17,49 €'),
      row('Rabatte', '-1,29 €'),
      row('Summe der Rückgabe', '16,20 €'),
      rule,
      row('Erstattet: Karte R-17', '4,00 €'),
      row('Erstattet: Stadtgutschein', '3,00 €'),
      row(`Erstattet: Geschenkkarte …${paying.code.slice(-4)}`, '5,00 €'),
      row('Erstattet: Bar', '4,20 €'),
      '',
      row(`Rest auf Geschenkkarte …${paying.code.slice(-4)}`, '10,00 €'),
    ].join('\n'),
  );
  expect(text).toMatch(/^ +Rückgabe$/m);
  expect(text).toContain(`${register.name} / R${returned.number}`);
  expect(text).toContain(returned.id);
  expect(text).not.toContain(sale.id);
  const [tax] = returned.taxes;
  expect(tax.base + tax.amount).toBe(1620);
  expect(text).toContain('VAT 19 % (19 %)');
});

test.each([32, 42])('is at most %i columns wide, and is marked as a copy', async (columns) => {
  const text = await textOf(returned, `&columns=${columns}&copy=true`);
  const lines = text.trimEnd().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBe(columns);
  expect(text).toContain('*** Kopie ***');
});

test('is the same as JSON, as a page, and on a printer, with the id of the return as a QR code', async () => {
  const receipt = ok(await receiptOf(returned));
  expect(receipt).toMatchObject({
    ...{ format: 'json', language: 'de', title: 'Rückgabe', copy: null },
    ...{ documentId: returned.id, saleId: sale.id },
    total: { label: 'Summe der Rückgabe', amount: '16,20\u00a0€' },
  });
  const trpc = await server.trpc('returns.receipt', { id: returned.id }, { token: shop.owner });
  expect(trpc.data).toEqual(receipt);

  const page = await receiptOf(returned, '?format=html');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.body).toContain('&#60;b&#62;Käse&#60;/b&#62;torte');
  expect(page.body).not.toContain('<b>');
  expect(page.body).toContain(receipt.reference);
  for (const { label } of [...receipt.totals, ...receipt.payments, ...receipt.balances]) {
    expect(page.body).toContain(label);
  }
  expect(page.body).toContain((await drawQrCode(returned.id)).text);

  const printed = printOut((await receiptOf(returned, '?format=escpos')).body);
  expect(printed.qrCodes).toEqual([returned.id]);
  const lines = (await textOf(returned)).trimEnd().split('\n');
  expect(printed.lines.slice(0, lines.length)).toEqual(lines);
});

test('tells of a void, of goods without a receipt, and of a refund that is on its way or was refused', async () => {
  const lines = [{ productId: shop.products.voucher.id, quantity: 1 }];
  const sold = await selling.sell({ lines, payments: [card(200, { tip: 50 })] });
  const gone = ok(await returning.undo(sold.id));
  const status = async (changes: string) => {
    await selling.rows(`UPDATE refunds SET ${changes} WHERE return_id = $1`, [gone.id]);
    return (ok(await receiptOf(gone)).payments as Json[]).at(-1);
  };
  const voided = ok(await receiptOf(gone));
  expect(voided).toMatchObject({
    ...{ title: 'Void', reference: `Of receipt ${selling.here.register.name} / ${sold.number}` },
    total: { label: 'Total of the return', amount: '€1.50' },
    payments: [
      { label: 'Tip', amount: '€0.50' },
      { label: 'To give back', amount: '€2.00' },
      { label: 'Given back: Card', amount: '€2.00' },
    ],
  });
  const amount = '€2.00';
  expect(await status("status = 'pending', ask_at = now()")).toEqual({
    ...{ label: 'Given back: Card (on its way)', amount },
  });
  const failure = '{"code": "declined", "message": "The card was closed."}';
  expect(await status(`status = 'failed', ask_at = NULL, failure = '${failure}'`)).toEqual({
    ...{ label: 'Given back: Card (not given back yet)', amount },
  });
  await status("status = 'completed', failure = NULL");

  const customerId = await owing.newCustomer();
  const found = ok(await returning.bringUnsold(customerId, [{ ...lines[0], quantity: 2 }]));
  expect(ok(await receiptOf(found))).toMatchObject({
    ...{ title: 'Return', reference: 'Without a receipt', saleId: null, documentId: found.id },
    payments: [{ label: 'Given back: Store credit', amount: '€3.00' }],
    balances: [{ label: 'Store credit balance', amount: '€3.00' }],
  });
  const bought = await selling.sell({ customerId, lines, payments: [byStoreCredit(150)] });
  const back = await returning.takeBack(bought);
  expect(ok(await receiptOf(back)).balances).toEqual([{ label: 'Store credit balance', amount: '€3.00' }]);
});

test('tells of points that were taken back and given back, and of tax that nobody had paid', async () => {
  await owing.runProgramme();
  const customerId = await owing.newCustomer({ taxExempt: true, taxExemptReason: 'EX-4711' });
  const lines = [{ productId: shop.products.voucher.id, quantity: 8 }];
  const first = await selling.sell({ customerId, lines, payments: [card(1008)] });
  const back = await returning.takeBack(first);
  const receipt = ok(await receiptOf(back));
  expect(receipt.totals).toEqual([
    { label: 'Subtotal', amount: '€12.00' },
    { label: 'Tax exempt', amount: '-€1.92' },
  ]);
  expect(receipt.total.amount).toBe('€10.08');
  expect(receipt.balances).toEqual([
    { label: 'Points taken back', amount: String(first.loyalty.earned) },
    { label: 'Points balance', amount: '0' },
  ]);
});

test('of an exchange says on both receipts what the goods have paid', async () => {
  const productId = await selling.newProduct({ name: 'Scarf', price: 1000, trackStock: false });
  const sold = await selling.sell({ lines: [{ productId, quantity: 1 }], payments: [card(1000)] });
  const { return: back, sale: bought } = await selling.create('/exchanges', {
    ...at(selling.here),
    return: {
      ...{ saleId: sold.id, reason: 'Too small' },
      lines: [{ saleLineId: sold.lines[0].id, quantity: 1 }],
    },
    sale: { lines: [{ productId: shop.products.voucher.id, quantity: 4 }] },
  });
  expect(ok(await receiptOf(back)).payments).toEqual([
    { label: 'For other goods', amount: '€6.00' },
    { label: 'Given back: Card', amount: '€4.00' },
  ]);
  const receipt = await selling.get(`/sales/${bought.id}/receipt`);
  expect(receipt.payments).toEqual([{ label: 'Goods returned', amount: '€6.00' }]);
});

test('of a return that is not there, or is of another store, is not found', async () => {
  expect(codeOf(await receiptOf({ id: newId() }))).toEqual([404, 'NOT_FOUND']);
  const token = await server.signInAs('manager', { storeId: selling.there.store.id });
  const answer = await server.request('GET', `/v1/returns/${returned.id}/receipt`, { token });
  expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
});
