import { randomUUID } from 'node:crypto';
import { newId } from '@cashwrap/database';
import { ean13 } from './ean13.ts';
import { HttpConnection, type HttpRequest } from './http-connection.ts';

/** What the load needs to know of the shop that it buys in. Plain data: it is sent to another process. */
export interface Shop {
  readonly token: string;
  readonly storeId: string;
  readonly registerIds: readonly string[];
  readonly productIds: readonly string[];
  readonly barcodes: readonly string[];
}

const PRODUCTS = 500;
const REGISTERS = 16;
const STOCK = 1_000_000;
const LINES = 3;

/** Sets up a merchant with a store, tills, products and stock, through the API on `port`. */
export async function openShop(port: number, setupToken: string): Promise<Shop> {
  const connection = await HttpConnection.open(port);
  const post = async (
    path: string,
    body: object,
    token = '',
  ): Promise<{ id: string; accessToken: string }> => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    const answer = await connection.request({
      method: 'POST',
      path: `/v1${path}`,
      headers,
      body: JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    return JSON.parse(answer.body);
  };
  try {
    const owner = { username: 'owner', name: 'Owner', password: 'cashwrap-bench' };
    const setup = await post('/auth/setup', { setupToken, merchantName: 'Bench', currency: 'EUR', owner });
    const token = setup.accessToken;
    const make = async (path: string, body: object) => (await post(path, body, token)).id;

    const storeId = await make('/stores', {
      name: 'Store',
      timeZone: 'Europe/Berlin',
      pricesIncludeTax: true,
    });
    const taxCategoryId = await make('/tax-categories', { name: 'Standard' });
    const rate = { storeId, taxCategoryId, name: 'VAT', percentage: 19, validFrom: '2020-01-01' };
    await make('/tax-rates', rate);
    const registerIds: string[] = [];
    for (let i = 1; i <= REGISTERS; i++) {
      const registerId = await make('/registers', { storeId, name: `Till ${i}` });
      // Cash is taken in an open shift only.
      await make('/shifts', { storeId, registerId, openingFloat: { amount: 10_000 } });
      registerIds.push(registerId);
    }
    const productIds: string[] = [];
    const barcodes = Array.from({ length: PRODUCTS }, (_, i) => ean13(400_000_000_000 + i));
    for (const [i, barcode] of barcodes.entries()) {
      const product = { sku: `P-${i}`, name: `Product ${i}`, barcodes: [barcode], taxCategoryId };
      productIds.push(await make('/products', { ...product, price: 100 + i, cost: 60 + i }));
    }
    const lines = productIds.map((productId) => ({ productId, quantity: STOCK }));
    await make('/inventory/adjustments', { storeId, reason: 'opening_stock', lines });
    return { token, storeId, registerIds, productIds, barcodes };
  } finally {
    connection.close();
  }
}

/** A sale of three lines for cash, as the SDK sends it; `hot`: everybody buys the first product. */
export function saleOf(shop: Shop, buyer: number, hot: boolean) {
  const chosen = new Set<string>(hot ? [shop.productIds[0] ?? ''] : []);
  while (chosen.size < LINES) chosen.add(pick(shop.productIds));
  return {
    id: newId(),
    storeId: shop.storeId,
    registerId: shop.registerIds[buyer % shop.registerIds.length],
    lines: [...chosen].map((productId) => ({ productId, quantity: 1 })),
    payments: [{ method: 'cash', tendered: 10_000 }],
  };
}

export function saleRequest(shop: Shop, buyer: number, hot: boolean): HttpRequest {
  return {
    method: 'POST',
    path: '/v1/sales',
    headers: { authorization: `Bearer ${shop.token}`, 'idempotency-key': randomUUID() },
    body: JSON.stringify(saleOf(shop, buyer, hot)),
  };
}

export function pick<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)] as T;
}
