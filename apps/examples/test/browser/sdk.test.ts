import { sellingAt } from '@cashwrap/server/testing/selling';
import { PASSWORD, type Shop, startTestServer, type TestServer } from '@cashwrap/server/testing/support';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INSECURE_HOST, launchChromium } from './chromium.ts';
import { type Cuttable, cuttable } from './cuttable.ts';
import type { Sdk } from './sdk-page/main.ts';
import { servePage } from './serve-page.ts';

/** In the page, where the functions of `evaluate` run. */
declare const sdk: Sdk;
declare const cashwrap: ReturnType<Sdk['createCashwrap']>;

const ELEVEN_MINUTES_MS = 11 * 60_000;

const resources = new AsyncDisposableStack();
let browser: Browser;
let server: TestServer;
let shop: Shop;
/** The way from the browser to the server: another origin than that of the page. */
let network: Cuttable;
let baseUrl: string;
/** An origin that the server allows; what `INSECURE_HOST` is called, too; and one that it does not. */
let origins: { readonly allowed: string; readonly insecure: string; readonly stranger: string };

/** A tab of its own browser session. */
async function openPage(origin = origins.allowed): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(origin);
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

beforeAll(async () => {
  const page = resources.use(await servePage(`${import.meta.dirname}/sdk-page`));
  const at = (host: string) => `http://${host}:${page.port}`;
  origins = { allowed: at('localhost'), insecure: at(INSECURE_HOST), stranger: at('127.0.0.1') };
  const corsOrigins = [origins.allowed, origins.insecure];
  server = resources.use(await startTestServer({ feed: true, limits: { corsOrigins } }));
  shop = await server.seedShop();
  network = resources.use(await cuttable(Number(new URL(server.url).port)));
  baseUrl = `http://127.0.0.1:${network.port}`;
  browser = await launchChromium();
  resources.defer(() => browser.close());
});
afterAll(() => resources.disposeAsync());

describe('the SDK in a browser, on another origin than the server', () => {
  test('signs in, reads a list page by page, and sells', async () => {
    await using page = await openPage();
    const found = await page.evaluate(
      async ({ baseUrl, password, storeId, registerId, productId }) => {
        const cashwrap = sdk.createCashwrap({ baseUrl });
        const { user } = await cashwrap.auth.login({ username: 'owner', password });
        const products = await cashwrap.products.list({ limit: 1 }).toArray({ limit: 10 });
        const sale = await cashwrap.sales.create({
          ...{ storeId, registerId, lines: [{ productId, quantity: 2 }] },
          payments: [{ method: 'cash', tendered: 5000 }],
        });
        return { user: user.name, products: products.map(({ sku }) => sku), sale };
      },
      {
        ...{ baseUrl, password: PASSWORD, storeId: shop.stores[0].id, registerId: shop.registers[0].id },
        productId: shop.products.voucher.id,
      },
    );
    expect(found.user).toBe('Olive Owner');
    expect(found.products.toSorted()).toEqual(
      Object.values(shop.products)
        .map(({ sku }) => sku)
        .toSorted(),
    );
    expect(found.sale).toMatchObject({ status: 'completed', total: 300, change: 4700 });
    const kept = await server.request('GET', `/v1/sales/${found.sale.id}`, { token: shop.owner });
    expect(kept.body).toMatchObject({ number: found.sale.number, total: 300 });
  });

  test('works on a plain http page, where browsers have no randomUUID', async () => {
    await using page = await openPage(origins.insecure);
    expect(await page.evaluate(() => [isSecureContext, typeof crypto.randomUUID])).toEqual([
      false,
      'undefined',
    ]);
    const category = await page.evaluate(
      ({ baseUrl, accessToken }) =>
        sdk.createCashwrap({ baseUrl, accessToken }).taxCategories.create({ name: 'Books' }),
      { baseUrl, accessToken: shop.owner },
    );
    expect(category.name).toBe('Books');
  });

  test('reads the errors of the server with their details', async () => {
    await using page = await openPage();
    const error = await page.evaluate(
      async ({ baseUrl, accessToken, storeId, registerId, productId }) => {
        const caught: unknown = await sdk
          .createCashwrap({ baseUrl, accessToken })
          .sales.create({
            ...{ storeId, registerId, lines: [{ productId, quantity: 1 }] },
            payments: [{ method: 'cash', tendered: 10 }],
          })
          .catch((error: unknown) => error);
        return sdk.isCashwrapError(caught, 'PAYMENT_MISMATCH')
          ? { status: caught.status, details: caught.details }
          : String(caught);
      },
      {
        ...{ baseUrl, accessToken: shop.owner, productId: shop.products.voucher.id },
        ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id },
      },
    );
    expect(error).toMatchObject({ status: 409, details: { reason: 'short', difference: 140 } });
  });

  test('is told nothing where the server does not allow its origin', async () => {
    await using page = await openPage(origins.stranger);
    const name = await page.evaluate(
      ({ baseUrl, accessToken }) =>
        sdk
          .createCashwrap({ baseUrl, accessToken, maxRetries: 0 })
          .auth.me()
          .catch((error: unknown) => (error as Error).name),
      { baseUrl, accessToken: shop.owner },
    );
    expect(name).toBe('CashwrapConnectionError');
  });

  test('lets go of a call that is aborted while its answer is awaited', async () => {
    await using page = await openPage();
    network.holdAnswers(true);
    try {
      const asked = page.waitForRequest(/trpc\/auth\.me/);
      const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes('auth.me'));
      const outcome = page.evaluate(
        ({ baseUrl, accessToken }) => {
          const stop = new AbortController();
          Object.assign(globalThis, { stop });
          return sdk
            .createCashwrap({ baseUrl, accessToken })
            .auth.me({}, { signal: stop.signal })
            .catch((reason: unknown) => reason);
        },
        { baseUrl, accessToken: shop.owner },
      );
      await asked;
      await page.evaluate('stop.abort("the cashier has left")');
      expect(await outcome).toBe('the cashier has left');
      expect((await aborted).failure()?.errorText).toBe('net::ERR_ABORTED');
    } finally {
      network.holdAnswers(false);
    }
  });

  test('goes on listening behind the last event when its connection breaks', async () => {
    await using page = await openPage();
    const opened = page.waitForResponse(/trpc\/events\.subscribe/);
    const told = page.evaluate(
      async ({ baseUrl, accessToken }) => {
        const totals: number[] = [];
        const feed = sdk
          .createCashwrap({ baseUrl, accessToken })
          .events.subscribe({ types: ['sale.completed'] });
        for await (const { data } of feed) {
          totals.push(data.total);
          document.title = `heard ${totals.length}`;
          if (totals.length === 3) break;
        }
        return totals;
      },
      { baseUrl, accessToken: shop.owner },
    );
    await opened;
    const seller = sellingAt(server, shop);
    const sell = (quantity: number) =>
      seller.sell({
        lines: [{ productId: shop.products.voucher.id, quantity }],
        payments: [{ method: 'cash', tendered: 10_000 }],
      });
    await sell(1);
    await page.waitForFunction(() => document.title === 'heard 1');
    network.cut();
    await sell(2);
    await sell(3);
    expect(await told).toEqual([150, 300, 450]);
  });
});

