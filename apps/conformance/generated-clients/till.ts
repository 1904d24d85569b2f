import createClient from 'openapi-fetch';
import type { components, paths } from './openapi.d.ts';

/** Who sells what, and where. */
export interface Selling {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly storeId: string;
  readonly registerId: string;
  readonly barcode: string;
}

type Sale = components['schemas']['Sale'];
type RefusedSale = paths['/sales']['post']['responses'][409]['content']['application/problem+json'];

/** What somebody writes with a client that is made from the document: a sign-in, a sale, and what refuses one. */
export async function sell({ url, username, password, ...at }: Selling) {
  const api = createClient<paths>({ baseUrl: `${url}/v1` });
  const signedIn = await api.POST('/auth/login', { body: { username, password } });
  if (signedIn.error) throw new Error(signedIn.error.detail);
  const authorization = `Bearer ${signedIn.data.accessToken}`;
  api.use({ onRequest: ({ request }) => request.headers.set('authorization', authorization) });

  const scanned = await api.GET('/products/barcode/{code}', { params: { path: { code: at.barcode } } });
  if (scanned.error) throw new Error(scanned.error.detail);
  const { id: productId } = scanned.data;

  const ring = (quantity: number, tendered: number) =>
    api.POST('/sales', {
      params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
      body: {
        storeId: at.storeId,
        registerId: at.registerId,
        lines: [{ productId, quantity }],
        payments: [{ method: 'cash', tendered }],
      },
    });
  const sold = await ring(2, 10_000);
  if (sold.error) throw new Error(sold.error.detail);
  const sale: Sale = sold.data;

  const short = await ring(1, 1);
  // 409 is one status of several: its problems are told apart by their codes.
  const refusal = short.response.status === 409 ? explain(short.error as RefusedSale) : 'it was not refused';

  const kept = await api.GET('/products', { params: { query: { limit: 1 } } });
  const again = await api.GET('/products', {
    params: {
      query: { limit: 1 },
      header: { 'If-None-Match': kept.response.headers.get('etag') ?? '' },
    },
  });

  const missing = await api.GET('/sales/{id}', { params: { path: { id: productId } } });
  return { sale, refusal, statusOfKept: again.response.status, missing: missing.error?.code };
}

/** The details of a problem are known once its code is. */
function explain(problem: RefusedSale): string {
  switch (problem.code) {
    case 'PAYMENT_MISMATCH':
      return `${problem.details.reason} by ${problem.details.difference}`;
    case 'INSUFFICIENT_STOCK':
      return problem.details.lines.map(({ name, onHand }) => `${name}: ${onHand}`).join(', ');
    default:
      return problem.detail;
  }
}

/** What such a client does not compile: each of these lines says so by itself. */
export function misuse(url: string): void {
  const api = createClient<paths>({ baseUrl: url });
  // @ts-expect-error there is no such path
  void api.GET('/product');
  // @ts-expect-error a sale takes an Idempotency-Key
  void api.POST('/sales', { body: { storeId: '', registerId: '', lines: [], payments: [] } });
  // @ts-expect-error a price is a number
  void api.POST('/products', { body: { sku: 'A', name: 'A', price: '1', taxCategoryId: '' } });
  void api.GET('/products', {
    // @ts-expect-error it sorts by no such field
    params: { query: { sort: 'color' } },
  });
  // @ts-expect-error no answer to a sale has this code
  explain({ code: 'CATEGORY_CYCLE' });
}
