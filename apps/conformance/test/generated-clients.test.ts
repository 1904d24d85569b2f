import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { newId } from '@cashwrap/database';
import { ok, PASSWORD, type Shop, startTestServer, type TestServer } from '@cashwrap/server/testing/support';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const folder = path.resolve(import.meta.dirname, '../generated-clients');
const tsc = path.resolve(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

test('the types that openapi-typescript makes from the document hold a program to it', async () => {
  const document = new URL('../../../openapi.json', import.meta.url);
  await writeFile(path.join(folder, 'openapi.d.ts'), astToString(await openapiTypescript(document)));
  // What the program gets wrong on purpose is marked, and an unused mark is an error, too.
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error);
  expect(stdout).toBe('');
});

test('and that program signs in, sells, reads errors by their codes, and keeps what has not changed', async () => {
  // By a name that the compiler does not follow: the types that it needs are made above.
  const { sell } = await import(path.join(folder, 'till.ts'));
  const { username } = await server.createUser('cashier');
  const { coffee } = shop.products;
  const barcode = coffee.barcodes[0] ?? '';
  ok(
    await server.request('POST', '/v1/inventory/adjustments', {
      token: shop.owner,
      headers: { 'idempotency-key': newId() },
      body: {
        ...{ storeId: shop.stores[0].id, reason: 'found' },
        lines: [{ productId: coffee.id, quantity: 10 }],
      },
    }),
  );
  const done = await sell({
    ...{ url: server.url, username, password: PASSWORD, barcode },
    ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id },
  });
  expect(done.sale).toMatchObject({
    status: 'completed',
    lines: [{ productId: coffee.id, quantity: 2, total: 2 * coffee.price }],
  });
  const { body } = await server.request('GET', `/v1/sales/${done.sale.id}`, { token: shop.owner });
  expect(body).toEqual(done.sale);
  expect(done).toMatchObject({
    refusal: `short by ${coffee.price - 1}`,
    statusOfKept: 304,
    missing: 'NOT_FOUND',
  });
});
