import { newId } from '@cashwrap/database';
import { cash, type Place, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, type TestServer } from './support.ts';

/** Who sends it, and of which store. */
export interface IngestOptions {
  readonly token?: string;
  readonly place?: Place;
}

/** How tests send what offline tills have handed over, as the owner unless told otherwise. */
export interface Ingesting extends Selling {
  /** A sale of one product at 1.00, handed over just now for cash at the first till; fields take the place of its own. */
  offline(productId: string, fields?: object): Json;
  ingest(sales: readonly Json[], options?: IngestOptions): Promise<Answer>;
  /** What came of one sale. */
  ingestOne(sale: Json, options?: IngestOptions): Promise<Json>;
  /** The flags of the answer, each as its kind and what it says. */
  flagsOf(result: Json): [kind: string, detail: string][];
}

export function ingestingAt(server: TestServer, shop: Shop): Ingesting {
  const selling = sellingAt(server, shop);
  const { here } = selling;
  const ingest: Ingesting['ingest'] = (sales, { token = shop.owner, place = here } = {}) =>
    server.request('POST', '/v1/sales/ingest', { token, body: { storeId: place.store.id, sales } });
  return {
    ...selling,
    ingest,
    offline: (productId, fields = {}) => ({
      ...{ id: newId(), registerId: here.register.id, tillReference: `T-${newId()}` },
      occurredAt: server.clock.now().toISOString(),
      lines: [{ productId, quantity: 1 }],
      payments: [cash(100)],
      shown: { total: 100, lineTotals: [100] },
      ...fields,
    }),
    ingestOne: async (sale, options) => ok(await ingest([sale], options)).items[0],
    flagsOf: ({ flags }) => flags.map(({ kind, detail }: Json) => [kind, detail]),
  };
}
