import { sellingAt } from '@cashwrap/server/testing/selling';
import { ok, PASSWORD, type Shop, startTestServer, type TestServer } from '@cashwrap/server/testing/support';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Cuttable, cuttable } from './cuttable.ts';
import { servePage } from './serve-page.ts';

const PHONE = { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true };

const resources = new AsyncDisposableStack();
let browser: Browser;
let server: TestServer;
let shop: Shop;
/** The way from the browser to the shop's server, which has the page and the API. */
let network: Cuttable;

/** A tab of its own browser session, where somebody has signed in. What goes wrong in the page fails the test. */
async function openTill(
  options: BrowserContextOptions = {},
  { username = 'owner', registerId = shop.registers[0].id } = {},
) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  // As if it had been chosen earlier.
  await context.addInitScript((id) => localStorage.setItem('cashwrap.register', id), registerId);
  const page = await context.newPage();
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(String(error)));
  await page.goto(`http://127.0.0.1:${network.port}`);
  await signIn(page, username);
  return Object.assign(page, {
    [Symbol.asyncDispose]: async () => {
      await context.close();
      expect(broken).toEqual([]);
    },
  });
}

async function signIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

/** What the page has worked out, by its name. */
const shown = (page: Page, name: string) => page.getByRole('status', { name, exact: true }).textContent();
const search = (page: Page) => page.getByRole('searchbox');
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Puts a code into the field as a scanner does: by the keyboard, with Enter. */
async function scan(page: Page, code: string): Promise<void> {
  await search(page).focus();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

const countSales = async (): Promise<number> =>
  (await server.database.pool.query('SELECT count(*)::int AS count FROM sales')).rows[0].count;

beforeAll(async () => {
  server = resources.use(await startTestServer({ feed: true }));
  shop = await server.seedShop();
  await sellingAt(server, shop).stockUp({ [shop.products.coffee.id]: 1000 });
  const page = resources.use(
    await servePage(`${import.meta.dirname}/../../web`, { proxy: { '/trpc': server.url } }),
  );
  network = resources.use(await cuttable(page.port));
  browser = await launchChromium();
  resources.defer(() => browser.close());
});
afterAll(() => resources.disposeAsync());

describe('the till', () => {
  test('sells what is scanned and what is chosen, gives change, and shows the receipt', async () => {
    await using page = await openTill();
    await scan(page, '4006381333931');
    await expect.poll(() => shown(page, 'Total')).toBe('€6.99');
    await button(page, 'Gift wrapping').click();
    await button(page, 'More Gift wrapping').click();
    await expect.poll(() => shown(page, 'Total')).toBe('€9.99');
    await page.getByLabel('Quantity of Gift wrapping').fill('3');
    // Priced as each key is pressed, by the engine of the server.
    expect(await shown(page, 'Total')).toBe('€11.49');

    await button(page, 'Pay €11.49').click();
    await expect.poll(() => shown(page, 'To pay')).toBe('€11.49');
    await page.keyboard.type('20');
    await expect.poll(() => page.getByText('Change').textContent()).toBe('Change €8.51');
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page, 'Change to give')).toBe('Change €8.51');
    expect(await page.locator('.receipt').textContent()).toContain('Coffee beans 250 g');
    await page.keyboard.press('Enter');
    expect(await shown(page, 'Total')).toBe('€0.00');

    const { body } = await server.request('GET', '/v1/sales?limit=1', { token: shop.owner });
    expect(body.items[0]).toMatchObject({ total: 1149, registerId: shop.registers[0].id });
    const { body: sale } = await server.request('GET', `/v1/sales/${body.items[0].id}`, {
      token: shop.owner,
    });
    expect(sale.payments).toMatchObject([{ method: 'cash', tendered: 2000, change: 851 }]);
  });

  test('says in words what is wrong: a password, a barcode, and too little money', async () => {
    await using page = await openTill({}, { username: 'nobody' });
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('The name or the password is wrong.');
    await signIn(page, 'owner');
    await search(page).waitFor();
    await scan(page, '4006381333948');
    await expect.poll(() => shown(page, 'Last scan')).toBe('No product has the barcode 4006381333948.');
    // The next scan takes its place, wherever the focus is.
    await button(page, 'Clear').focus();
    await page.keyboard.type('4006381333931');
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page, 'Last scan')).toBe('Coffee beans 250 g added');
    await button(page, /^Pay/).click();
    await page.getByLabel('Cash given (EUR)').fill('5');
    await expect.poll(() => page.getByText('are missing').textContent()).toBe('€1.99 are missing');
    expect(await button(page, 'Take payment').isDisabled()).toBe(true);
  });

  test('takes quantities as they are typed, and a scan behind a search', async () => {
    await using page = await openTill();
    await search(page).pressSequentially('apples');
    await button(page, /^Apples/).click();
    const quantity = page.getByLabel('Quantity of Apples');
    await quantity.press('Control+a');
    await quantity.pressSequentially('0.318');
    await expect.poll(() => shown(page, 'Total')).toBe('€0.95');
    await quantity.press('Enter');
    expect(await quantity.inputValue()).toBe('0.318');
    await page.keyboard.type('4006381333931');
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page, 'Last scan')).toBe('Coffee beans 250 g added');
    await quantity.fill('0');
    await quantity.press('Enter');
    await expect.poll(() => shown(page, 'Total')).toBe('€6.99');
  });

  test('rings a sale up once, though its answer was lost and somebody tries again', async () => {
    await using page = await openTill();
    const before = await countSales();
    await button(page, /^Gift wrapping/).click();
    await button(page, /^Pay/).click();
    await button(page, 'Exact').click();
    network.loseAnswers(true);
    await button(page, 'Take payment').click();
    await expect.poll(countSales).toBe(before + 1);
    await expect
      .poll(() => page.getByRole('alert').textContent(), { timeout: 10_000 })
      .toBe('The server cannot be reached. Check the network, then try again.');
    network.loseAnswers(false);
    await button(page, 'Try again').click();
    await page.locator('.receipt').waitFor();
    expect(await countSales()).toBe(before + 1);
  });

  test('shows the sales of other tills as they are made, also after the connection broke', async () => {
    await using page = await openTill();
    const listening = page.waitForResponse(/events\.subscribe/);
    const last = page.getByRole('region', { name: 'Last sales' });
    await listening;
    for (const quantity of [21, 22]) {
      await sellingAt(server, shop).sell({
        lines: [{ productId: shop.products.voucher.id, quantity }],
        payments: [{ method: 'cash', tendered: 10_000 }],
      });
      await last.getByText(`€${(quantity * 1.5).toFixed(2)}`).waitFor();
      network.cut();
    }
  });

  test('reads on in a long list, and finds by what is typed', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        server.request('POST', '/v1/products', {
          token: shop.owner,
          body: {
            ...{ sku: `TEA-${number}`, name: `Tea ${number}`, price: 400 + number },
            taxCategoryId: shop.taxCategories.reduced.id,
          },
        }),
      ),
    );
    await using page = await openTill();
    const products = page.getByRole('region', { name: 'Products' }).getByRole('listitem');
    await expect.poll(() => products.count()).toBe(24);
    await button(page, 'More products').click();
    await expect.poll(() => products.count()).toBe(33);
    await search(page).fill('tea 29');
    await expect.poll(() => products.first().textContent()).toContain('Tea 29');
    expect(await button(page, 'More products').count()).toBe(0);
  });

  test('shows nobody what another person has seen', async () => {
    await using page = await openTill();
    await page.getByText('Olive Owner').waitFor();
    await search(page).waitFor();
    await button(page, 'Sign out').click();
    await page.getByLabel('User name').waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['cashwrap.register']);
    const { username } = await server.createUser('cashier', { storeId: shop.stores[1].id });
    await signIn(page, username);
    await search(page).waitFor();
    // The stores of the owner are not kept for the cashier, who has one.
    expect(await page.getByLabel('Register').textContent()).toBe('Harbour · Till 1');
    await page.getByText(`Test ${username}`).waitFor();
  });

  test('fits a phone, where the keyboard reaches everything and all of it has a name', async () => {
    await using page = await openTill(PHONE);
    await search(page).waitFor();
    await button(page, /^Apples/).click();
    await page.getByLabel('Quantity of Apples').fill('1.345');
    await expect.poll(() => shown(page, 'Total')).toBe('€4.02');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.viewport.width);
    await button(page, /^Pay/).tap();
    await page.getByRole('status', { name: 'To pay' }).waitFor();
    expect(await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(
      0,
    );
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLInputElement>('button, input, select')].filter(
          (element) => !element.textContent && !element.labels?.length && !element.ariaLabel,
        ).length,
    );
    expect(unnamed).toBe(0);
    // Escape goes back, to what had the focus.
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Pay €4.02');
  });

  test('opens its drawer where that is closed', async () => {
    const storeId = shop.stores[0].id;
    const register = await sellingAt(server, shop).create('/registers', { storeId, name: 'Till 2' });
    await using page = await openTill({}, { registerId: register.id });
    await page.getByLabel('Float (EUR)').fill('100');
    await button(page, 'Open').click();
    await search(page).waitFor();
    const query = `storeId=${storeId}&registerId=${register.id}`;
    const shift = await server.request('GET', `/v1/shifts/current?${query}`, { token: shop.owner });
    expect(shift.body).toMatchObject({ status: 'open', openingFloat: 10_000 });
  });

  test('takes each label of a scale as a piece of its own, also after one was taken out', async () => {
    const { get, create } = sellingAt(server, shop);
    const { version } = await get('/settings');
    const labelLayouts = [{ prefix: '21', pluDigits: 5, value: 'price', valueDigits: 5, decimals: 2 }];
    const body = { version, labelLayouts };
    ok(await server.request('PATCH', '/v1/settings', { token: shop.owner, body }));
    await create('/products', {
      ...{ sku: 'CHS-1', name: 'Cheddar', plu: '123', soldBy: 'measure', unitLabel: 'kg', price: 2190 },
      taxCategoryId: shop.taxCategories.reduced.id,
    });
    await using page = await openTill();
    const pieces = page.getByRole('region', { name: 'Cart' }).getByRole('listitem');
    const label = '2100123004508';
    await scan(page, label);
    await expect.poll(() => pieces.count()).toBe(1);
    await scan(page, label);
    await expect.poll(() => shown(page, 'Total')).toBe('€9.00');
    await button(page, 'Remove Cheddar').first().click();
    await scan(page, label);
    await expect.poll(() => shown(page, 'Total')).toBe('€9.00');
    expect(await pieces.count()).toBe(2);
  });
});