// They move the clock of the server on: the tokens of the tests above have expired then.
describe('two tabs with one storage', () => {
  test.each([
    ['on a page over https, where they refresh their session in turn', () => origins.allowed],
    ['on a plain http page, where browsers have no locks and they may do so at once', () => origins.insecure],
  ])('are one session, %s', async (_, origin) => {
    const context = await browser.newContext();
    await using _closed = { [Symbol.asyncDispose]: () => context.close() };
    const refreshes: string[] = [];
    context.on('request', (request) => {
      if (request.url().endsWith('auth.refresh') && request.method() === 'POST')
        refreshes.push(request.url());
    });
    const [first, second] = await Promise.all([openTab(context, origin()), openTab(context, origin())]);

    await first.evaluate(
      (password) => cashwrap.auth.login({ username: 'owner', password }).then(() => undefined),
      PASSWORD,
    );
    expect(await second.evaluate(whoami)).toBe('Olive Owner');
    server.clock.advance(ELEVEN_MINUTES_MS);
    expect(await Promise.all([first, second, first, second].map((tab) => tab.evaluate(whoami)))).toEqual(
      Array(4).fill('Olive Owner'),
    );
    // One call of a tab refreshes for all of its calls, and mostly for the other tab too. But a browser tells one tab of what another
    // has stored when it gets to it, with or without locks.
    expect([1, 2]).toContain(refreshes.length);
    // The tokens that came are good ones: the next expiry is survived, too.
    server.clock.advance(ELEVEN_MINUTES_MS);
    expect(await second.evaluate(whoami)).toBe('Olive Owner');

    await first.evaluate(() => cashwrap.auth.logout());
    expect(await second.evaluate(whoami)).toBe('UNAUTHENTICATED');
  });
});

/** Another tab of a browser session, with a client of its own in it that keeps its tokens where the others do. */
async function openTab(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.evaluate((baseUrl) => {
    const storage = sdk.webStorage(localStorage);
    Object.assign(globalThis, { cashwrap: sdk.createCashwrap({ baseUrl, storage }) });
  }, baseUrl);
  return page;
}

function whoami(): Promise<string> {
  return cashwrap.auth.me().then(
    ({ name }) => name,
    (error: unknown) => (sdk.isCashwrapError(error, 'UNAUTHENTICATED') ? error.code : String(error)),
  );
}
