import type { Sale } from '@cashwrap/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeReceipt } from '../src/modules/sales/domain/receipt.ts';
import type { ReceiptContext } from '../src/modules/sales/domain/receipt-frame.ts';
import { renderTextReceipt } from '../src/modules/sales/domain/text-receipt.ts';
import type { CompletedSale } from '../src/modules/sales/present-sale.ts';
import { card, cash, endWithCleanBooks, type Place, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  await selling.stockUp({ [shop.products.coffee.id]: 100, [shop.products.apples.id]: 50 });
});
afterAll(() => endWithCleanBooks(server));

const receiptOf = async (id: string, query = ''): Promise<Answer> =>
  server.request('GET', `/v1/sales/${id}/receipt${query}`, { token: shop.owner });

describe('the receipt of a sale over HTTP', () => {
  let place: Place;
  let sale: Json;
  beforeAll(async () => {
    place = await selling.newStore({
      ...{ name: 'Corner Shop', phone: '+353 1 555 0100', cashRounding: { step: 5, mode: 'half_up' } },
      address: { line1: '12 Quay Street', city: 'Galway', postalCode: 'H91 XY12', country: 'IE' },
    });
    await selling.stockUp({ [shop.products.coffee.id]: 10 }, { storeId: place.store.id });
    sale = await selling.sell({
      ...{ storeId: place.store.id, registerId: place.register.id },
      lines: [
        {
          ...{ productId: shop.products.coffee.id, quantity: 2 },
          discounts: [{ type: 'percentage', name: 'Happy hour', percentage: 12.5 }],
        },
        { productId: shop.products.apples.id, quantity: 1.255 },
      ],
      discounts: [{ type: 'amount', name: 'Loyal customer', amount: 100 }],
      payments: [card(1000, { tip: 100, reference: 'TX-48211' }), cash(2000)],
    });
  });

  test('says on 42 columns what was sold, how it was taxed and paid', async () => {
    const answer = await receiptOf(sale.id, '?format=text');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(withoutMoment(ok(answer), sale)).toBe(
      `               Corner Shop
              12 Quay Street
             H91 XY12 Galway
                    IE
             +353 1 555 0100

                 Receipt
Till 1 / 1                         <moment>
Served by Olive Owner
------------------------------------------
Coffee beans 250 g
  2 x €6.99                         €13.98
  Happy hour 12.5 %                 -€1.75
  Loyal customer                    -€0.77
Apples
  1.255 kg x €2.99                   €3.75
  Loyal customer                    -€0.23
------------------------------------------
Subtotal                            €17.73
Discounts                           -€2.75
Total                               €14.98
------------------------------------------
Cash rounding                        €0.02
Tip                                  €1.00
To pay                              €16.00
Card TX-48211                       €10.00
Cash                                €20.00
Change                              €14.00

Tax rate  Net                          Tax
VAT 19 % (19 %)  €9.63               €1.83
VAT 7 % (7 %)  €3.29                 €0.23

   <id>
`,
    );
  });

  test('says the same on 32 columns, and no line is longer', async () => {
    const text: string = ok(await receiptOf(sale.id, '?format=text&columns=32'));
    expectWidth(text, 32);
    const flat = text.replace(/\s+/g, ' ');
    for (const part of [
      'Happy hour 12.5 % -€1.75',
      'Total €14.98',
      'Card TX-48211 €10.00',
      'Change €14.00',
    ]) {
      expect(flat).toContain(part);
    }
    expect(text.replace(/\s/g, '')).toContain(sale.id);
  });

  test('is the same as JSON, for a till that lays it out itself', async () => {
    const receipt = ok(await receiptOf(sale.id));
    expect(receipt).toMatchObject({
      format: 'json',
      store: {
        ...{ name: 'Corner Shop', phone: '+353 1 555 0100' },
        addressLines: ['12 Quay Street', 'H91 XY12 Galway', 'IE'],
      },
      ...{ title: 'Receipt', number: 'Till 1 / 1', register: 'Till 1', cashier: 'Served by Olive Owner' },
      lines: [
        {
          ...{ name: 'Coffee beans 250 g', quantity: '2', unitPrice: '€6.99', gross: '€13.98' },
          discounts: [
            { label: 'Happy hour 12.5 %', amount: '-€1.75' },
            { label: 'Loyal customer', amount: '-€0.77' },
          ],
        },
        { name: 'Apples', quantity: '1.255 kg', unitPrice: '€2.99', gross: '€3.75' },
      ],
      total: { label: 'Total', amount: '€14.98' },
      ...{ reference: null, documentId: sale.id, saleId: sale.id },
    });
    const trpc = await server.trpc('sales.receipt', { id: sale.id }, { token: shop.owner });
    expect(trpc.data).toEqual(receipt);
    const text = await server.trpc('sales.receipt', { id: sale.id, format: 'text' }, { token: shop.owner });
    expect(text.data).toEqual({
      ...{ format: 'text', mediaType: 'text/plain; charset=utf-8' },
      content: ok(await receiptOf(sale.id, '?format=text')),
    });
  });

  test('shows net and taxes on the way to the total where prices exclude tax', async () => {
    const abroad = await selling.newStore({ pricesIncludeTax: false, timeZone: 'America/New_York' });
    const sold = await selling.sell({
      ...{ storeId: abroad.store.id, registerId: abroad.register.id },
      lines: [{ productId: shop.products.voucher.id, quantity: 2 }],
      payments: [card(357)],
    });
    const receipt = ok(await receiptOf(sold.id));
    expect(receipt.totals).toEqual([
      { label: 'Net', amount: '€3.00' },
      { label: 'VAT 19 %', amount: '€0.57' },
    ]);
    expect(receipt.payments).toEqual([{ label: 'Card T-1', amount: '€3.57' }]);
  });

  test('is written in the formats and the time of its store', async () => {
    const { store, register } = selling.there;
    const sold = await selling.sell({
      ...{ storeId: store.id, registerId: register.id },
      lines: [{ productId: shop.products.apples.id, quantity: 0.5 }],
      payments: [cash(2000)],
    });
    const receipt = ok(await receiptOf(sold.id));
    expect(receipt.lines[0]).toMatchObject({
      quantity: '0,5 kg',
      unitPrice: '2,99\u00a0€',
      gross: '1,50\u00a0€',
    });
    const local = new Date(sold.completedAt).toLocaleTimeString('de-DE', {
      ...{ timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' },
    });
    expect(receipt.completedAt).toContain(local);
    expect(ok(await receiptOf(sold.id, '?format=text'))).not.toMatch(/[\u00a0\u202f]/);
  });

  test.each([
    [
      ...[true, 813],
      `Subtotal                            €10.00
Discounts                           -€0.33
Tax exempt (EX-4711)                -€1.54
Total                                €8.13`,
    ],
    [
      ...[false, 967],
      `Subtotal                            €10.00
Discounts                           -€0.33
Net                                  €9.67
VAT 19 %                             €1.84
Tax exempt (EX-4711)                -€1.84
Total                                €9.67`,
    ],
  ] as [boolean, number, string][])(
    'says what a customer without tax is exempted from, and adds up; prices include tax: %s',
    async (pricesIncludeTax, total, totals) => {
      const { store, register } = await selling.newStore({ pricesIncludeTax });
      const embassy = { name: 'Embassy', taxExempt: true, taxExemptReason: 'EX-4711' };
      const { id: customerId } = await selling.create('/customers', embassy);
      const productId = await selling.newProduct({ price: 1000, trackStock: false });
      const sold = await selling.sell({
        ...{ storeId: store.id, registerId: register.id, customerId },
        lines: [{ productId, quantity: 1, discounts: [{ type: 'amount', amount: 33 }] }],
        payments: [card(total)],
      });
      expect(ok(await receiptOf(sold.id, '?format=text'))).toContain(totals);
    },
  );

  test('lists what a bundle holds, tracked or not, as it was called on the day', async () => {
    const cup = await selling.newProduct({ name: 'Cup', trackStock: false });
    const beans = await selling.newProduct({ name: 'Beans' });
    await selling.stockUp({ [beans]: 5 });
    const components = [
      { productId: cup, quantity: 2 },
      { productId: beans, quantity: 1 },
    ];
    const bundle = await selling.newProduct({ name: 'Breakfast', kind: 'bundle', components, price: 450 });
    const sold = await selling.sell({ lines: [{ productId: bundle, quantity: 2 }], payments: [cash(900)] });
    expect(sold.lines[0].components).toEqual([
      { productId: cup, name: 'Cup', quantity: 4 },
      { productId: beans, name: 'Beans', quantity: 2 },
    ]);
    await selling.rows(`UPDATE products SET name = 'Mug' WHERE id = $1`, [cup]);
    expect(ok(await receiptOf(sold.id, '?format=text'))).toContain(`Breakfast
  2 x €4.50                          €9.00
  4 x Cup
  2 x Beans
`);
  });

  test('keeps the words of the day: what is renamed later is not on it', async () => {
    const productId = await selling.newProduct({ name: 'Old name', trackStock: false });
    const sold = await selling.sell({ lines: [{ productId, quantity: 1 }], payments: [cash(100)] });
    await selling.rows(`UPDATE products SET name = 'New name', price = 5 WHERE id = $1`, [productId]);
    expect(ok(await receiptOf(sold.id)).lines[0]).toMatchObject({ name: 'Old name', unitPrice: '€1.00' });
  });

  test.each(['?columns=31', '?columns=81', '?columns=forty', '?format=pdf'])('refuses %s', async (query) => {
    const answer = await receiptOf(sale.id, query);
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('the digits of a currency on a receipt', () => {
  const amounts = (currency: string, currencyDigits: number, locale = 'en-US') => {
    const receipt = composeReceipt({ ...SALE, currency, currencyDigits }, { ...CONTEXT, locale });
    return [receipt.total.amount, receipt.payments.at(-1)?.amount, receipt.lines[0]?.unitPrice];
  };

  test.each([
    ['JPY', 0, 'en-US', ['¥1,234,567', '¥5', '¥7']],
    ['KWD', 3, 'en-US', ['KWD 1,234.567', 'KWD 0.005', 'KWD 0.007']],
    ['EUR', 2, 'en-US', ['€12,345.67', '€0.05', '€0.07']],
    ['EUR', 2, 'de-DE', ['12.345,67 €', '0,05 €', '0,07 €']],
    ['CLF', 4, 'en-US', ['CLF 123.4567', 'CLF 0.0005', 'CLF 0.0007']],
    // ISO 4217 says two; what people write is none, and Intl alone would drop the fillér.
    ['HUF', 2, 'hu-HU', ['12 345,67 Ft', '0,05 Ft', '0,07 Ft']],
  ] as const)('%s has %i of them, in %s', (currency, digits, locale, expected) => {
    expect(amounts(currency, digits, locale).map((text) => text?.replace(/\s/g, ' '))).toEqual(expected);
  });

  test('quantities have the separators of the amounts beside them', () => {
    // In en-DE plain numbers are 1.235 and amounts €1,234.56.
    const lines = SALE.lines.map((line) => ({ ...line, quantity: 1235.5, unitLabel: 'kg' }));
    const { lines: printed } = composeReceipt({ ...SALE, lines }, { ...CONTEXT, locale: 'en-DE' });
    expect(printed[0]?.quantity).toBe('1,235.5 kg');
  });

  test('are exact where a float would not be', () => {
    const receipt = composeReceipt({ ...SALE, total: 999_999_999_999_999 }, CONTEXT);
    expect(receipt.total.amount).toBe('€9,999,999,999,999.99');
  });
});

describe('no line of a text receipt is longer than the paper is wide', () => {
  /** Characters by how many columns they take on the paper. */
  const one = [...'abcXYZ019 -.,€äß', 'e\u0301', 'ñ', '\u00a0', '\u2028', 'я', 'ع'];
  const two = [...'漢字かなカナ한글ｗ（、', '🍎', '👩‍👩‍👧', '🇯🇵', '❤\ufe0f', '👍🏽'];
  const widths = new Map([
    ...one.map((each) => [each, 1] as const),
    ...two.map((each) => [each, 2] as const),
  ]);
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const widthOf = (line: string) =>
    [...segmenter.segment(line)].reduce((sum, { segment }) => sum + (widths.get(segment) ?? 1), 0);

  const name = fc
    .oneof(
      fc.array(fc.constantFrom(...one, ...two), { minLength: 1, maxLength: 200 }),
      fc.array(fc.constantFrom(...two), { minLength: 1, maxLength: 200 }),
      fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 200 }),
    )
    .map((characters) => characters.join(''));
  const columns = fc.oneof(fc.constantFrom(32, 42), fc.integer({ min: 32, max: 80 }));

  test('whatever names, amounts and languages are on it, and nothing of them is lost', () => {
    fc.assert(
      fc.property(
        ...[name, name, name, name, columns],
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom('en-US', 'de-DE', 'ja-JP', 'ar-EG', 'hi-IN'),
        (product, discount, tax, store, columns, amount, locale) => {
          const [line] = SALE.lines as [CompletedSale['lines'][number]];
          const sale: CompletedSale = {
            ...SALE,
            ...{ total: amount, note: product },
            lines: [
              {
                ...{ ...line, name: product, unitPrice: amount, gross: amount, unitLabel: 'kg' },
                discounts: [{ ...DISCOUNT, name: discount, amount }],
              },
            ],
            taxes: [{ ...TAX, name: tax, base: amount, amount }],
          };
          const receipt = composeReceipt(sale, { ...CONTEXT, storeName: store, locale });
          const text = renderTextReceipt(receipt, columns);
          const tooLong = text.split('\n').filter((each) => widthOf(each) > columns);
          expect(tooLong).toEqual([]);
          const visible = (part: string) => part.replace(/\s/g, '');
          for (const part of [product, discount, tax, store]) expect(visible(text)).toContain(visible(part));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('what belongs to a line stays set in where it takes several lines', () => {
    const [line] = SALE.lines as [Sale['lines'][number]];
    const discount = { ...DISCOUNT, name: 'A discount for all who come on Mondays', amount: 1 };
    const receipt = composeReceipt({ ...SALE, lines: [{ ...line, discounts: [discount] }] }, CONTEXT);
    const text = renderTextReceipt(receipt, 32);
    expect(text).toContain(`  A discount for all who come on\n  Mondays\n${'-€0.01'.padStart(32)}\n`);
  });

  test('a long name without a space is broken, one with spaces at them', () => {
    const lines = (name: string) => {
      const [line] = SALE.lines as [Sale['lines'][number]];
      const receipt = composeReceipt({ ...SALE, lines: [{ ...line, name }] }, CONTEXT);
      const text = renderTextReceipt(receipt, 32).split('\n');
      return text.slice(
        text.indexOf('-'.repeat(32)) + 1,
        text.findIndex((each) => each.startsWith('  1 x')),
      );
    };
    expect(lines('x'.repeat(70))).toEqual(['x'.repeat(32), 'x'.repeat(32), 'x'.repeat(6)]);
    expect(lines('A long name of something that is sold here')).toEqual([
      'A long name of something that is',
      'sold here',
    ]);
    expect(lines('漢'.repeat(20))).toEqual(['漢'.repeat(16), '漢'.repeat(4)]);
    expect(lines(`a${'漢'.repeat(16)}`)).toEqual([`a${'漢'.repeat(15)}`, '漢']);
    expect(lines('👩‍👩‍👧'.repeat(17))).toEqual(['👩‍👩‍👧'.repeat(16), '👩‍👩‍👧']);
  });
});

test('a receipt tells what is left on each gift card, and the points that came and went', () => {
  const [paid] = SALE.payments as [Sale['payments'][number]];
  const byCard = (giftCardId: string, balanceAfter: number) => ({
    ...{ ...paid, method: 'gift_card' as const, amount: 100, tendered: 100, change: 0 },
    ...{ reference: '2348', giftCardId, balanceAfter },
  });
  const byPoints = { ...paid, method: 'loyalty' as const, tendered: 500, change: 0, points: 1500 };
  const programme = { programId: ID, tierId: null, multiplier: 1, base: 1200, rewards: [] };
  const { payments, balances } = composeReceipt(
    {
      ...SALE,
      payments: [byCard('one', 50), byCard('other', 300), byCard('one', 20), byPoints],
      loyalty: { ...programme, earned: 12, spent: 1750 },
    },
    { ...CONTEXT, pointsBalance: 2000 },
  );
  expect(payments.map(({ label }) => label)).toContain('Points 1,500');
  expect(balances).toEqual([
    { label: 'Gift card balance …2348', amount: '€0.20' },
    { label: 'Gift card balance …2348', amount: '€3.00' },
    { label: 'Points earned', amount: '12' },
    { label: 'Points spent', amount: '1,750' },
    { label: 'Points balance', amount: '2,000' },
  ]);
});

test('a receipt calls an other payment by its name, and says what goods of an exchange have paid and what was a tip', () => {
  const [paid] = SALE.payments as [Sale['payments'][number]];
  const by = (method: Sale['payments'][number]['method'], tendered: number, fields: object = {}) => ({
    ...{ ...paid, method, amount: tendered, tendered, change: 0 },
    ...fields,
  });
  const sale = {
    ...{ ...SALE, total: 1000, tipTotal: 150, payable: 1150, change: 0 },
    payments: [
      by('exchange', 300),
      by('other', 200, { name: 'Town voucher', reference: 'V-7' }),
      by('other', 100, { name: 'Bottle deposit' }),
      by('uncollected', 50),
      by('card', 500, { tip: 150, reference: 'T-1' }),
    ],
  };
  expect(composeReceipt(sale, CONTEXT).payments).toEqual([
    { label: 'Tip', amount: '€1.50' },
    { label: 'To pay', amount: '€11.50' },
    { label: 'Goods returned', amount: '€3.00' },
    { label: 'Town voucher V-7', amount: '€2.00' },
    { label: 'Bottle deposit', amount: '€1.00' },
    { label: 'Not collected', amount: '€0.50' },
    { label: 'Card T-1', amount: '€5.00' },
  ]);
});

const TAX = {
  taxRateId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e01',
  name: 'VAT',
  percentage: 20,
  base: 6,
  amount: 1,
};
const DISCOUNT: Sale['lines'][number]['discounts'][number] = {
  ...{ id: 'line-0-0', name: 'Discount', percentage: null, base: 7, amount: 1 },
  scope: 'line',
  type: 'amount',
};

const ID = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';
const SALE: CompletedSale = {
  ...{ id: ID, storeId: ID, registerId: ID, shiftId: ID, cashierId: ID, number: 1, status: 'completed' },
  ...{ businessDate: '2026-11-22', currency: 'EUR', currencyDigits: 2, pricesIncludeTax: true },
  ...{ taxRounding: 'line', roundingMode: 'half_up', pricingVersion: 1, note: '' },
  ...{ customerId: null, taxExempt: false, taxExemptReason: null, exemptedTaxTotal: 0 },
  lines: [
    {
      ...{
        id: ID,
        position: 0,
        kind: 'product',
        productId: ID,
        giftCardId: null,
        sku: 'S',
        name: 'Thing',
        quantity: 1,
        unitLabel: null,
      },
      price: { source: 'product', priceListId: null, name: null, cataloguePrice: null },
      ...{ unitPrice: 7, gross: 7, discounts: [], discount: 0, taxes: [], net: 7, tax: 0, total: 7 },
      ...{ exemptedTax: 0, components: null },
    },
  ],
  ...{
    discounts: [],
    taxes: [TAX],
    grossTotal: 7,
    discountTotal: 0,
    netTotal: 7,
    taxTotal: 0,
    giftCardTotal: 0,
  },
  ...{ total: 1_234_567, cashRounding: 0, tipTotal: 0, payable: 1_234_567, change: 5 },
  payments: [
    {
      ...{ id: ID, method: 'cash', status: 'captured', amount: 1_234_567, tendered: 1_234_572 },
      ...{ change: 5, tip: 0, reference: null, points: null, giftCardId: null, balanceAfter: null },
      ...{ name: null, provider: null, failure: null },
    },
  ],
  ...{ loyalty: null, exchangeId: null, returns: [], isVoided: false, tillReference: null, late: false },
  ...{ version: 1, name: null, cart: null, cancelReason: null, due: 0, dueInCash: 0 },
  openedAt: '2026-11-22T15:04:05.123Z',
  updatedAt: '2026-11-22T15:04:05.123Z',
  completedAt: '2026-11-22T15:04:05.123Z',
  recordedAt: '2026-11-22T15:04:05.123Z',
};

const CONTEXT: ReceiptContext = {
  ...{ storeName: 'Corner Shop', address: {}, phone: null, timeZone: 'UTC', locale: 'en-US' },
  ...{ register: 'Till 1', header: '', footer: '', cashier: 'Olive' },
  ...{ pointsBalance: null, giftCardEnds: new Map(), copy: false },
};

/** For text of one column a character. */
function expectWidth(text: string, columns: number): void {
  expect(text.split('\n').filter((line) => line.length > columns)).toEqual([]);
}

/** A receipt of 42 columns, with the time and the id of the sale taken out. */
function withoutMoment(text: string, sale: Json): string {
  expectWidth(text, 42);
  const moment = new Date(sale.completedAt)
    .toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Berlin' })
    .replace(/\s/g, ' ');
  const line = `Till 1 / 1${' '.repeat(42 - 10 - moment.length)}${moment}`;
  expect(text.split('\n')).toContain(line);
  return text.replace(line, `Till 1 / 1${' '.repeat(25)}<moment>`).replace(sale.id, '<id>');
}
