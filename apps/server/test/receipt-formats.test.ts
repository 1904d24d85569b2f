import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { languageFor, receiptLanguages } from '../src/modules/sales/domain/receipt-words.ts';
import { widthOf } from '../src/modules/sales/domain/text-width.ts';
import { encodeEscPos } from '../src/modules/sales/encode-esc-pos.ts';
import { byGiftCard, type Owing, owingAt, type TestCard } from './owing.ts';
import { printOut } from './printer.ts';
import { card, cash, endWithCleanBooks, type Place, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
/** In Germany: it writes in German. */
let laden: Place;
/** With a discount, a bundle, a gift card that is sold and one that pays, and names that would be markup. */
let sale: Json;
let sold: TestCard;
let paying: TestCard;

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  // By itself it would fetch the reader from the net.
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } });
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  laden = await selling.newStore({
    ...{ name: 'Müller & Söhne <Süßes>', locale: 'de-DE', phone: '+49 30 1234' },
    address: { line1: 'Straße der “Räuber” 1', city: 'Berlin', postalCode: '10435', country: 'DE' },
  });
  [sold, paying] = [await owing.newCard(), await owing.soldCard(1000)];
  const tasse = await selling.newProduct({ name: 'Tasse', trackStock: false });
  const torte = await selling.newProduct({ name: '<b>Käse</b>torte', price: 1299, trackStock: false });
  const components = [{ productId: tasse, quantity: 2 }];
  const bundle = await selling.newProduct({ name: 'Frühstück', kind: 'bundle', components, price: 450 });
  sale = await selling.sell({
    ...{ storeId: laden.store.id, registerId: laden.register.id },
    lines: [
      {
        ...{ productId: torte, quantity: 1 },
        discounts: [{ type: 'percentage', name: 'Für Gäste', percentage: 12.5 }],
      },
      { productId: bundle, quantity: 2 },
    ],
    giftCards: [{ giftCardId: sold.id, amount: 2000 }],
    payments: [byGiftCard(paying, 140), card(1000), cash(3000)],
  });
});
afterAll(() => endWithCleanBooks(server));

const receiptOf = async (query: string, { id }: Json = sale): Promise<Answer> =>
  server.request('GET', `/v1/sales/${id}/receipt${query}`, { token: shop.owner });
const linesOf = async (query: string): Promise<string[]> =>
  ok(await receiptOf(query))
    .trimEnd()
    .split('\n');

describe('the language of the store', () => {
  test('is on its receipts, with its numbers; gift cards are called in it, too', async () => {
    const text: string = ok(await receiptOf('?format=text'));
    const row = (label: string, amount: string) => label + amount.padStart(42 - label.length);
    expect(text).toContain(
      [
        '<b>Käse</b>torte',
        row('  1 x 12,99 €', '12,99 €'),
        row('  Für Gäste 12,5 %', '-1,62 €'),
        'Frühstück',
        row('  2 x 4,50 €', '9,00 €'),
        '  4 x Tasse',
        `Geschenkkarte …${sold.code.slice(-4)}`,
        row('  1 x 20,00 €', '20,00 €'),
        '-'.repeat(42),
        row('Zwischensumme', '21,99 €'),
        row('Rabatte', '-1,62 €'),
        row('Geschenkkarten', '20,00 €'),
        row('Summe', '40,37 €'),
        '-'.repeat(42),
        row(`Geschenkkarte …${paying.code.slice(-4)}`, '1,40 €'),
        row('Karte T-1', '10,00 €'),
        row('Bar', '30,00 €'),
        row('Rückgeld', '1,03 €'),
        '',
        row(`Rest auf Geschenkkarte …${paying.code.slice(-4)}`, '8,60 €'),
        '',
        row('Steuersatz  Netto', 'Steuer'),
        row('VAT 19 % (19 %)  17,11 €', '3,26 €'),
      ].join('\n'),
    );
    expect(ok(await receiptOf(''))).toMatchObject({ language: 'de', direction: 'ltr', title: 'Kassenbon' });
    // What is stored is the same everywhere.
    expect(sale.lines.at(-1).name).toBe(`Gift card …${sold.code.slice(-4)}`);
  });

  test('is English where there are no words of it, with its own numbers', async () => {
    const { store, register } = await selling.newStore({ locale: 'fr-FR' });
    const other = await selling.sell({
      ...{ storeId: store.id, registerId: register.id, payments: [cash(150)] },
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
    });
    expect(ok(await receiptOf('', other))).toMatchObject({
      ...{ language: 'en', title: 'Receipt', total: { label: 'Total', amount: '1,50\u00a0€' } },
    });
  });

  test('is that of the locale, whatever the region', () => {
    const languages = ['de', 'de-AT', 'en-DE', 'gsw-CH', 'nds-DE'].map((each) => languageFor(each).language);
    expect(languages).toEqual(['de', 'de', 'en', 'en', 'en']);
  });

  test.each(receiptLanguages)('$language has every word', ({ language, words }) => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(languageFor('en').words).sort());
    expect(Object.values(words).filter((word) => word.trim() === '' || word !== word.trim())).toEqual([]);
    expect(new Intl.Locale(language).language).toBe(language);
  });
});

