import { readFile } from 'node:fs/promises';
import type { LabelLayout } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readLabel } from '../src/modules/catalog/index.ts';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  startTestServer,
  type TestServer,
} from './support.ts';

/** The worked examples of pricing, which were gathered from the standard bodies, test suites and manuals that they name. */
const examples: Json[] = JSON.parse(
  await readFile(new URL('../../../packages/pricing/cases/worked-examples.json', import.meta.url), 'utf8'),
).barcodes;

let server: TestServer;
let owner: string;
let taxCategoryId: string;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.setUpOwner();
  taxCategoryId = ok(await post('/tax-categories', { name: 'Standard' })).id;
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  n += 1;
  await server.database.pool.query('UPDATE products SET plu = NULL');
  await server.database.pool.query('DELETE FROM product_barcodes');
});

const post = (path: string, body: unknown) => server.request('POST', `/v1${path}`, { token: owner, body });
const create = (fields: object) =>
  post('/products', { sku: newId(), name: `Thing ${n}`, taxCategoryId, price: 100, ...fields });
const scan = (code: string) => server.request('GET', `/v1/products/barcode/${code}`, { token: owner });
const outcome = ({ status, body }: Answer) => [status, body.code];

async function setLayouts(...labelLayouts: object[]): Promise<void> {
  const { version } = ok(await server.request('GET', '/v1/settings', { token: owner }));
  ok(await server.request('PATCH', '/v1/settings', { token: owner, body: { version, labelLayouts } }));
}

const layout = (prefix: string, pluDigits: number, value: string, decimals: number, fields: object = {}) => ({
  ...{ prefix, pluDigits, value, valueDigits: 12 - prefix.length - pluDigits, decimals },
  ...fields,
});

describe('the worked examples', () => {
  test('are all here', () => {
    expect(examples).toHaveLength(15);
  });

  test.each(examples)('$id: $shows, as the barcode of a product', async ({ code, valid, reason }) => {
    const answer = await create({ barcodes: [code] });
    // What has letters in it is another kind of barcode, not a wrong one.
    if (!valid && reason === 'checkDigit') {
      expect([...outcome(answer), answer.body.errors[0].path]).toEqual([
        400,
        'INVALID_INPUT',
        ['barcodes', 0],
      ]);
      expect(outcome(await scan(code))).toEqual([400, 'INVALID_BARCODE']);
      return;
    }
    expect(ok(await scan(code))).toMatchObject({
      ...{ id: ok(answer).id, scanned: { code, price: null, quantity: null } },
    });
  });

  test.each([
    ['BAR-2623570001505', layout('26', 4, 'weight', 3), '2357', { price: null, quantity: 0.15 }],
    ['BAR-2135040039753', layout('21', 4, 'price', 2), '3504', { price: 3975, quantity: null }],
    ['BAR-2301000123453', layout('23', 5, 'price', 2), '1000', { price: 12345, quantity: null }],
    [
      'BAR-200001807541',
      { ...layout('02', 5, 'price', 2), valueDigits: 4, priceCheckDigit: true },
      ...['1', { price: 754, quantity: null }],
    ],
  ] as [string, object, string, object][])(
    '%s as the label of a scale',
    async (id, itsLayout, plu, value) => {
      const { code } = examples.find((each) => each.id === id);
      await setLayouts(itsLayout);
      expect(outcome(await scan(code))).toEqual([404, 'NOT_FOUND']);
      const product = ok(await create({ plu, soldBy: 'measure', unitLabel: 'kg' }));
      expect(ok(await scan(code))).toEqual({ ...product, scanned: { code, ...value } });
      expect(readLabel([itsLayout as LabelLayout], code, 2)).toEqual({ plu, ...value });
    },
  );
});

describe('the label of a scale', () => {
  const PRICE = layout('21', 5, 'price', 2);
  /** Twelve digits with the check digit behind. */
  const ean13 = (digits: string) => {
    const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
    return `${digits}${(10 - (sum % 10)) % 10}`;
  };

  test('is read by the layout with the longest prefix', async () => {
    await setLayouts(PRICE, layout('2199', 3, 'weight', 3), layout('219', 4, 'weight', 2));
    await create({ plu: '123', soldBy: 'measure', unitLabel: 'kg' });
    await create({ plu: '99123' });
    expect(ok(await scan(ean13('219912300450'))).scanned).toMatchObject({ price: null, quantity: 0.45 });
    expect(ok(await scan(ean13('210012300450'))).scanned).toMatchObject({ price: 450, quantity: null });
    expect(outcome(await scan(ean13('220012300450')))).toEqual([404, 'NOT_FOUND']);
  });

  test('whose check digit is wrong is said to be misread, whoever it is of', async () => {
    await setLayouts(PRICE);
    await create({ plu: '123' });
    const good = ean13('210012300450');
    for (const wrong of [
      `${good.slice(0, -1)}${(Number(good.at(-1)) + 1) % 10}`,
      '12345678',
      '123456789013',
    ]) {
      const answer = await scan(wrong);
      expect(outcome(answer)).toEqual([400, 'INVALID_BARCODE']);
      expect(answer.body.detail).toContain(`${wrong} cannot be right: its check digit is wrong`);
    }
    expect(outcome(await scan('1234567'))).toEqual([404, 'NOT_FOUND']);
  });

  test('whose price has another check digit than it should is said to be misread', async () => {
    await setLayouts({ ...layout('02', 5, 'price', 2), valueDigits: 4, priceCheckDigit: true });
    await create({ plu: '1' });
    const answer = await scan(ean13('020000170754'));
    expect(outcome(answer)).toEqual([400, 'INVALID_BARCODE']);
    expect(answer.body.detail).toContain('its price 0754 has a wrong check digit');
    expect(ok(await scan(ean13('020000180754').slice(1))).scanned.price).toBe(754);
  });

  test.each([
    ['weight', '262357000000'],
    ['price', '212357000000'],
  ])('with a %s of zero is said to be misread', async (what, digits) => {
    await setLayouts(layout('26', 4, 'weight', 3), layout('21', 4, 'price', 2));
    await create({ plu: '2357' });
    const answer = await scan(ean13(digits));
    expect(outcome(answer)).toEqual([400, 'INVALID_BARCODE']);
    expect(answer.body.detail).toContain(`a ${what} of zero`);
  });

  test('with a part of what is sold by the unit is refused, a count is not', async () => {
    await setLayouts(layout('26', 4, 'weight', 3));
    await create({ plu: '2357', name: 'Melon' });
    const answer = await scan(ean13('262357000500'));
    expect(outcome(answer)).toEqual([400, 'INVALID_BARCODE']);
    expect(answer.body.detail).toContain('it says 0.5 of "Melon", which is sold by the unit');
    expect(ok(await scan(ean13('262357002000'))).scanned.quantity).toBe(2);
  });

  test('with fewer decimals than the currency has is worth as much', async () => {
    await setLayouts(layout('21', 5, 'price', 0), layout('22', 5, 'price', 1), layout('26', 5, 'weight', 0));
    await create({ plu: '123', soldBy: 'measure', unitLabel: 'kg' });
    expect(ok(await scan(ean13('210012300012'))).scanned.price).toBe(1200);
    expect(ok(await scan(ean13('220012300012'))).scanned.price).toBe(120);
    expect(ok(await scan(ean13('260012300012'))).scanned.quantity).toBe(12);
  });

  test('is not read where the code is a product’s own', async () => {
    await setLayouts(PRICE);
    await create({ plu: '123' });
    const own = ok(await create({ barcodes: [ean13('210012300450')] }));
    expect(ok(await scan(ean13('210012300450')))).toMatchObject({ id: own.id, scanned: { price: null } });
  });

  test('in a currency without decimals has none', async () => {
    await using yen = await startTestServer();
    const setup = { setupToken: SETUP_TOKEN, merchantName: 'Kissaten', currency: 'JPY' };
    const person = { username: 'owner', name: 'Olive Owner', password: PASSWORD };
    const answer = await yen.request('POST', '/v1/auth/setup', { body: { ...setup, owner: person } });
    const token = ok(answer).accessToken;
    const change = (decimals: number) =>
      yen.request('PATCH', '/v1/settings', {
        token,
        body: { version: 1, labelLayouts: [{ ...PRICE, decimals }] },
      });
    const refused = await change(2);
    expect([...outcome(refused), refused.body.errors[0].path]).toEqual([
      ...[400, 'INVALID_INPUT', ['labelLayouts', 0, 'decimals']],
    ]);
    ok(await change(0));
    const tax = ok(await yen.request('POST', '/v1/tax-categories', { token, body: { name: 'Standard' } }));
    const body = { sku: 'P', name: 'P', taxCategoryId: tax.id, price: 100, plu: '123' };
    ok(await yen.request('POST', '/v1/products', { token, body }));
    const code = ean13('210012300450');
    expect(ok(await yen.request('GET', `/v1/products/barcode/${code}`, { token })).scanned.price).toBe(450);
  });
});