describe('ESC/POS', () => {
  test.each([42, 32, 48])('prints on %i columns what the text says, and cuts', async (columns) => {
    const answer = await receiptOf(`?format=escpos&columns=${columns}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    const { lines, bold, qrCodes, cuts, codePages } = printOut(answer.body);
    const text = await linesOf(`?format=text&columns=${columns}`);
    expect(lines.slice(0, text.length)).toEqual(text);
    // The code, and the way to the blade.
    expect(lines.slice(text.length).join('')).toBe('');
    expect(bold.map((line) => line.trim().split(/ +/)[0])).toEqual(['Kassenbon', 'Summe']);
    expect([qrCodes, cuts, [...codePages]]).toEqual([[sale.id], 1, [16]]);
    for (const part of ['Müller & Söhne <Süßes>', '“Räuber”', 'Rückgeld', '1,03 €', '…']) {
      expect(lines.join(' ').replace(/ +/g, ' ')).toContain(part);
    }
  });

  test('is Base64 over tRPC, the same bytes', async () => {
    const answer = await server.trpc(
      'sales.receipt',
      { id: sale.id, format: 'escpos' },
      { token: shop.owner },
    );
    expect(answer.data).toMatchObject({ format: 'escpos', mediaType: 'application/octet-stream' });
    expect(Buffer.from(answer.data.content, 'base64')).toEqual(ok(await receiptOf('?format=escpos')));
  });

  test('on more than 48 columns is refused', async () => {
    const answer = await receiptOf('?format=escpos&columns=49');
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors).toEqual([expect.objectContaining({ path: ['columns'] })]);
    expect((await receiptOf('?format=text&columns=49')).status).toBe(200);
  });

  test.each([
    ['Łódź – 5 €', 'Łódź – 5 €', [18, 16]],
    ['Привет, € Ёж', 'Привет, € Ёж', [17, 16]],
    ['Ωμέγα €', 'Ωμέγα €', [15]],
    ['Ağ', 'Ağ', [16, 13]],
    ['ą', 'ą', [18]],
    ['ī', 'ī', [33]],
    // In no code page: a letter without its accents, else as many question marks as it is wide.
    ['ẽ e\u0301 漢字 👩‍👩‍👧', 'e é ???? ??', [16]],
    ['\u001bp0 a\u0007', '?p0 a?', [16]],
  ] as const)('%j is printed as %j', async (text, printed, pages) => {
    const { lines, codePages } = printOut(await encodeEscPos([{ text, strong: false }], sale.id));
    expect([lines[0], [...codePages]]).toEqual([printed, pages]);
  });

  test('whatever is on it takes as many columns as on the text, and is no command', async () => {
    const characters = [
      ...'abc 0,€äß–…',
      'é',
      'e\u0301',
      'я',
      'Ω',
      'ع',
      'ﷺ',
      '漢',
      'カ',
      'ｗ',
      '🍎',
      '🇯🇵',
      '\u001b',
      '\u001d',
    ];
    const line = fc
      .array(fc.constantFrom(...characters), { maxLength: 24 })
      .map((each) => each.join('').trim());
    await fc.assert(
      fc.asyncProperty(line, async (text) => {
        const { lines, cuts } = printOut(await encodeEscPos([{ text, strong: true }], sale.id));
        expect([lines[0]?.length, cuts]).toEqual([widthOf(text.normalize('NFC')), 1]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the page', () => {
  let page: string;
  beforeAll(async () => {
    page = ok(await receiptOf('?format=html'));
  });

  test('says what the receipt says, in its language', async () => {
    const receipt = ok(await receiptOf(''));
    const shown = textOf(page);
    const { store, headings, total } = receipt;
    const rows = [...receipt.totals, total, ...receipt.payments, ...receipt.balances];
    for (const part of [
      ...[store.name, ...store.addressLines, store.phone, receipt.title, receipt.number],
      ...[receipt.completedAt, receipt.cashier, receipt.documentId, ...Object.values(headings)],
      ...rows.flatMap(({ label, amount }) => [label, amount]),
      ...receipt.taxes.flatMap(({ name, base, amount }: Json) => [name, base, amount]),
      ...receipt.lines.flatMap((line: Json) => [
        ...[line.name, `${line.quantity} x ${line.unitPrice}`, line.gross, ...line.components],
        ...line.discounts.flatMap(({ label, amount }: Json) => [label, amount]),
      ]),
    ]) {
      expect(shown).toContain(part);
    }
    expect(page).toMatch(/^<!doctype html>\n<html lang="de" dir="ltr">/);
  });

  test('runs nothing, loads nothing, and what is written on it is text', async () => {
    const answer = await receiptOf('?format=html');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<b>|<Süßes|\son\w+=|\ssrc=|\shref=|url\(|@import/i);
    expect(page.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    const trpc = await server.trpc('sales.receipt', { id: sale.id, format: 'html' }, { token: shop.owner });
    expect(trpc.data).toEqual({ format: 'html', mediaType: 'text/html; charset=utf-8', content: page });
  });

  test('has a code in which a reader finds the sale', async () => {
    const [svg = ''] = /<svg.*<\/svg>/s.exec(page) ?? [];
    const found = await readBarcodes(rasterize(svg));
    expect(found.map(({ format, text }) => [format, text])).toEqual([['QRCode', sale.id]]);
  });
});

describe('a copy', () => {
  test('says so in every format, in the language of the store; else all is the same', async () => {
    const original = ok(await receiptOf(''));
    expect(original.copy).toBeNull();
    expect(ok(await receiptOf('?copy=true'))).toEqual({ ...original, copy: 'Kopie' });

    const [text, marked] = [await linesOf('?format=text'), await linesOf('?format=text&copy=true')];
    const mark = marked.findIndex((line) => line.trim() === '*** Kopie ***');
    expect(marked.toSpliced(mark, 1)).toEqual(text);

    const { lines, bold } = printOut(ok(await receiptOf('?format=escpos&copy=true')));
    expect(lines.slice(0, marked.length)).toEqual(marked);
    expect(bold[1]?.trim()).toBe('*** Kopie ***');

    const [page, copy] = [ok(await receiptOf('?format=html')), ok(await receiptOf('?format=html&copy=true'))];
    expect(copy.replace('<p class="copy">Kopie</p>', '')).toBe(page);
  });

  test('is asked for: to read a receipt again changes nothing', async () => {
    const before = await selling.counts();
    const first = ok(await receiptOf('?format=text'));
    expect([ok(await receiptOf('?format=text&copy=false')), await selling.counts()]).toEqual([first, before]);
  });
});

/** The text of a page, without its style. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** The squares of an SVG as pixels: what lies within an odd number of its outlines is black. */
function rasterize(svg: string) {
  const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
  const black = Array.from({ length: width * height }, () => false);
  for (const [outline] of svg.matchAll(/M[^MZ]+Z/g)) {
    const points = [...outline.matchAll(/(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    points.forEach(([x, y], i) => {
      const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
      // To the right of an upright edge it is the other way round.
      if (x !== nextX) return;
      for (let line = Math.min(y, nextY); line < Math.max(y, nextY); line++) {
        for (let pixel = line * width + x; pixel < (line + 1) * width; pixel++) black[pixel] = !black[pixel];
      }
    });
  }
  const data = Uint8ClampedArray.from(black.flatMap((isBlack) => [...Array(3).fill(isBlack ? 0 : 255), 255]));
  return { data, width, height, colorSpace: 'srgb' as const };
}