describe('a UPC-E', () => {
  // One of each kind: what is left out stands behind two, three, four or five digits of the maker.
  test.each([
    ['04252614', '042100005264'],
    ['01234505', '012000003455'],
    ['01234531', '012300000451'],
    ['01234543', '012340000053'],
    ['01234572', '012345000072'],
  ])('%s is the UPC-A %s', async (upcE, upcA) => {
    const product = ok(await create({ barcodes: [upcE] }));
    expect(product.barcodes).toEqual([upcA]);
    for (const code of [upcE, upcA, `0${upcA}`]) {
      expect(ok(await scan(code))).toEqual({ ...product, scanned: { code, price: null, quantity: null } });
    }
    const { items } = ok(await server.request('GET', `/v1/products?barcode=${upcE}`, { token: owner }));
    expect(items).toEqual([product]);
    const taken = await create({ barcodes: [upcE] });
    expect([...outcome(taken), taken.body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', product.id]);
    const body = { version: 1, barcodes: [upcE] };
    const changed = ok(await server.request('PATCH', `/v1/products/${product.id}`, { token: owner, body }));
    expect(changed.barcodes).toEqual([upcA]);
  });

  test('is none where its check digit is wrong, or the number system is neither 0 nor 1', async () => {
    for (const code of ['04252611', '24252610']) {
      expect(outcome(await create({ barcodes: [code] }))).toEqual([400, 'INVALID_INPUT']);
      expect(outcome(await scan(code))).toEqual([400, 'INVALID_BARCODE']);
    }
  });

  test('is not what another EAN-8 is', async () => {
    expect(ok(await create({ barcodes: ['96385074'] })).barcodes).toEqual(['96385074']);
  });
});

describe('UPC-A, EAN-13 and GTIN-14 of one number', () => {
  const FORMS = ['012345678905', '0012345678905', '00012345678905'];

  test.each(FORMS)('are found by each other, and shown as %s where it is given so', async (given) => {
    const product = ok(await create({ barcodes: [given] }));
    expect(product.barcodes).toEqual([given]);
    for (const code of FORMS) {
      expect(ok(await scan(code))).toEqual({ ...product, scanned: { code, price: null, quantity: null } });
      for (const query of [`barcode=${code}`, `search=${code}`]) {
        const { items } = ok(await server.request('GET', `/v1/products?${query}`, { token: owner }));
        expect(items[0]).toEqual(product);
      }
    }
  });

  test('belong to one product, also of 12 that want them at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => create({ barcodes: [FORMS[i % 3]] })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const [value] = made[0]?.body.barcodes ?? [];
    for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, body.code, body.details]).toEqual([
        ...[409, 'ALREADY_EXISTS', { field: 'barcode', value, holderId: made[0]?.body.id }],
      ]);
    }
  });

  test('may change their form', async () => {
    const { id } = ok(await create({ barcodes: [FORMS[0]] }));
    const body = { version: 1, barcodes: [FORMS[1]] };
    const changed = ok(await server.request('PATCH', `/v1/products/${id}`, { token: owner, body }));
    expect(changed.barcodes).toEqual([FORMS[1]]);
  });
});
